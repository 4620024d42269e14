"""The place's own copy: a folder of plain pages, its files and figures, in one ZIP.

It is the place's, not the persons': who is responsible, who came and who coached is left out, as
are contacts, guests and the coaches' notes. What people wrote in lines, minutes and plans is the
place's own text and stands as it is.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any

from django.db.models import Prefetch, Q, Sum
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.exports import Column, csv_bytes
from facts.sheet import files as fact_files
from facts.sheet.pages import facts_of
from mapping.models import MapPoint, MapPointState, Service
from mapping.points.picture import picture
from places.figures import Extent, Of, all_figures, read
from places.lines import read_lines
from places.models import Evidence, ItemState, Participation
from plans.versions.frozen import collect
from plans.versions.reading import PlanText
from plans.versions.reading import read as read_plan
from reports.case.package import pieces, safe_name
from workshops.models import MinutesState, Outcome, OutcomeKind, Workshop

PAGES = "reports/takeaway"
Step = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that lies in the folder `documents`; `path` is empty where it is missing."""

    title: str
    path: str
    step: str


@dataclass(slots=True)
class Copy:
    """The copy that is being written: its ZIP, the folder in it, and the names that are taken."""

    participation: Participation
    archive: zipfile.ZipFile
    root: str
    taken: set[str] = field(default_factory=set)

    def put(self, path: str, parts: Iterable[bytes]) -> None:
        """Write one file."""
        info = zipfile.ZipInfo(f"{self.root}/{path}", timezone.localtime().timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.archive.open(info, "w", force_zip64=True) as target:
            for part in parts:
                target.write(part)

    def page(self, name: str, title: str, **context: Any) -> None:
        """Write one page; all of them lead to each other."""
        html = render_to_string(
            f"{PAGES}/{name}.html",
            {"participation": self.participation, "title": title, "here": name, **context}
            | {"pages": page_names()},
        )
        self.put(f"{name}.html", [html.encode()])

    def free(self, folder: str, name: str) -> str:
        """A path that no file of the copy has yet."""
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (name, "")
        path, number = f"{folder}/{stem}{ending}", 1
        while path in self.taken:
            number += 1
            path = f"{folder}/{stem}-{number}{ending}"
        self.taken.add(path)
        return path


def page_names() -> list[tuple[str, str]]:
    """The pages in their order, with what they are called."""
    return [
        ("index", _("Start")),
        ("checklist", _("Checklist")),
        ("plan", _("Plan")),
        ("meetings", _("Meetings")),
        ("documents", _("Documents")),
        ("map", _("Map")),
        ("facts", _("Facts and figures")),
    ]


def root_of(participation: Participation) -> str:
    """The name of the ZIP and of the folder in it."""
    return f"{safe_name(participation.place.name)}-{timezone.localdate().isoformat()}"


def write(participation: Participation, *, step: Step) -> IO[bytes]:
    """The copy as an open ZIP at its beginning, a file on disk, in the programme's language."""
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it is the answer
    with (
        translation.override(participation.programme.language),
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive,
    ):
        copy = Copy(participation, archive, root_of(participation))
        parts = (_checklist, _plan, _meetings, _documents, _map, _facts)
        names = dict(page_names())
        for number, part in enumerate(parts):
            name = part.__name__.removeprefix("_")
            step(names[name], number, len(parts))
            part(copy)
        copy.page("index", participation.place.name, on=timezone.localdate())
        style = render_to_string(f"{PAGES}/style.css")
        copy.put("style.css", [style.encode()])
    target.seek(0)
    return target


def _checklist(copy: Copy) -> None:
    lines = sorted(read_lines(copy.participation), key=lambda one: (one.step.order, one.order))
    states = dict(ItemState.choices)
    steps = [
        (of.order, of.title, [(one, states[one.state]) for one in listed])
        for of, listed in groupby(lines, key=lambda one: one.step)
    ]
    copy.page("checklist", _("Checklist"), steps=steps)
    columns = [
        Column(_("Step"), "number"), Column(_("Line")), Column(_("State")), Column(_("Note")),
        Column(_("Settled on"), "date"),
    ]  # fmt: skip
    rows = (
        (one.step.order, one.text, str(states[one.state]), one.note, one.settled_on)
        for one in lines
    )
    copy.put("figures/checklist.csv", [csv_bytes(columns, rows)])


def _plan(copy: Copy) -> None:
    """The plan as the public reads it: without names of persons."""
    plan = read_plan(collect(copy.participation), public=True)
    copy.page("plan", _("Plan"), plan=plan)
    columns = [
        Column(_("Goal")), Column(_("Action")), Column(_("State")), Column(_("Starts"), "date"),
        Column(_("Ends"), "date"), Column(_("Cost"), "money"), Column(_("Granted"), "money"),
    ]  # fmt: skip
    copy.put("figures/plan.csv", [csv_bytes(columns, _actions(plan))])


def _actions(plan: PlanText) -> Iterable[tuple[Any, ...]]:
    goals = {goal.id: goal.title for goal in plan.goals}
    for one in plan.actions:
        goal = goals.get(one.goal_id, "") if one.goal_id is not None else ""
        yield (
            goal, one.title, one.state_label, one.starts_on, one.ends_on, one.cost,
            one.sums.granted,
        )  # fmt: skip


def _meetings(copy: Copy) -> None:
    """The meetings that were held, how many came, and minutes that are more than a draft."""
    of_place = Q(participation=copy.participation) | Q(participation__isnull=True)
    outcomes = Outcome.objects.filter(of_place).order_by("order", "pk")
    rows = (
        Workshop.objects.held()
        .filter(participations=copy.participation)
        .select_related("minutes")
        .prefetch_related(Prefetch("outcomes", outcomes, to_attr="shown_outcomes"))
        .annotate(
            came=Sum(
                "invitations__attended_persons",
                filter=Q(invitations__attended_at__isnull=False),
                default=0,
            )
        )
    )
    found = []
    for one in rows:
        minutes = getattr(one, "minutes", None)
        is_written = minutes is not None and minutes.state != MinutesState.DRAFT
        decisions = [row for row in one.shown_outcomes if row.kind == OutcomeKind.DECISION]
        found.append({
            "meeting": one, "summary": minutes.summary if is_written and minutes else "",
            "decisions": decisions if is_written else [],
            "ideas": [row for row in one.shown_outcomes if row.kind == OutcomeKind.IDEA],
        })  # fmt: skip
    copy.page("meetings", _("Meetings"), meetings=found)
    columns = [Column(_("Day"), "date"), Column(_("Meeting")), Column(_("Came"), "number")]
    listed = ((one.local_start.date(), one.title, one.came) for one in rows)
    copy.put("figures/meetings.csv", [csv_bytes(columns, listed)])


def _documents(copy: Copy) -> None:
    """The files at the lines of the steps, and the photos that everybody may see."""
    rows = (
        Evidence.objects.filter(item__participation=copy.participation, removed_at__isnull=True)
        .select_related("item__step", "item__item")
        .order_by("item__step__order", "item__order", "pk")
    )
    files = []
    for one in rows.iterator(chunk_size=200):
        path = ""
        if one.file and one.file.storage.exists(str(one.file.name)):
            path = copy.free("documents", f"{one.item.step.order:02d}-{safe_name(one.name)}")
            copy.put(path, pieces(one.file.open("rb")))
        files.append(Document(one.name, path, f"{one.item.step.order}. {one.item.step.title}"))
    photos = []
    for photo in copy.participation.photos.all():
        largest = photo.names[len(photo.formats) * (len(photo.sizes) - 1)]
        storage = photo.storage()
        if photo.is_public and storage.exists(photo.path(largest)):
            path = copy.free("photos", largest)
            copy.put(path, pieces(storage.open(photo.path(largest))))
            photos.append((photo, path))
    copy.page("documents", _("Documents"), files=files, photos=photos)


def _map(copy: Copy) -> None:
    here = {"participation": copy.participation}
    services = list(Service.objects.filter(**here))
    points = list(MapPoint.objects.filter(**here, state=MapPointState.SHOWN))
    copy.page("map", _("Map"), picture=picture(copy.participation), services=services,
              points=points)  # fmt: skip
    columns = [
        Column(_("What")), Column(_("State")), Column(_("Latitude")), Column(_("Longitude"))
    ]  # fmt: skip
    rows = (
        (str(one), str(one.get_state_display()), one.latitude, one.longitude) for one in services
    )
    copy.put("figures/services.csv", [csv_bytes(columns, rows)])


def _facts(copy: Copy) -> None:
    participation = copy.participation
    facts = facts_of(participation, palette="paper")
    topics = []
    for topic in facts.topics:
        if topic.chart is None and topic.finding is None:
            continue
        path = f"figures/{safe_name(topic.key)}.csv"
        copy.put(path, [fact_files.csv(facts, topic.key)])
        topics.append((topic, path))
    today, programme = timezone.localdate(), participation.programme
    readings = read(
        Extent(
            programmes={programme.pk: Of.of(programme)}, on=today,
            starts_on=participation.started_on, ends_on=today, with_tests=True,
            participations=frozenset({participation.pk}), by="participation",
            programme_of={participation.pk: programme.pk},
        )
    )  # fmt: skip
    counted = [(one, readings[one.key]) for one in all_figures() if one.key in readings]
    told = [(one, reading.words) for one, reading in counted if not reading.is_nothing]
    copy.page("facts", _("Facts and figures"), topics=topics, counted=told)
    columns = [Column(_("Figure")), Column(_("Value")), Column(_("What it counts"))]
    rows = ((str(one.label), words, str(one.meaning)) for one, words in told)
    copy.put("figures/figures.csv", [csv_bytes(columns, rows)])

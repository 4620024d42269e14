"""The progress report of one place: what it holds, as HTML, as PDF."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from areas.outlines.drawing import key
from core.charts import Chart, Point, Series, line_chart
from core.components import strip
from core.pdf import html_to_pdf
from core.pictures import shrunk
from mapping.points.picture import picture
from people.models import Assignment
from places import attention
from places.clock import months_used
from places.models import (
    ClockChange,
    CoachingEntry,
    Commitment,
    Evidence,
    GateReview,
    GroupMember,
    Participation,
    Photo,
    PopulationObservation,
    ReviewState,
    StepItem,
)
from places.photos.services import for_paper
from programmes.models import Partner, Step
from programmes.words import role_word
from reports.place import after_gate

#: The newest pictures of the checklist that a report shows, and their longest side in pixels.
MOST_PICTURES = 6
PICTURE_SIDE = 900


@dataclass(frozen=True)
class StepReport:
    """A step with its lines."""

    step: Step
    letter: str
    lines: list[StepItem]

    @property
    def settled(self) -> int:
        """How many lines are settled."""
        return sum(1 for line in self.lines if line.state != "open")


@dataclass(frozen=True)
class PlaceReport:
    """All values of the report, as they are on the day `on`. Private notes are never in it."""

    on: dt.date
    participation: Participation
    months_used: int
    flags: list[attention.Flag]
    steps: list[StepReport]
    reviews: list[GateReview]
    assignments: list[tuple[str, Assignment]]
    members: list[GroupMember]
    commitments: list[Commitment]
    clock_changes: list[ClockChange]
    contacts: list[CoachingEntry]
    coaching_hours: float
    population: Chart | None
    population_sources: list[str]
    partners: list[Partner]
    after_gate: list[after_gate.Fact]
    pictures: list[Evidence]
    face: Photo | None
    #: The place's map; "" while nothing has a position.
    map: str = ""


def collect(participation: Participation, *, on: dt.date) -> PlaceReport:
    """Read everything that the report shows. A fixed number of queries."""
    facts = attention.facts_of(participation)
    here = {"participation": participation}
    contacts = list(
        CoachingEntry.objects.filter(**here).only("on", "kind", "shared", "next_text", "minutes")
    )
    figures = list(
        PopulationObservation.objects.filter(place=participation.place_id)
        .order_by("year")
        .only("year", "inhabitants", "source", "series_break")
    )
    return PlaceReport(
        on=on,
        participation=participation,
        months_used=months_used(
            total=participation.clock_months, ends_on=participation.support_ends_on, on=on
        ),
        flags=attention.reasons(facts, on),
        steps=_steps(participation),
        reviews=list(
            participation.reviews.exclude(state=ReviewState.WITHDRAWN)
            .select_related("submitted_by", "decided_by")
            .prefetch_related("assessments__criterion", "conditions__item")
        ),
        assignments=[
            (role_word(participation.programme, one.role), one)
            for one in Assignment.objects.active(on)
            .filter(participation=participation)
            .select_related("user")
            .only("role", "stand_in", "user__name", "user__email")
        ],
        members=list(
            GroupMember.objects.filter(**here, left_on__isnull=True).only("name", "sector")
        ),
        commitments=list(
            Commitment.objects.filter(**here, withdrawn_on__isnull=True)
            .select_related("organisation")
            .only("sector", "text", "person", "given_on", "organisation__name")
        ),
        clock_changes=list(ClockChange.objects.filter(**here)),
        contacts=contacts,
        coaching_hours=sum(contact.minutes or 0 for contact in contacts) / 60,
        population=_chart(participation, figures) if len(figures) > 1 else None,
        population_sources=sorted({source_name(one.source) for one in figures if one.source}),
        partners=list(
            Partner.objects.filter(programme=participation.programme_id)
            .select_related("organisation")
            .only("kind", "organisation__name")
        ),
        after_gate=after_gate.facts(participation, on),
        pictures=list(
            Evidence.objects.filter(
                item__participation=participation,
                removed_at__isnull=True,
                content_type__startswith="image/",
            )
            .order_by("-uploaded_at", "-pk")
            .only("file", "name", "description", "uploaded_at")[:MOST_PICTURES]
        ),
        face=participation.face,
        map=picture(participation),
    )


def _steps(participation: Participation) -> list[StepReport]:
    lines: dict[int, list[StepItem]] = {}
    items = participation.items.select_related("item").annotate(
        files=Count("evidence", filter=Q(evidence__removed_at__isnull=True))
    )
    for line in items.order_by("step__order", "order", "pk"):
        lines.setdefault(line.step_id, []).append(line)
    steps = (
        Step.objects.filter(version=participation.method_version_id)
        .order_by("order")
        .only("order", "title")
    )
    return [
        StepReport(step, letter, lines.get(step.pk, []))
        for step, letter in zip(steps, participation.progress, strict=False)
    ]


def _chart(participation: Participation, figures: list[PopulationObservation]) -> Chart:
    points = [
        # One line of sources stands under the table; twelve times the same address tells nothing.
        Point(figure.year, figure.inhabitants, "", figure.series_break)
        for figure in figures
    ]
    title = _("Inhabitants of %(place)s") % {"place": participation.place.name}
    return line_chart([Series(_("Inhabitants"), points)], title=title, palette="paper")


def _drawn(evidence: Evidence) -> dict[str, Any]:
    """A picture small enough for half a page; nothing when its file is gone."""
    try:
        with evidence.file.open() as file:
            small, width, height = shrunk(file.read(), width=PICTURE_SIDE, height=PICTURE_SIDE)
    except FileNotFoundError:
        return {}
    source = f"data:image/png;base64,{base64.b64encode(small).decode()}"
    return {"one": evidence, "source": source, "width": width, "height": height}


def source_name(source: str) -> str:
    """Where a figure is from, for paper: of an address the site and the page's name, readable."""
    parts = urlsplit(source)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return source
    page = unquote(parts.path.rstrip("/").rpartition("/")[2]).replace("_", " ")
    site = parts.hostname.removeprefix("www.")
    return f"{page} ({site})" if page else site


def html(report: PlaceReport) -> str:
    """The report as a whole HTML document, in the active language."""
    one = report.participation
    drawn = strip(
        one.progress,
        one.gate_state,
        one.gate_after,
        "md",
        titles=[step.step.title for step in report.steps],
        palette="paper",
    )
    return render_to_string(
        "reports/place/pdf.html",
        {
            "report": report,
            "one": one,
            "strip": drawn,
            "photo": for_paper(report.face),
            "map_key": key(
                ("ok", _("Here, good")),
                ("warn", _("At risk, unsafe")),
                ("stop", _("Gone, missing")),
                ("info", _("Idea, action")),
                ("off", _("Nobody has looked yet")),
            ),
            "pictures": [*filter(None, map(_drawn, report.pictures))],
        },
    )


def pdf(report: PlaceReport) -> bytes:
    """The report as PDF."""
    return html_to_pdf(html(report))

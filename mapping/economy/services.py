"""The verbs of a local economic analysis: order, group, meetings, result pack."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core import audit, uploads
from core.policy import allowed, require
from core.refusals import Refusal, needed
from mapping import checks
from mapping.models import LocalAnalysis, LocalDocument, LocalFigure, LocalTopic
from mapping.people import chosen_person
from people.models import Contact, User
from places.checklist.ticks import sync
from places.models import Participation
from plans.changes import store
from workshops.models import Series, SeriesKind, Workshop, WorkshopKind
from workshops.planning.services import plan_workshop
from workshops.series.services import add_series

#: An analysis fits an area of so many households (domain notes 6); others are warned.
FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 200, 3000
GROUP_SIZE, MEETINGS = 10, 5
#: Weeks between the meetings that are planned at once, and when they begin.
WEEKS_BETWEEN, BEGINS = 5, dt.time(18)
MOST_FILES, MOST_FIGURES, MOST_PEOPLE = 30, 200, 40
FIRST_YEAR = 1900
#: The event that ticks a method's line.
DELIVERED = "local_analysis_delivered"
_ROW = ("area", "households", "supplier", "ordered_on", "cost", "data_cost", "starts_on",
        "delivered_on", "summary")  # fmt: skip


class State(models.TextChoices):
    """Where an analysis is. It follows the dates alone."""

    THOUGHT = "thought", pgettext_lazy("an analysis", "Not ordered")
    ORDERED = "ordered", pgettext_lazy("an analysis", "Ordered")
    UNDER_WAY = "under_way", pgettext_lazy("an analysis", "Under way")
    DELIVERED = "delivered", pgettext_lazy("an analysis", "Handed over")


def state_of(analysis: LocalAnalysis, today: dt.date) -> State:
    """By its dates on a day."""
    if analysis.delivered_on is not None and analysis.delivered_on <= today:
        return State.DELIVERED
    if analysis.starts_on is not None and analysis.starts_on <= today:
        return State.UNDER_WAY
    return State.ORDERED if analysis.ordered_on is not None else State.THOUGHT


def analysis_at(participation: Participation) -> LocalAnalysis:
    """The place's analysis; a new one, not stored, before anything is written."""
    rows = LocalAnalysis.objects.filter(participation=participation)
    found = rows.select_related("supplier", "leader", "series").first()
    return found or LocalAnalysis(participation=participation, version=0)


@transaction.atomic
def save_analysis(
    *, participation: Participation, by: User, version: int, **facts: Any
) -> LocalAnalysis:
    """Write order, dates and what it says.

    Refusals: households_wrong, wrong_cost, ends_before_start, date_in_future, other_programme,
    too_long and those of a person. Conflict: changed meanwhile.
    """
    require(by, "mapping.edit", participation)
    values = _checked(participation, by, facts)
    analysis = _locked(participation)
    if store(analysis, version, values):
        audit.record("local_analysis.changed", participation, by=by)
        sync(participation, DELIVERED, by=by)
    return analysis


def warnings(analysis: LocalAnalysis) -> list[str]:
    """What somebody should think about before it is ordered; nothing is refused for it."""
    said = []
    households = analysis.households
    if households is not None and not FEWEST_HOUSEHOLDS <= households <= MOST_HOUSEHOLDS:
        said.append(
            _("An analysis fits areas of 200 to 3 000 households; here are %(count)d.")
            % {"count": households}
        )
    return said


@transaction.atomic
def add_member(*, participation: Participation, by: User, **facts: Any) -> Contact:
    """Put a person into the group. Refusals: nobody, too_many and those of a person."""
    require(by, "mapping.edit", participation)
    analysis = _locked(participation)
    contact = chosen_person(participation, by, dict(facts))
    if contact is None:
        raise Refusal("nobody", _("Choose a person or write a name."), field="contact")
    if contact.region_id != participation.programme.region_id:
        raise Refusal("other_region", _("The person belongs to another region."), field="contact")
    if analysis.group.count() >= MOST_PEOPLE:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_PEOPLE})
    analysis.group.add(contact)
    audit.record("local_analysis.member_added", participation, by=by)
    return contact


@transaction.atomic
def remove_member(*, participation: Participation, by: User, contact_id: int) -> None:
    """Take a person out of the group; the contact stays in the register."""
    require(by, "mapping.edit", participation)
    analysis = _locked(participation)
    gone = analysis.group.filter(pk=contact_id).exists()
    analysis.group.remove(contact_id)
    if gone:
        audit.record("local_analysis.member_removed", participation, by=by)


@transaction.atomic
def plan_meetings(
    *, participation: Participation, by: User, first_on: dt.date, count: int = MEETINGS
) -> list[Workshop]:
    """Plan the analysis' meetings as drafts, five weeks apart, the first on a day.

    Who plans in the programme gets them as a series. Refusals: there_already, in_past,
    wrong_count and those of `plan_workshop`.
    """
    require(by, "mapping.edit", participation)
    analysis = _locked(participation)
    if analysis.meetings.exists():
        raise Refusal("there_already", _("The meetings are planned already."))
    if first_on <= timezone.localdate():
        raise Refusal("in_past", _("Choose a day that lies ahead."), field="first_on")
    if not 1 <= count <= MEETINGS * 2:
        raise Refusal("wrong_count", _("Four or five meetings are usual."), field="count")
    series = _series(analysis, by)
    zone = timezone.get_current_timezone()
    made = []
    for number in range(count):
        day = first_on + dt.timedelta(weeks=WEEKS_BETWEEN * number)
        made.append(
            plan_workshop(
                programme=participation.programme,
                by=by,
                kind=WorkshopKind.WORKING_GROUP,
                title=_("Local economic analysis, meeting %(number)d") % {"number": number + 1},
                starts_at=dt.datetime.combine(day, BEGINS, zone),
                participations=[participation],
                **({"series": series, "part": number + 1} if series else {}),
            )
        )
    analysis.meetings.set(made)
    if analysis.starts_on is None:
        analysis.starts_on = first_on
        analysis.version += 1
        analysis.save()
    audit.record("local_analysis.meetings_planned", participation, by=by, count=len(made))
    return made


def attach(*, participation: Participation, by: User, upload: UploadedFile | None) -> LocalDocument:
    """Keep a file of the result pack; the same file again is the one that is there.

    Refusals: no_file, too_many_files, those of `core.uploads.check`. No file stays behind without
    its row.
    """
    require(by, "mapping.edit", participation)
    if upload is None:
        raise Refusal("no_file", _("Choose a file first."), field="upload")
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    document = LocalDocument(
        name=checked.name, content_type=checked.content_type,
        size=checked.size, sha256=checked.sha256, uploaded_by=by,
    )  # fmt: skip
    document.file.save(checked.name, checked.file, save=False)
    kept = False
    try:
        with transaction.atomic():
            analysis = _locked(participation)
            there = analysis.documents.filter(sha256=checked.sha256).first()
            if there is not None:
                return there
            if analysis.documents.count() >= MOST_FILES:
                raise Refusal(
                    "too_many_files",
                    _("There are %(count)d files already. Remove one first.")
                    % {"count": MOST_FILES},
                    field="upload",
                )
            document.analysis = analysis
            document.save()
            audit.record("local_analysis.document_added", participation, by=by, file=checked.name)
        kept = True
    finally:
        if not kept:
            document.file.storage.delete(document.file.name or "")
    return document


@transaction.atomic
def remove_document(*, document: LocalDocument, by: User) -> None:
    """Delete a document with its file. Removing twice does nothing."""
    participation = document.analysis.participation
    require(by, "mapping.edit", participation)
    _locked(participation)
    found = LocalDocument.objects.filter(pk=document.pk).first()
    if found is None:
        return
    found.delete()
    audit.record("local_analysis.document_removed", participation, by=by, file=found.name)
    transaction.on_commit(lambda: found.file.storage.delete(found.file.name or ""))


@transaction.atomic
def add_figure(
    *,
    participation: Participation,
    by: User,
    topic: str,
    label: str,
    value: Decimal,
    year: int,
    source: str,
    unit: str = "",
) -> LocalFigure:
    """Write a figure of the result pack.

    Refusals: unknown_choice, no_label, no_source, wrong_year, too_many, too_long.
    """
    require(by, "mapping.edit", participation)
    if not checks.choice(topic, LocalTopic, "topic"):
        raise Refusal("unknown_choice", _("Choose one of these."), field="topic")
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise Refusal(
            "wrong_year", _("Write a year up to %(year)d.") % {"year": this_year}, field="year"
        )
    texts = checks.texts(
        LocalFigure, {"label": label, "unit": unit, "source": source}, "label", "unit", "source"
    )
    needed(texts["label"], "no_label", _("Write what it is."), field="label")
    needed(texts["source"], "no_source", _("Write where it comes from."), field="source")
    analysis = _locked(participation)
    if analysis.figures.count() >= MOST_FIGURES:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_FIGURES})
    figure = LocalFigure.objects.create(
        analysis=analysis, topic=topic, value=value, year=year, **texts
    )
    audit.record("local_analysis.figure_added", participation, by=by, label=figure.label)
    return figure


@transaction.atomic
def remove_figure(*, participation: Participation, by: User, figure_id: int) -> None:
    """Take a figure out. Gone already: nothing happens."""
    require(by, "mapping.edit", participation)
    analysis = _locked(participation)
    found = analysis.figures.filter(pk=figure_id).first()
    if found is not None:
        label = found.label
        found.delete()
        audit.record("local_analysis.figure_removed", participation, by=by, label=label)


def _checked(participation: Participation, by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts = dict(facts)
    households = facts.get("households")
    if households is not None and households < 1:
        raise Refusal("households_wrong", _("Write how many households."), field="households")
    for name in ("cost", "data_cost"):
        if facts.get(name) is not None and facts[name] < 0:
            raise Refusal("wrong_cost", _("The cost is not below zero."), field=name)
    starts_on, delivered_on = facts.get("starts_on"), facts.get("delivered_on")
    if starts_on and delivered_on and delivered_on < starts_on:
        raise Refusal(
            "ends_before_start",
            _("It must not be handed over before it begins."),
            field="delivered_on",
        )
    # Both are facts: the checklist's line rests on the second.
    for name in ("ordered_on", "delivered_on"):
        checks.past(facts.get(name), name)
    series: Series | None = facts.get("series")
    if series is not None and series.programme_id != participation.programme_id:
        raise Refusal(
            "other_programme", _("The series belongs to another programme."), field="series"
        )
    leader = chosen_person(participation, by, facts | {"organisation": facts.get("supplier")})
    return {
        **{name: facts.get(name) for name in _ROW},
        "supplier": checks.own_organisation(participation, facts.get("supplier")),
        "area": checks.text(LocalAnalysis, "area", facts.get("area") or ""),
        "summary": checks.text(LocalAnalysis, "summary", facts.get("summary") or "", lines=True),
        "series": series,
        "leader": leader,
    }


def _series(analysis: LocalAnalysis, by: User) -> Series | None:
    programme = analysis.participation.programme
    if analysis.series is not None:
        return analysis.series if allowed(by, "workshops.plan_in_programme", programme) else None
    if not allowed(by, "workshops.plan_in_programme", programme):
        return None
    name = _("Local economic analysis, %(place)s") % {"place": analysis.participation.place.name}
    there = Series.objects.filter(programme=programme, name=name).first()
    series = there or add_series(programme=programme, by=by, name=name, kind=SeriesKind.RECURRING)
    analysis.series = series
    analysis.version += 1
    analysis.save()
    return series


def _locked(participation: Participation) -> LocalAnalysis:
    """The analysis under a lock; made where there is none."""
    checks.lock(participation)
    analysis, _new = LocalAnalysis.objects.get_or_create(
        participation=participation, defaults={"version": 0}
    )
    analysis.participation = participation
    return analysis

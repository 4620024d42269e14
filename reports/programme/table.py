"""The progress table: one row a participation, as a workbook and as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, csv_bytes, xlsx
from people.models import Assignment, Role
from places import attention
from places.clock import months_used
from places.models import GateState, Participation, ParticipationStatus, PopulationObservation
from programmes.models import Step

_FIELDS = (
    "pk",
    "place_id",
    "place__name",
    "place__municipality__name",
    "place__municipality__code",
    "programme__name",
    "method_version_id",
    "progress",
    "current_step",
    "clock_months",
    "attention_on",
)


def columns() -> list[Column]:
    """The table's columns in the active language."""
    return [
        Column(_("Place"), width=24),
        Column(_("Municipality"), width=20),
        Column(_("Municipality code"), width=12),
        Column(_("Programme"), width=28),
        Column(_("Status"), width=14),
        Column(_("Started"), "date", 12),
        Column(_("Support ends"), "date", 12),
        Column(_("Months used"), "number", 9),
        Column(_("Months in all"), "number", 9),
        Column(_("Steps done"), "number", 9),
        Column(_("Steps in all"), "number", 9),
        Column(_("Step now"), width=24),
        Column(_("Gate"), width=20),
        Column(_("Gate since"), "date", 12),
        Column(_("Last contact"), "date", 12),
        Column(_("Next date"), "date", 12),
        Column(_("Next"), width=32),
        Column(_("State of things"), width=40),
        Column(_("Process leader"), width=24),
        Column(_("Coaches"), width=28),
        Column(_("Inhabitants"), "number", 10),
        Column(_("Inhabitants, year"), "number", 10),
    ]


def rows(participations: QuerySet[Participation], *, on: dt.date) -> Iterator[tuple[Any, ...]]:
    """The table's rows in the order of the queryset. Four queries, however many rows."""
    leaders, coaches = _people(participations, on)
    population = _population(participations)
    steps = _step_titles(participations)
    statuses = {value: str(label) for value, label in ParticipationStatus.choices}
    gates = {value: str(label) for value, label in GateState.choices}
    language, unknown = get_language(), (None, None)
    for (
        pk, place_id, place, municipality, code, programme, version, progress, current, months,
        needed_on, *columns_of_facts,
    ) in participations.values_list(*_FIELDS, *attention.FACT_COLUMNS):  # fmt: skip
        facts = attention.Facts(*columns_of_facts)
        # The summary says from which day on there is a reason at all; most places have none.
        needs = needed_on is not None and needed_on <= on
        state = (
            attention.flag(facts, on, language) if needs else attention.resting(facts, on, language)
        )
        yield (
            place,
            municipality,
            code,
            programme,
            statuses[facts.status],
            facts.started_on,
            facts.support_ends_on,
            months_used(total=months, ends_on=facts.support_ends_on, on=on),
            months,
            progress.count("d"),
            len(progress),
            steps.get((version, current), ""),
            gates[facts.gate_state],
            facts.gate_since,
            facts.last_contact_on,
            facts.next_on,
            facts.next_text,
            state.text,
            leaders.get(pk, ""),
            coaches.get(pk, ""),
            *population.get(place_id, unknown),
        )


def _people(
    participations: QuerySet[Participation], on: dt.date
) -> tuple[dict[int, str], dict[int, str]]:
    """Names of the process leaders and of the coaches of the day, by participation."""
    leaders: dict[int, str] = {}
    coaches: dict[int, str] = {}
    assignments = (
        Assignment.objects.active(on)
        .filter(
            participation__in=participations.order_by().values("pk"),
            role__in=[Role.PROCESS_LEADER, Role.COACH],
        )
        .order_by("participation", "pk")
        .values_list("participation_id", "role", "user__name", "user__email")
    )
    for participation, role, name, address in assignments:
        names = coaches if role == Role.COACH else leaders
        one, others = name or address, names.get(participation)
        names[participation] = f"{others}, {one}" if others else one
    return leaders, coaches


def _population(participations: QuerySet[Participation]) -> dict[int, tuple[int, int]]:
    """The latest figure and its year, by place."""
    figures = (
        PopulationObservation.objects.filter(place__in=participations.order_by().values("place"))
        .order_by("place", "year", "pk")
        .values_list("place_id", "inhabitants", "year")
    )
    return {place: (inhabitants, year) for place, inhabitants, year in figures}


def _step_titles(participations: QuerySet[Participation]) -> dict[tuple[int, int], str]:
    versions = participations.order_by().values("method_version")
    steps = Step.objects.filter(version__in=versions).values_list("version_id", "order", "title")
    return {(version, order): title for version, order, title in steps}


def workbook(
    participations: QuerySet[Participation],
    *,
    on: dt.date,
    about: str,
    more: Sequence[Sheet] = (),
) -> bytes:
    """The table as a workbook, with `more` sheets and one that says what it is and from when."""
    facts = [
        (_("Report"), _("Progress of places")),
        (_("Covers"), about),
        (_("As of"), date_format(on, "DATE_FORMAT")),
        (
            _("State of things"),
            _("What needs somebody today, most pressing reason first, in words."),
        ),
        (
            _("Inhabitants"),
            _("The latest figure in the register; its source is on the place's page."),
        ),
    ]
    return xlsx(
        [
            Sheet(_("Places"), columns(), rows(participations, on=on)),
            *more,
            Sheet(_("About"), [Column(_("What"), width=20), Column(_("Value"), width=80)], facts),
        ]
    )


def csv(participations: QuerySet[Participation], *, on: dt.date) -> bytes:
    """The table as CSV."""
    return csv_bytes(columns(), rows(participations, on=on))

"""The progress report of a programme: what it holds, as HTML, as PDF."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from areas.outlines.drawing import draw, key
from core.components import strip
from core.palette import Palette
from core.pdf import html_to_pdf, units_of
from people.models import User
from places import attention
from places.clock import months_used
from places.figures import Extent, Group, Of, Reading, Readings, read
from places.map.pages import marks_of
from places.models import GateState, Participation, ParticipationStatus
from programmes.models import Partner, Programme, Step
from reports.programme import learning
from reports.programme.learning import Learning


class PlaceLine(NamedTuple):
    """One place in the report."""

    place: str
    municipality: str
    status: str
    strip: str
    months_used: int
    months: int
    ends_on: dt.date
    last_contact_on: dt.date | None
    next_on: dt.date | None
    next_text: str
    flag: attention.Flag


class StepCount(NamedTuple):
    """How many places are at a step, and how many have done it: finished and stopped ones too."""

    order: int
    title: str
    here: int
    done: int


class Meetings(NamedTuple):
    """The meetings of a programme: how many were held, persons who came, how many are ahead."""

    held: int
    came: int
    ahead: int


@dataclass(frozen=True)
class ProgrammeReport:
    """All values of the report, as they are on the day `on`."""

    on: dt.date
    programme: Programme
    partners: list[Partner]
    lines: list[PlaceLine]
    steps: list[StepCount]
    statuses: list[tuple[str, int]]
    gates: list[tuple[str, int]]
    #: The named figures of the programme since its start.
    readings: Readings
    #: Meetings of a programme without places: held, persons who came, ahead.
    meetings: Meetings | None = None
    #: What such a programme has instead of places.
    learning: Learning | None = None
    #: The places on a map; "" where nothing is known of where they lie.
    map: str = ""

    @property
    def active(self) -> int:
        """How many places are under way."""
        return self._number("places_active")

    @property
    def ended(self) -> int:
        """How many places have finished."""
        return self._number("places_ended")

    @property
    def needing(self) -> int:
        """How many places need somebody today."""
        return self._number("places_needing")

    @property
    def groups(self) -> list[tuple[Group, list[Reading]]]:
        """The figures by group, for the table of them; those without anything are left out."""
        found = [
            (group, [one for one in self.readings.of(group) if not one.is_nothing])
            for group in Group
            if group != Group.REGION
        ]
        return [(group, readings) for group, readings in found if readings]

    def _number(self, key: str) -> int:
        number: int = self.readings.value(key)
        return number


_FIELDS = (
    "place__name", "place__municipality__name", "progress", "gate_after", "clock_months",
)  # fmt: skip
#: Places of these have worked in the programme.
_TOOK_PART = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED, ParticipationStatus.STOPPED)


def collect(
    programme: Programme,
    participations: QuerySet[Participation],
    *,
    on: dt.date,
    by: User,
    palette: Palette = "paper",
) -> ProgrammeReport:
    """Read the programme's places, those that most need somebody first. A fixed number of queries.

    `palette` colours the strips for paper or for a page. Without places: what it does instead.
    """
    rows = list(
        participations.filter(programme=programme)
        .order_by("attention_on", "place__name", "pk")
        .values_list(*_FIELDS, *attention.FACT_COLUMNS)
    )
    lines = [_line(row, on, palette) for row in rows]
    labels = {value: str(label) for value, label in ParticipationStatus.choices}
    gate_labels = {value: str(label) for value, label in GateState.choices}
    facts = [attention.Facts(*row[len(_FIELDS) :]) for row in rows]
    readings = read(extent_of(programme, on))
    return ProgrammeReport(
        on=on,
        programme=programme,
        partners=list(programme.partners.select_related("organisation", "contact")),
        lines=lines,
        steps=_steps(programme, rows, facts, readings),
        statuses=_counts(labels, [fact.status for fact in facts]),
        gates=_counts(gate_labels, [fact.gate_state for fact in facts if fact.gate_state]),
        readings=readings,
        meetings=None if lines else _meetings(readings),
        learning=None if lines else learning.collect(programme, by, on=on),
        map=_map(participations.filter(programme=programme), on, by, palette) if lines else "",
    )


def _map(places: QuerySet[Participation], on: dt.date, by: User, palette: Palette) -> str:
    marks, _nowhere = marks_of(places.order_by("attention_on", "pk"), on, by)
    plain = [replace(one, url="") for one in marks]
    title = _("Map of the places")
    return draw(plain, title=title, width=700, height=400, palette=palette) if plain else ""


def extent_of(programme: Programme, on: dt.date) -> Extent:
    """The whole programme since its start, for the named figures."""
    return Extent(
        programmes={programme.pk: Of.of(programme)},
        on=on,
        starts_on=programme.starts_on,
        ends_on=on,
        wholly=frozenset({programme.pk}),
    )


def _meetings(readings: Readings) -> Meetings:
    return Meetings(
        held=readings.value("meetings_held"),
        came=readings.value("people_met"),
        ahead=readings.value("meetings_ahead"),
    )


def _line(row: tuple[Any, ...], on: dt.date, palette: Palette) -> PlaceLine:
    place, municipality, progress, gate_after, months = row[: len(_FIELDS)]
    facts = attention.Facts(*row[len(_FIELDS) :])
    return PlaceLine(
        place=place,
        municipality=municipality,
        status=facts.status,
        strip=strip(progress, facts.gate_state, gate_after, palette=palette),
        months_used=months_used(total=months, ends_on=facts.support_ends_on, on=on),
        months=months,
        ends_on=facts.support_ends_on,
        last_contact_on=facts.last_contact_on,
        next_on=facts.next_on,
        next_text=facts.next_text,
        flag=attention.flag(facts, on),
    )


def _counts(labels: dict[str, str], values: list[str]) -> list[tuple[str, int]]:
    counted = Counter(values)
    return [(label, counted[value]) for value, label in labels.items() if counted[value]]


def _steps(
    programme: Programme,
    rows: list[tuple[Any, ...]],
    facts: list[attention.Facts],
    readings: Readings,
) -> list[StepCount]:
    steps = Step.objects.filter(version=programme.method_version_id).order_by("order")
    here = readings.value("places_at_step")
    done = Counter(
        order
        for row, fact in zip(rows, facts, strict=True)
        if fact.status in _TOOK_PART
        for order, letter in enumerate(row[2], start=1)
        if letter == "d"
    )
    return [
        StepCount(
            order=step.order,
            title=step.title,
            here=here.get(step.order, 0),
            done=done[step.order],
        )
        for step in steps
    ]


def html(report: ProgrammeReport) -> str:
    """The report as a whole HTML document, in the active language."""
    map_key = key(
        ("ok", _("On track")), ("warn", _("Waits for something")), ("stop", _("Quiet or stopped"))
    )
    return render_to_string(
        "reports/programme/pdf.html",
        {"report": report, "programme": report.programme, "map_key": map_key},
    )


def pdf(report: ProgrammeReport) -> bytes:
    """The report as PDF."""
    return html_to_pdf(html(report), units=units_of(len(report.lines)))

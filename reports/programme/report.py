"""The progress report of a programme: what it holds, as HTML, as PDF."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.template.loader import render_to_string
from django.utils import timezone

from core.components import strip
from core.palette import Palette
from core.pdf import html_to_pdf, units_of
from places import attention
from places.clock import months_used
from places.models import GateState, Participation, ParticipationStatus
from programmes.models import Partner, Programme, Step
from workshops.models import Invitation, Workshop


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
    needing: int
    #: Meetings of a programme without places: held, persons who came, ahead.
    meetings: Meetings | None = None

    @property
    def active(self) -> int:
        """How many places are under way."""
        return self._with(ParticipationStatus.ACTIVE)

    @property
    def ended(self) -> int:
        """How many places have finished."""
        return self._with(ParticipationStatus.ENDED)

    def _with(self, status: ParticipationStatus) -> int:
        return dict(self.statuses).get(str(status.label), 0)


_FIELDS = (
    "place__name", "place__municipality__name", "progress", "gate_after", "clock_months",
    "current_step",
)  # fmt: skip
#: Places of these have worked in the programme.
_TOOK_PART = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED, ParticipationStatus.STOPPED)


def collect(
    programme: Programme,
    participations: QuerySet[Participation],
    *,
    on: dt.date,
    palette: Palette = "paper",
) -> ProgrammeReport:
    """Read the programme's places, those that most need somebody first. A fixed number of queries.

    `palette` colours the strips for paper or for a page.
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
    return ProgrammeReport(
        on=on,
        programme=programme,
        partners=list(programme.partners.select_related("organisation", "contact")),
        lines=lines,
        steps=_steps(programme, rows, facts),
        statuses=_counts(labels, [fact.status for fact in facts]),
        gates=_counts(gate_labels, [fact.gate_state for fact in facts if fact.gate_state]),
        needing=sum(1 for line in lines if line.flag.kind),
        meetings=None if lines else _meetings(programme),
    )


def _meetings(programme: Programme) -> Meetings:
    announced = Workshop.objects.filter(programme=programme).announced()
    now = timezone.now()
    held = announced.filter(starts_at__lte=now)
    came = Invitation.objects.filter(workshop__in=held, attended_at__isnull=False)
    return Meetings(
        held=held.count(),
        came=came.aggregate(came=Sum("attended_persons", default=0))["came"],
        ahead=announced.filter(starts_at__gt=now).count(),
    )


def _line(row: tuple[Any, ...], on: dt.date, palette: Palette) -> PlaceLine:
    place, municipality, progress, gate_after, months, _current = row[: len(_FIELDS)]
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
    programme: Programme, rows: list[tuple[Any, ...]], facts: list[attention.Facts]
) -> list[StepCount]:
    steps = Step.objects.filter(version=programme.method_version_id).order_by("order")
    # A place that waits at the gate is at the step before it, as the overview counts it too.
    here = Counter(
        row[5]
        for row, fact in zip(rows, facts, strict=True)
        if fact.status == ParticipationStatus.ACTIVE
    )
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
            here=here[step.order],
            done=done[step.order],
        )
        for step in steps
    ]


def html(report: ProgrammeReport) -> str:
    """The report as a whole HTML document, in the active language."""
    return render_to_string(
        "reports/programme/pdf.html", {"report": report, "programme": report.programme}
    )


def pdf(report: ProgrammeReport) -> bytes:
    """The report as PDF."""
    return html_to_pdf(html(report), units=units_of(len(report.lines)))

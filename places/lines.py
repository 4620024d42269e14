"""The checklist read: its lines, counts, what blocks a line, what comes next.

Verbs and pages share these functions, so that a page never promises what a verb refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from core.navigation import address
from core.prepared import Prepared, Slot
from places.models import (
    Evidence,
    GateState,
    ItemOrigin,
    ItemState,
    Participation,
    ParticipationStatus,
    StepItem,
)
from places.models.participation import PHASE_TWO_OPEN
from places.models.stepwork import SETTLED


@dataclass(frozen=True, slots=True)
class StepOfLine:
    """What a line knows of its step."""

    pk: int
    order: int
    key: str
    title: str


@dataclass(slots=True)
class Line:
    """A line of a checklist as pages and verbs read it.

    `key` and `help` are those of the method's item, `file_count` tells the files that are there.
    A page makes dozens of lines, and rows of the models take ten times as long to make.
    """

    step: StepOfLine
    pk: int
    key: str
    text: str
    help: str
    origin: str
    order: int
    required: bool
    evidence_wanted: bool
    state: str
    note: str
    responsible: str
    due_on: dt.date | None
    settled_on: dt.date | None
    version: int
    source_url: str
    file_count: int

    @property
    def step_id(self) -> int:
        """The step's id."""
        return self.step.pk

    @property
    def is_condition(self) -> bool:
        """Whether it comes from a decision at the gate."""
        return self.origin == ItemOrigin.CONDITION

    @property
    def is_settled(self) -> bool:
        """Whether it no longer holds its step back."""
        return self.state in SETTLED

    @property
    def is_late(self) -> bool:
        """Whether it is open after its due day."""
        return (
            not self.is_settled and self.due_on is not None and self.due_on < timezone.localdate()
        )


#: What a line is read from: its step, its texts, then the others in the order of `Line`.
COLUMNS = (
    "step_id", "step__order", "step__key", "step__title",
    "pk", "item__key", "own_text", "item__text", "item__help",
    "origin", "order", "required", "evidence_wanted", "state", "note", "responsible", "due_on",
    "settled_on", "version", "source_url",
)  # fmt: skip


def items_of(participation: Participation | Slot) -> QuerySet[StepItem]:
    """The participation's lines in order, with `file_count`."""
    files = Evidence.objects.filter(item=OuterRef("pk"), removed_at__isnull=True).order_by()
    count = files.values("item").annotate(number=Count("pk")).values("number")
    return (
        StepItem.objects.filter(participation=participation)
        .annotate(file_count=Coalesce(Subquery(count), 0))
        .order_by("step__order", "order", "pk")
    )


def read_lines(participation: Participation) -> list[Line]:
    """The participation's lines in order, in one query."""
    return lines_from(_question()(participation=participation.pk))


@cache
def _question() -> Prepared:
    """Kept ready for the bench's `checklist_page`: to write it takes as long as to answer it."""
    return Prepared(items_of(Slot("participation")).values_list(*COLUMNS, "file_count"))


def lines_from(rows: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Lines from the values of `COLUMNS` and `file_count`."""
    steps: dict[int, StepOfLine] = {}
    lines = []
    for step_id, order, step_key, title, pk, key, own_text, text, help_text, *values in rows:
        step = steps.setdefault(step_id, StepOfLine(step_id, order, step_key, title))
        lines.append(Line(step, pk, key or "", own_text or text or "", help_text or "", *values))
    return lines


class Blocker(NamedTuple):
    """Why a line may not be changed now: a code and a sentence."""

    code: str
    text: str | Promise


NOT_ACTIVE = Blocker(
    "not_active",
    gettext_lazy("The place is not under way in the programme, so its checklist can only be read."),
)
GATE_NOT_PASSED = Blocker(
    "gate_not_passed",
    gettext_lazy(
        "This step opens when the gate is passed. Finish the steps before it and hand in."
    ),
)
HANDED_IN = Blocker(
    "handed_in",
    gettext_lazy(
        "The gate is handed in, so the steps before it rest until the decision. "
        "Take the hand-in back to change something."
    ),
)


def blocker_of(participation: Participation, step_order: int) -> Blocker | None:
    """Why lines of the step may not be changed now; None when they may."""
    if participation.status != ParticipationStatus.ACTIVE:
        return NOT_ACTIVE
    after_gate = bool(participation.gate_after) and step_order > participation.gate_after
    if after_gate and participation.gate_state not in PHASE_TWO_OPEN:
        return GATE_NOT_PASSED
    if not after_gate and participation.gate_state == GateState.WAITING:
        return HANDED_IN
    return None


@dataclass(frozen=True)
class Tally:
    """How far a step is."""

    total: int
    settled: int
    required_left: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Tally:
        """Count the lines of one step."""
        lines = list(lines)
        settled = sum(1 for line in lines if line.is_settled)
        left = sum(1 for line in lines if line.required and not line.is_settled)
        return cls(len(lines), settled, left)


def next_lines(participation: Participation, lines: Sequence[Line]) -> list[Line]:
    """Open lines that can be worked on now.

    Conditions of the gate and late lines come first, then required before voluntary ones, in
    the order of the method.
    """
    ready = [
        line
        for line in lines
        if not line.is_settled and not blocker_of(participation, line.step.order)
    ]

    def rank(line: Line) -> tuple[int, int, dt.date, int]:
        urgent = line.is_condition or line.is_late
        return (
            0 if urgent and line.required else 1 if line.required else 2,
            0 if urgent else line.step.order,
            line.due_on or dt.date.max,
            line.order,
        )

    return sorted(ready, key=rank)


@dataclass(frozen=True)
class Target:
    """Where the page's one button leads. `line` is a line's id when it is on the same page."""

    label: str
    url: str
    line: int | None = None


def next_target(
    participation: Participation,
    lines: Sequence[Line],
    step_order: int,
    after: int | None = None,
) -> Target:
    """What comes next for somebody who is at a step, just done with the line `after`.

    The step's next required line; else the first step with required lines open; else the gate
    when it can be handed in; else the place.
    """
    here = [line for line in lines if line.step.order == step_order]
    if blocker_of(participation, step_order) is None:
        line = _next_required(here, after)
        if line is not None:
            url = line_url(participation, step_order, line.pk)
            return Target(_("Next: %(what)s") % {"what": line.text}, url, line.pk)
    ahead = [
        line
        for line in next_lines(participation, lines)
        if line.required and line.step.order != step_order
    ]
    if ahead:
        step = min(ahead, key=lambda line: line.step.order).step
        return Target(
            _("Next: %(what)s") % {"what": step.title}, step_url(participation, step.order)
        )
    if participation.gate_after and participation.gate_state in {
        GateState.CLOSED,
        GateState.RETURNED,
    }:
        return Target(_("To the gate"), reverse("places:gate", args=[participation.pk]))
    return Target(_("To the place"), reverse("places:participation", args=[participation.pk]))


def step_url(participation: Participation, order: int) -> str:
    """The address of a step's page."""
    return address("places:step", participation.pk, order)


def line_url(participation: Participation, order: int, pk: int) -> str:
    """The address of a line, unfolded on its step's page."""
    return f"{step_url(participation, order)}?open={pk}#item-{pk}"


def _next_required(lines: Sequence[Line], after: int | None) -> Line | None:
    ids = [line.pk for line in lines]
    start = ids.index(after) + 1 if after in ids else 0
    circle = [*lines[start:], *lines[:start]]
    return next(
        (line for line in circle if line.required and not line.is_settled and line.pk != after),
        None,
    )


def facts_of(line: Line) -> list[str]:
    """The short facts below a line's text, in the reader's language."""
    facts: list[str] = []
    if line.state == ItemState.DONE:
        facts.append(
            _("Done %(day)s") % {"day": short_date(line.settled_on)}
            if line.settled_on
            else _("Done")
        )
    elif line.state == ItemState.NOT_RELEVANT:
        facts.append(_("Not relevant"))
    elif line.is_late:
        facts.append(_("Late, was due %(day)s") % {"day": short_date(line.due_on)})
    elif line.due_on:
        facts.append(_("Due %(day)s") % {"day": short_date(line.due_on)})
    if line.responsible:
        facts.append(line.responsible)
    if line.state == ItemState.OPEN and line.required:
        facts.append(_("required"))
    if line.evidence_wanted and line.state != ItemState.NOT_RELEVANT and not line.file_count:
        facts.append(
            _("evidence is missing") if line.state == ItemState.DONE else _("evidence wanted")
        )
    return facts

"""Reading the checklist: lines with their steps, counts, locks, what comes next.

Pure functions over lines that were read once. Verbs and pages share them, so that a page
never promises what a verb refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import address
from core.dates import short_date
from places.lines import AnyLine
from places.models import (
    GateState,
    ItemOrigin,
    ItemState,
    Participation,
    ParticipationStatus,
)
from places.models.participation import OPEN_GATE
from places.models.stepwork import SETTLED

#: Why work on a line is refused: code and sentence.
Lock = tuple[str, str | Promise]

NOT_ACTIVE: Lock = (
    "not_active",
    gettext_lazy("The place is not under way in the programme, so its checklist can only be read."),
)
GATE_NOT_PASSED: Lock = (
    "gate_not_passed",
    gettext_lazy(
        "This step opens when the gate is passed. Finish the steps before it and hand in."
    ),
)
HANDED_IN: Lock = (
    "handed_in",
    gettext_lazy(
        "The gate is handed in, so the steps before it rest until the decision. "
        "Take the hand-in back to change something."
    ),
)


def lock_of(participation: Participation, step_order: int) -> Lock | None:
    """Why lines of the step may not be changed now; None when they may."""
    if participation.status != ParticipationStatus.ACTIVE:
        return NOT_ACTIVE
    after_gate = bool(participation.gate_after) and step_order > participation.gate_after
    if after_gate and participation.gate_state not in OPEN_GATE:
        return GATE_NOT_PASSED
    if not after_gate and participation.gate_state == GateState.WAITING:
        return HANDED_IN
    return None


def is_settled(line: AnyLine) -> bool:
    """Whether the line no longer holds its step back."""
    return line.state in SETTLED


def is_late(line: AnyLine, on: dt.date | None = None) -> bool:
    """Whether the line is open after its due day."""
    return (
        not is_settled(line)
        and line.due_on is not None
        and line.due_on < (on or timezone.localdate())
    )


@dataclass(frozen=True)
class Tally:
    """How far a step is."""

    total: int
    settled: int
    required_left: int

    @classmethod
    def of(cls, lines: Iterable[AnyLine]) -> Tally:
        """Count the lines of one step."""
        lines = list(lines)
        settled = sum(1 for line in lines if is_settled(line))
        left = sum(1 for line in lines if line.required and not is_settled(line))
        return cls(len(lines), settled, left)


def next_lines(participation: Participation, lines: Sequence[AnyLine]) -> list[AnyLine]:
    """Open lines that can be worked on now.

    Conditions of the gate and late lines come first, then required before voluntary ones, in
    the order of the method.
    """
    today = timezone.localdate()
    ready = [
        line
        for line in lines
        if not is_settled(line) and not lock_of(participation, line.step.order)
    ]

    def rank(line: AnyLine) -> tuple[int, int, dt.date, int]:
        urgent = line.origin == ItemOrigin.CONDITION or is_late(line, today)
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
    lines: Sequence[AnyLine],
    step_order: int,
    after: int | None = None,
) -> Target:
    """What comes next for somebody who is at a step, just done with the line `after`.

    The step's next required line; else the first step with required lines open; else the gate
    when it can be handed in; else the place.
    """
    here = [line for line in lines if line.step.order == step_order]
    if lock_of(participation, step_order) is None:
        line = _next_required(here, after)
        if line is not None:
            url = f"{step_url(participation, step_order)}?open={line.pk}#item-{line.pk}"
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
        return Target(_("To the gate"), address("places:gate", participation.pk))
    return Target(_("To the place"), address("places:participation", participation.pk))


def step_url(participation: Participation, order: int) -> str:
    """The address of a step's page."""
    return address("places:step", participation.pk, order)


def _next_required(lines: Sequence[AnyLine], after: int | None) -> AnyLine | None:
    ids = [line.pk for line in lines]
    start = ids.index(after) + 1 if after in ids else 0
    circle = [*lines[start:], *lines[:start]]
    return next(
        (line for line in circle if line.required and not is_settled(line) and line.pk != after),
        None,
    )


def facts_of(line: AnyLine) -> list[str]:
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
    elif is_late(line):
        facts.append(_("Late, was due %(day)s") % {"day": short_date(line.due_on)})
    elif line.due_on:
        facts.append(_("Due %(day)s") % {"day": short_date(line.due_on)})
    if line.responsible:
        facts.append(line.responsible)
    if line.state == ItemState.OPEN and line.required:
        facts.append(_("required"))
    if line.evidence_wanted and line.state != ItemState.NOT_RELEVANT:
        files = getattr(line, "file_count", None)
        if files == 0:
            facts.append(
                _("evidence is missing") if line.state == ItemState.DONE else _("evidence wanted")
            )
    return facts

"""The participation's summary: what the portfolio sorts and shows.

`compute` derives every summary field from the facts; `refresh` stores what changed. Each
verb that changes a fact calls `refresh` in its own transaction. No field depends on today's
date: `attention_on` is the first day on which the place needs somebody, `week_on` and `today_on`
those from which it cannot wait longer than a week, or not at all. A place needs attention when
that day has come, and no nightly job has to say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from django.utils import timezone

from places.clock import clock_months, months_used, support_end
from places.lines import Line, read_lines
from places.models import (
    ClockChange,
    Decision,
    GateReview,
    GateState,
    Participation,
    ParticipationStatus,
    ReviewState,
)
from places.models.participation import PHASE_TWO_OPEN
from places.queries import HANDOVER_WARNING_DAYS, SUPPORT_WARNING_DAYS
from programmes.models import Gate, Step

#: A condition asks for attention this many days before it is due.
CONDITION_NOTICE_DAYS = 14
#: What is due within these days is for this week.
WEEK_DAYS = 7
#: A support that ends within these days is for this week, before that it is for later.
END_NEAR_DAYS = 30
#: "Never", for a column that must sort.
NEVER = dt.date.max

_GATE_OF_DECISION = {
    Decision.CONTINUE: GateState.PASSED,
    Decision.CONDITIONS: GateState.CONDITIONS,
    Decision.RETURN: GateState.RETURNED,
    Decision.STOP: GateState.STOPPED,
}


@dataclass(frozen=True)
class Summary:
    """The summary fields of a participation, with the same names as its columns."""

    progress: str
    current_step: int
    gate_after: int
    gate_state: str
    gate_since: dt.date | None
    clock_months: int
    support_ends_on: dt.date
    last_contact_on: dt.date | None
    next_on: dt.date | None
    next_text: str
    condition_due_on: dt.date | None
    attention_on: dt.date
    week_on: dt.date
    today_on: dt.date


def step_progress(
    step_orders: Sequence[int], lines: Iterable[Line], gate_after: int, gate_state: str
) -> str:
    """One letter per step: `d` done, `n` now, `a` ahead.

    A step is done when its required lines are settled (all its lines, when none is required).
    The first step that is not done is now, unless the gate before it is not open.
    """
    by_step: dict[int, list[Line]] = {order: [] for order in step_orders}
    for line in lines:
        by_step[line.step.order].append(line)
    letters = []
    now_found = False
    for order in step_orders:
        of_step = by_step[order]
        holding = [line for line in of_step if line.required] or of_step
        locked = bool(gate_after) and order > gate_after and gate_state not in PHASE_TWO_OPEN
        if holding and not locked and all(line.is_settled for line in holding):
            letters.append("d")
        elif not now_found and not locked:
            letters.append("n")
            now_found = True
        else:
            letters.append("a")
    return "".join(letters)


def current_step(progress: str, gate_after: int) -> int:
    """The number of the step that is now; before a closed gate and at the end the last one."""
    if "n" in progress:
        return progress.index("n") + 1
    return gate_after if gate_after and "a" in progress else len(progress)


def _gate(participation: Participation) -> tuple[int, str, dt.date | None]:
    gate = (
        Gate.objects.filter(version=participation.method_version_id)
        .values_list("after_step", flat=True)
        .first()
    )
    if gate is None:
        return 0, GateState.NONE, None
    review = (
        GateReview.objects.filter(participation=participation)
        .exclude(state=ReviewState.WITHDRAWN)
        .order_by("-round")
        .first()
    )
    if review is None:
        return gate, GateState.CLOSED, None
    if review.state == ReviewState.SUBMITTED:
        return gate, GateState.WAITING, timezone.localdate(review.submitted_at)
    decided = timezone.localdate(review.decided_at) if review.decided_at else None
    return gate, _GATE_OF_DECISION[Decision(review.decision)], decided


def _waiting_conditions(lines: Iterable[Line]) -> list[tuple[dt.date, str]]:
    return [
        (line.due_on, line.text)
        for line in lines
        if line.is_condition and not line.is_settled and line.due_on is not None
    ]


#: What is over has nothing next.
_OVER = (ParticipationStatus.ENDED, ParticipationStatus.STOPPED, ParticipationStatus.DECLINED)


def _next(participation: Participation, lines: Iterable[Line]) -> tuple[dt.date | None, str]:
    if participation.status in _OVER:
        return None, ""
    agreed = (
        participation.coaching.filter(next_on__isnull=False, next_done_on__isnull=True)
        .order_by("next_on", "pk")
        .values_list("next_on", "next_text")
    )
    ahead = [*agreed[:1], *_waiting_conditions(lines)]
    return min(ahead) if ahead else (None, "")


def ending_notice(*, handover_ready: bool) -> dt.timedelta:
    """How long before its last day the support's end asks for attention.

    Sooner while it is not settled who carries on (features 4, item 7).
    """
    return dt.timedelta(days=SUPPORT_WARNING_DAYS if handover_ready else HANDOVER_WARNING_DAYS)


class Days(NamedTuple):
    """From when a place needs somebody at all, within a week, and at once."""

    attention_on: dt.date
    week_on: dt.date
    today_on: dt.date


def attention_days(participation: Participation, summary: Summary | Participation) -> Days:
    """From when the place needs somebody, and how soon, from the other summary fields."""
    if participation.status != ParticipationStatus.ACTIVE:
        return Days(NEVER, NEVER, NEVER)
    needs = _needs(participation, summary)
    kind, until = participation.snoozed_kind, participation.snoozed_until
    if until and kind in needs:
        needs[kind] = Days(*(max(day, until) for day in needs[kind]))
    first = Days(*map(min, zip(*needs.values(), strict=True)))
    # What cannot wait a day cannot wait a week either.
    return first._replace(week_on=min(first[1:]))


def _needs(participation: Participation, summary: Summary | Participation) -> dict[str, Days]:
    """The days of each reason (a `places.attention.Kind`), which tells the same in words."""
    end = summary.support_ends_on
    first = end - ending_notice(handover_ready=participation.handover_ready)
    needs = {"ending": Days(first, max(first, end - dt.timedelta(days=END_NEAR_DAYS)), end)}
    since = summary.gate_since
    if since and summary.gate_state == GateState.WAITING:
        needs["gate"] = Days(since, since, since)
    elif since and summary.gate_state == GateState.RETURNED:
        needs["returned"] = Days(since, since, NEVER)
    if summary.next_on is None:
        last = summary.last_contact_on or participation.started_on
        patience = dt.timedelta(days=participation.programme.quiet_after_days)
        day = last + patience + dt.timedelta(days=1)
        needs["quiet"] = Days(day, day, day + patience)
    elif summary.next_on != summary.condition_due_on:
        # A date ahead keeps a place from counting as quiet; once passed, it is a need itself.
        day = summary.next_on + dt.timedelta(days=1)
        needs["next"] = Days(day, day, day)
    if due := summary.condition_due_on:
        notice, week = (dt.timedelta(days=days) for days in (CONDITION_NOTICE_DAYS, WEEK_DAYS))
        needs["condition"] = Days(due - notice, due - week, due)
    return needs


def _clock(participation: Participation, changes: Sequence[ClockChange]) -> tuple[int, dt.date]:
    """Months of support and its last day: as granted, or as it became when somebody ended it."""
    months, ends_on = clock_months(participation, changes), support_end(participation, changes)
    ended_on = participation.ended_on
    if ended_on is None:
        return months, ends_on
    used = months_used(total=months, ends_on=ends_on, on=ended_on + dt.timedelta(days=1))
    return max(1, used), ended_on


def compute(participation: Participation) -> Summary:
    """Derive the whole summary from the facts."""
    lines = read_lines(participation)
    steps = list(
        Step.objects.filter(version=participation.method_version_id).values_list("order", flat=True)
    )
    changes = list(participation.clock_changes.all())
    gate_after, gate_state, gate_since = _gate(participation)
    progress = step_progress(steps, lines, gate_after, gate_state)
    next_on, next_text = _next(participation, lines)
    months, ends_on = _clock(participation, changes)
    last = participation.coaching.order_by("-on").values_list("on", flat=True).first()
    summary = Summary(
        progress=progress,
        current_step=current_step(progress, gate_after),
        gate_after=gate_after,
        gate_state=str(gate_state),
        gate_since=gate_since,
        clock_months=months,
        support_ends_on=ends_on,
        last_contact_on=last,
        next_on=next_on,
        next_text=next_text,
        condition_due_on=min((due for due, _text in _waiting_conditions(lines)), default=None),
        attention_on=NEVER,
        week_on=NEVER,
        today_on=NEVER,
    )
    return replace(summary, **attention_days(participation, summary)._asdict())


def _store(participation: Participation, values: dict[str, object]) -> None:
    changed = {
        name: value for name, value in values.items() if getattr(participation, name) != value
    }
    if not changed:
        return
    Participation.objects.filter(pk=participation.pk).update(**changed)
    for name, value in changed.items():
        setattr(participation, name, value)


def refresh(participation: Participation) -> None:
    """Store the summary anew. Call it in the transaction of the verb that changed a fact."""
    _store(participation, asdict(compute(participation)))


def refresh_steps(participation: Participation, lines: Sequence[Line]) -> None:
    """The short way for a tick: only an ordinary line changed, `lines` were just read.

    Gate, clock and coaching are untouched by a tick, so their stored values hold. A line that
    is a gate condition also moves the next date and needs `refresh`.
    """
    orders = range(1, len(participation.progress) + 1)
    progress = step_progress(orders, lines, participation.gate_after, participation.gate_state)
    _store(
        participation,
        {"progress": progress, "current_step": current_step(progress, participation.gate_after)},
    )

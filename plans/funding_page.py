"""What the money page shows: the gap first, then each goal's actions with their lines."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import ago, short_date
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.domain.bounds import limit_warnings
from plans.domain.lock import lock_reason
from plans.domain.match import fits, sources_for
from plans.gap import Gap, add_up, gap_of_action, gap_of_actions
from plans.models import Action, ActionState, FundingLine, Goal, LineState, SourceKind
from plans.money_bar import bar
from plans.money_words import (
    gap_flag,
    hours_sentence,
    hours_value_sentence,
    plan_sentence,
)
from plans.sums import cents_sum, exact
from plans.words import words_of

#: How a line's state looks.
LEVELS = {
    LineState.PLANNED: "off",
    LineState.ASKED: "info",
    LineState.GRANTED: "ok",
    LineState.REFUSED: "stop",
}
#: A deadline within this many days is marked.
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class LineRow:
    """A funding line as a reader sees it. `paid` is what has come in of it."""

    line: FundingLine
    level: str
    state: str
    paid: Decimal
    warnings: list[str]

    @property
    def in_hours(self) -> bool:
        """Whether the line is of volunteer hours."""
        return self.line.source.kind == SourceKind.HOURS

    @property
    def sum(self) -> Decimal:
        """What was granted, else what is or will be applied for."""
        return self.line.granted if self.line.granted is not None else self.line.asked


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its gap and its lines."""

    action: Action
    gap: Gap
    flag: tuple[str, str]
    hours: str
    lines: list[LineRow]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its gap; `goal` is None for actions without one."""

    goal: Goal | None
    gap: Gap
    flag: tuple[str, str]
    actions: list[ActionRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NextDay:
    """A last day to apply that somebody must keep."""

    line: FundingLine
    on: dt.date
    level: str
    words: str


def money_context(participation: Participation, user: User) -> dict[str, Any]:
    """The money page. A fixed number of queries."""
    currency = participation.programme.currency
    gaps = gap_of_actions(participation)
    total = add_up(gaps.values())
    rows = _action_rows(participation, gaps)
    lines = [row.line for action in rows for row in action.lines if action.gap.counts]
    reason = lock_reason(participation)
    return {
        "words": words_of(participation.programme),
        "currency": currency,
        "total": total,
        "sentence": plan_sentence(total, gaps.values(), currency),
        "bar": bar(total),
        "hours": hours_sentence(total),
        "hours_value": hours_value_sentence(total, currency),
        "valued": participation.programme.volunteer_rate is not None,
        "goals": _goal_rows(rows, currency),
        "next_action": _next_action(rows),
        "deadlines": next_days(lines),
        "people": _people(lines),
        "may_fund": not reason and allowed(user, "plans.fund", participation),
        "lock_reason": reason,
    }


def match_context(action: Action, user: User) -> dict[str, Any]:
    """The page on which money is found for an action: the sources that fit, and the others."""
    programme = action.participation.programme
    gap = gap_of_action(action)
    matches = fits(action, sources_for(user), gap=gap)
    reason = lock_reason(action.participation)
    if action.state == ActionState.DROPPED:
        reason = _("The action is dropped. It needs no money.")
    return {
        "words": words_of(programme),
        "action": action,
        "gap": gap,
        "bar": bar(gap),
        "flag": gap_flag(gap, programme.currency),
        "hours": hours_sentence(gap),
        "currency": programme.currency,
        "fitting": [match for match in matches if match.fits],
        "others": [match for match in matches if not match.fits],
        "lock_reason": reason,
        "may_keep_sources": allowed(user, "plans.manage_sources"),
    }


def line_rows(lines: Iterable[FundingLine]) -> list[LineRow]:
    """Lines that came with `paid_cents` (see `with_paid`), as rows."""
    return [line_row(line, exact(line.paid_cents)) for line in lines]  # type: ignore[attr-defined]


def line_row(line: FundingLine, paid: Decimal) -> LineRow:
    """One line; its action must be in hand."""
    open_ = line.state in {LineState.PLANNED, LineState.ASKED}
    outside = (
        limit_warnings(line.source, line.asked, line.action.cost)
        if open_ and line.source.kind != SourceKind.HOURS
        else []
    )
    return LineRow(line, LEVELS[LineState(line.state)], line.get_state_display(), paid, outside)


def with_paid(lines: QuerySet[FundingLine]) -> QuerySet[FundingLine]:
    """The lines with their source and what has come in."""
    return lines.select_related("source").annotate(paid_cents=cents_sum("payments__amount"))


def next_days(lines: Iterable[FundingLine]) -> list[NextDay]:
    """The last days of what is still to be applied for, the first one first."""
    today = timezone.localdate()
    found = []
    for line in lines:
        if line.state != LineState.PLANNED or line.deadline is None:
            continue
        days = (line.deadline - today).days
        level = "stop" if days < 0 else "warn" if days <= SOON_DAYS else "info"
        found.append(
            NextDay(
                line, line.deadline, level, f"{short_date(line.deadline)}, {ago(line.deadline)}"
            )
        )
    return sorted(found, key=lambda day: (day.on, day.line.pk))


def _action_rows(participation: Participation, gaps: dict[int, Gap]) -> list[ActionRow]:
    currency = participation.programme.currency
    actions = list(
        participation.actions.select_related("goal").order_by("goal__order", "order", "pk")
    )
    by_id = {action.pk: action for action in actions}
    lines: dict[int, list[FundingLine]] = defaultdict(list)
    for line in with_paid(FundingLine.objects.filter(action__participation=participation)):
        line.action = by_id[line.action_id]
        lines[line.action_id].append(line)
    shown = [action for action in actions if gaps[action.pk].counts or lines[action.pk]]
    return [
        ActionRow(
            action,
            gaps[action.pk],
            gap_flag(gaps[action.pk], currency),
            hours_sentence(gaps[action.pk]),
            line_rows(lines[action.pk]),
        )
        for action in shown
    ]


def _goal_rows(rows: list[ActionRow], currency: str) -> list[GoalRow]:
    by_goal: dict[int | None, list[ActionRow]] = defaultdict(list)
    for row in rows:
        by_goal[row.action.goal_id].append(row)
    found = []
    # Actions without a goal come last: their goal's order is unknown.
    for actions in sorted(by_goal.values(), key=lambda of: of[0].action.goal_id is None):
        gap = add_up(row.gap for row in actions)
        found.append(GoalRow(actions[0].action.goal, gap, gap_flag(gap, currency), actions))
    return found


def _next_action(rows: list[ActionRow]) -> Action | None:
    """The action for which most money is missing and not applied for yet."""
    looked_for = [(row.gap.missing - row.gap.asked, row) for row in rows if row.gap.counts]
    short = [(left, row) for left, row in looked_for if left > 0]
    return max(short, key=lambda one: one[0])[1].action if short else None


def _people(lines: Iterable[FundingLine]) -> list[tuple[str, int]]:
    """Who sees to how many applications that are not decided yet; "" for nobody, last."""
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.state in {LineState.PLANNED, LineState.ASKED}:
            counts[line.responsible] += 1
    return sorted(counts.items(), key=lambda one: (not one[0], one[0].casefold()))

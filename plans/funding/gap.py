"""The gap: what an action costs less what is granted, and the hours that nobody has promised.

Money and volunteer hours are two gaps: hours pay no invoice. Hours are valued by the
programme's rate, per action and in whole öre; a total is the sum of its actions' values, so
that the parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Round

from core.money import CENT, ZERO, cents
from places.models import Participation
from plans.models import Action, ActionState, FundingPayment, LineState, SourceKind

#: What is only an idea asks for no money yet, and what is dropped none any more.
UNCOUNTED = (ActionState.IDEA, ActionState.DROPPED)

_SUMS = (
    "cost", "granted", "asked", "paid", "missing", "over",
    "hours_needed", "hours_promised", "hours_missing",
    "hours_value", "promised_value", "missing_value",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Money and hours of an action, a goal or a plan. Sums in the programme's currency.

    `asked` is what is applied for and not yet decided. `missing` is never below zero: what is
    granted over the cost is `over`. `hours_value` is the value of the hours that are needed,
    `promised_value` and `missing_value` of those promised and missing; without a rate all three
    are zero. An action with `counts` False (an idea, or dropped) is left out by `add_up`.
    """

    cost: Decimal = ZERO
    granted: Decimal = ZERO
    asked: Decimal = ZERO
    paid: Decimal = ZERO
    missing: Decimal = ZERO
    over: Decimal = ZERO
    hours_needed: Decimal = ZERO
    hours_promised: Decimal = ZERO
    hours_missing: Decimal = ZERO
    hours_value: Decimal = ZERO
    promised_value: Decimal = ZERO
    missing_value: Decimal = ZERO
    goal_id: int | None = None
    counts: bool = True

    @property
    def short(self) -> bool:
        """Whether money is missing, for a plan: whether any action lacks some."""
        return self.missing > 0


def gap_from(
    *,
    cost: Decimal | None,
    granted: Decimal,
    asked: Decimal = ZERO,
    paid: Decimal = ZERO,
    hours_needed: Decimal | None = None,
    hours_promised: Decimal = ZERO,
    rate: Decimal | None = None,
    **about: Any,
) -> Gap:
    """The gap of one action from its sums. `rate` values an hour; `about`: goal_id, counts."""
    whole, needed, value = cost or ZERO, hours_needed or ZERO, rate or ZERO
    hours_missing = max(needed - hours_promised, ZERO)
    hours_value, promised_value = cents(needed * value), cents(hours_promised * value)
    return Gap(
        cost=whole, granted=granted, asked=asked, paid=paid,
        missing=max(whole - granted, ZERO), over=max(granted - whole, ZERO),
        hours_needed=needed, hours_promised=hours_promised, hours_missing=hours_missing,
        hours_value=hours_value, promised_value=promised_value,
        missing_value=max(hours_value - promised_value, ZERO), **about,
    )  # fmt: skip


def gap_of_actions(participation: Participation) -> dict[int, Gap]:
    """The gap of every action of the plan by its id, ideas and dropped ones too. One query."""
    rate = participation.programme.volunteer_rate
    rows = _sums_of(participation.actions.all())
    return {row["pk"]: _gap_of_row(row, rate) for row in rows}


def gaps_with(
    actions: QuerySet[Action], *columns: str, rate: Decimal | None
) -> list[tuple[dict[str, Any], Gap]]:
    """Each of some actions as a row with these columns too, and its gap. One query.

    `rate` is the value of a volunteer hour in the programme of all of them.
    """
    return [(row, _gap_of_row(row, rate)) for row in _sums_of(actions, *columns)]


def gap_of_action(action: Action) -> Gap:
    """The gap of one action. One query."""
    rate = action.participation.programme.volunteer_rate
    return _gap_of_row(_sums_of(Action.objects.filter(pk=action.pk)).get(), rate)


def add_up(gaps: Iterable[Gap]) -> Gap:
    """The gap of a goal or a plan: its actions' sums. Ideas and dropped actions do not count.

    What one action has too much fills no other's gap: money is granted for a purpose.
    """
    total: dict[str, Any] = dict.fromkeys(_SUMS, ZERO)
    for gap in gaps:
        if gap.counts:
            for name in _SUMS:
                total[name] += getattr(gap, name)
    return Gap(**total)


def per_goal(gaps: Mapping[int, Gap]) -> dict[int | None, Gap]:
    """The gap per goal id, of actions without a goal under None."""
    goals = dict.fromkeys(gap.goal_id for gap in gaps.values())
    return {goal: add_up(g for g in gaps.values() if g.goal_id == goal) for goal in goals}


def _gap_of_row(row: dict[str, Any], rate: Decimal | None) -> Gap:
    return gap_from(
        cost=row["cost"],
        granted=exact(row["sum_granted"]),
        asked=exact(row["sum_asked"]),
        paid=exact(row["sum_paid"]),
        hours_needed=row["volunteer_hours"],
        hours_promised=exact(row["sum_hours"]),
        rate=rate,
        goal_id=row["goal_id"],
        counts=row["state"] not in UNCOUNTED,
    )


def _sums_of(actions: QuerySet[Action], *columns: str) -> QuerySet[Any, Any]:
    """One row an action with its sums in öre, and further columns.

    Payments are summed apart: joined to the lines, they would count a line twice.
    """
    in_hours = Q(funding__source__kind=SourceKind.HOURS)
    granted = Q(funding__state=LineState.GRANTED)
    asked = Q(funding__state=LineState.ASKED)
    paid = (
        FundingPayment.objects.filter(line__action=OuterRef("pk"))
        .order_by()
        .values("line__action")
        .annotate(total=cents_sum("amount"))
        .values("total")
    )
    # The columns come before the sums, so that rows are grouped by these few.
    return (
        actions.order_by()
        .values("pk", "goal_id", "state", "cost", "volunteer_hours", *columns)
        .annotate(
            sum_granted=cents_sum("funding__granted", when=granted & ~in_hours),
            sum_asked=cents_sum("funding__asked", when=asked & ~in_hours),
            sum_hours=cents_sum("funding__hours", when=granted & in_hours),
            sum_paid=Coalesce(
                Subquery(paid, output_field=BigIntegerField()),
                Value(0, output_field=BigIntegerField()),
            ),
        )
    )


#: Öre in a krona, hundredths in an hour.
PARTS = 100


def cents_sum(path: str, *, when: Q | None = None) -> Expression:
    """The sum of a column in öre (or hundredths of an hour), 0 of nothing. Read it with `exact`."""
    whole = Cast(Round(F(path) * PARTS), BigIntegerField())
    return Coalesce(
        Sum(whole, filter=when, output_field=BigIntegerField()),
        Value(0, output_field=BigIntegerField()),
    )


def exact(parts: int) -> Decimal:
    """A sum that was taken in öre, as a Decimal with two decimals."""
    return (Decimal(parts) * CENT).quantize(CENT)

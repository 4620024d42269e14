"""What was spent against the budget, and what was worked: totals for pages, claims, exports.

Everything is derived from costs and lines of time sheets. A line is valued once, in whole öre;
every total is a sum of such values. So the days add up to the month, the people to the place
and the months to the year, and no total is rounded again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Q, Sum

from core.money import ZERO, cents
from grants.models import BudgetLine, Grant, SheetState, WorkEntry, WorkKind


@dataclass(frozen=True, slots=True)
class LineTotal:
    """A budget line with its costs. `left` is below nothing when more was spent."""

    line: BudgetLine
    budget: Decimal
    spent: Decimal
    claimed: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTotal:
    """Hours and kilometres with what they are worth; nothing where no rate is set.

    `people` adds up the people of each line of volunteer hours: who came on two evenings is
    counted twice. It names nobody (Leader asks for person-neutral totals, domain notes 5.3).
    """

    leader_hours: Decimal = ZERO
    leader_value: Decimal = ZERO
    volunteer_hours: Decimal = ZERO
    volunteer_value: Decimal = ZERO
    people: int = 0
    kilometres: Decimal = ZERO
    kilometres_value: Decimal = ZERO

    @property
    def hours(self) -> Decimal:
        """All hours, paid and given."""
        return self.leader_hours + self.volunteer_hours

    @property
    def value(self) -> Decimal:
        """What all of it is worth."""
        return self.leader_value + self.volunteer_value + self.kilometres_value


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotal(WorkTotal):
    """A month of a place. `confirmed`: every sheet that has lines in it is confirmed."""

    month: dt.date
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTotal(MonthTotal):
    """A person's month, for those who may read it."""

    sheet_id: int
    user_id: int
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A line of a sheet as the totals need it, valued."""

    month: dt.date
    sheet_id: int
    user_id: int
    name: str
    state: str
    kind: str
    quantity: Decimal
    people: int
    value: Decimal


def costs_by_line(grant: Grant) -> list[LineTotal]:
    """Each budget line with what is spent, claimed and left. One query.

    A returned claim has let its costs go, so what hangs on a claim is claimed.
    """
    lines = grant.budget.order_by("pk").annotate(
        spent=Sum("costs__amount"),
        claimed=Sum("costs__amount", filter=Q(costs__claim__isnull=False)),
    )
    return [_line_total(line, _exact(line.spent), _exact(line.claimed)) for line in lines]


def all_lines(totals: Iterable[LineTotal]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Budget, spent, claimed and left of all lines together."""
    totals = list(totals)
    return (
        sum((one.budget for one in totals), ZERO),
        sum((one.spent for one in totals), ZERO),
        sum((one.claimed for one in totals), ZERO),
        sum((one.left for one in totals), ZERO),
    )


def worked(
    grant: Grant, *, confirmed_only: bool = False, user_id: int | None = None
) -> list[Worked]:
    """All valued lines of the grant's sheets by month and person. One query.

    The programme of the grant's participation should be in hand: its rates are read.
    """
    entries = WorkEntry.objects.filter(sheet__grant=grant)
    if confirmed_only:
        entries = entries.filter(sheet__state=SheetState.CONFIRMED)
    if user_id is not None:
        entries = entries.filter(sheet__user=user_id)
    rates = rates_of(grant)
    found = entries.order_by("sheet__month", "sheet__user__name", "sheet_id", "pk").values_list(
        "sheet__month", "sheet_id", "sheet__user_id", "sheet__user__name", "sheet__state",
        "kind", "quantity", "people", "rate",
    )  # fmt: skip
    return [_valued(row, rates) for row in found]


def rates_of(grant: Grant) -> dict[str, Decimal | None]:
    """What an hour or a kilometre of each kind is worth today; None: counted, not valued."""
    programme = grant.participation.programme
    return {
        WorkKind.LEADER.value: grant.leader_rate,
        WorkKind.VOLUNTEER.value: programme.volunteer_rate,
        WorkKind.MILEAGE.value: programme.mileage_rate,
    }


def value_of(quantity: Decimal, rate: Decimal | None) -> Decimal:
    """The one place where hours become a sum: rounded here and never again."""
    return cents(quantity * rate) if rate is not None else ZERO


def rate_of(
    kind: str, copied: Decimal | None, state: str, rates: dict[str, Decimal | None]
) -> Decimal | None:
    """The rate of a line: a confirmed one keeps what was copied, also that there was none."""
    return copied if state == SheetState.CONFIRMED else rates[kind]


def by_month(lines: Iterable[Worked]) -> list[MonthTotal]:
    """The lines, which come by month, added up."""
    return [
        MonthTotal(
            month=rows[0].month,
            confirmed=all(row.state == SheetState.CONFIRMED for row in rows),
            **_parts(rows),
        )
        for rows in _groups(lines, lambda line: line.month)
    ]


def by_person(lines: Iterable[Worked]) -> list[PersonTotal]:
    """The lines, which come by month and person, added up for each sheet."""
    return [
        PersonTotal(
            month=rows[0].month,
            confirmed=rows[0].state == SheetState.CONFIRMED,
            sheet_id=rows[0].sheet_id,
            user_id=rows[0].user_id,
            name=rows[0].name,
            state=rows[0].state,
            **_parts(rows),
        )
        for rows in _groups(lines, lambda line: line.sheet_id)
    ]


def added(lines: Iterable[Worked]) -> WorkTotal:
    """All lines together."""
    return WorkTotal(**_parts(list(lines)))


def _groups(lines: Iterable[Worked], key: Callable[[Worked], Hashable]) -> list[list[Worked]]:
    return [list(rows) for _key, rows in groupby(lines, key)]


def _parts(rows: list[Worked]) -> dict[str, Any]:
    def quantity(kind: str) -> Decimal:
        return sum((row.quantity for row in rows if row.kind == kind), ZERO)

    def value(kind: str) -> Decimal:
        return sum((row.value for row in rows if row.kind == kind), ZERO)

    return {
        "leader_hours": quantity(WorkKind.LEADER),
        "leader_value": value(WorkKind.LEADER),
        "volunteer_hours": quantity(WorkKind.VOLUNTEER),
        "volunteer_value": value(WorkKind.VOLUNTEER),
        "people": sum(row.people for row in rows if row.kind == WorkKind.VOLUNTEER),
        "kilometres": quantity(WorkKind.MILEAGE),
        "kilometres_value": value(WorkKind.MILEAGE),
    }


def _valued(row: tuple[Any, ...], rates: dict[str, Decimal | None]) -> Worked:
    month, sheet_id, user_id, name, state, kind, quantity, people, copied = row
    value = value_of(quantity, rate_of(kind, copied, state, rates))
    return Worked(month, sheet_id, user_id, name, state, kind, quantity, people, value)


def _line_total(line: BudgetLine, spent: Decimal, claimed: Decimal) -> LineTotal:
    return LineTotal(line, line.amount, spent, claimed, line.amount - spent)


def _exact(value: Decimal | None) -> Decimal:
    # SQLite adds up in floats; Django hands over 15 right digits, more than a sum has.
    return cents(value) if value is not None else ZERO

"""What the page of costs shows: totals against the budget first, then the costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.exports import Column, Sheet, xlsx
from core.money import ZERO, percent
from core.policy import allowed
from grants.models import Cost, Grant
from grants.queries import grant_of
from grants.totals import LineTotal, all_lines, costs_by_line
from people.models import User
from places.models import Participation

COSTS_A_PAGE = 50
#: Digits of the longest id that a database takes.
ID_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of the budget as parts of a hundred, drawn beside its numbers."""

    claimed: int
    spent: int

    @classmethod
    def of(cls, budget: Decimal, spent: Decimal, claimed: Decimal) -> Bar:
        """Never longer than the budget: what is over it, the words say."""
        return cls(min(percent(claimed, budget), 100), min(percent(spent, budget), 100))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line with its bar. `over` is what was spent above it, nothing otherwise."""

    total: LineTotal
    bar: Bar
    over: Decimal

    @classmethod
    def of(cls, total: LineTotal) -> LineRow:
        """From its totals."""
        bar = Bar.of(total.budget, total.spent, total.claimed)
        return cls(total, bar, max(-total.left, ZERO))


@dataclass(frozen=True, slots=True)
class Filters:
    """Which costs are shown; unknown values in the address filter nothing."""

    line: int = 0
    unclaimed: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address: `?line=12&claimed=no`."""
        line = query.get("line", "")
        known = line.isascii() and line.isdecimal() and len(line) <= ID_DIGITS
        return cls(int(line) if known else 0, query.get("claimed") == "no")

    def apply(self, costs: QuerySet[Cost]) -> QuerySet[Cost]:
        """The costs that pass."""
        if self.line:
            costs = costs.filter(line=self.line)
        return costs.filter(claim__isnull=True) if self.unclaimed else costs


def context(participation: Participation, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of costs; without an agreed support only that."""
    grant = grant_of(participation)
    shown: dict[str, Any] = {"grant": grant}
    if grant is None or grant.agreed_on is None:
        return shown | {"agreed": False}
    filters = Filters.read(query)
    totals = costs_by_line(grant)
    budget, spent, claimed, left = all_lines(totals)
    page = Paginator(_costs(grant, filters), COSTS_A_PAGE).get_page(query.get("page"))
    return shown | {
        "agreed": True,
        "filters": filters,
        "filtered": filters != Filters(),
        "lines": [LineRow.of(total) for total in totals],
        "budget": budget,
        "spent": spent,
        "claimed": claimed,
        "left": left,
        "over": max(-left, ZERO),
        "unclaimed": spent - claimed,
        "bar": Bar.of(budget, spent, claimed),
        "page": page,
        "links": _links(participation, filters),
        "may_enter": allowed(user, "grants.enter_costs", participation),
    }


def _costs(grant: Grant, filters: Filters) -> QuerySet[Cost]:
    costs = grant.costs.select_related("line", "claim__instalment").order_by("-paid_on", "-pk")
    return filters.apply(costs)


def _links(participation: Participation, filters: Filters) -> list[dict[str, Any]]:
    """All costs or those not claimed yet, keeping the line."""
    address = reverse("grants:costs", args=[participation.pk])

    def link(label: str, *, unclaimed: bool) -> dict[str, Any]:
        asked = {"line": str(filters.line)} if filters.line else {}
        asked |= {"claimed": "no"} if unclaimed else {}
        url = f"{address}?{urlencode(asked)}" if asked else address
        return {"label": label, "url": url, "current": filters.unclaimed is unclaimed}

    return [link(_("All"), unclaimed=False), link(_("Not claimed"), unclaimed=True)]


def workbook(grant: Grant) -> bytes:
    """Costs and budget as a workbook, the oldest cost first, as in a ledger."""
    currency = grant.participation.programme.currency
    in_currency = {"currency": currency}
    money_title = _("Sum, %(currency)s") % in_currency
    costs = Sheet(
        _("Costs"),
        [
            Column(_("Paid on"), "date", 12), Column(_("Budget line"), width=24),
            Column(_("Paid to"), width=28), Column(_("For what"), width=40),
            Column(money_title, "money", 16), Column(_("Receipt"), width=28),
            Column(_("Claimed with"), width=24),
        ],
        [
            (
                cost.paid_on, str(cost.line), cost.payee, cost.what, cost.amount,
                cost.receipt_name, str(cost.claim.instalment) if cost.claim else "",
            )
            for cost in _costs(grant, Filters()).order_by("paid_on", "pk")
        ],
    )  # fmt: skip
    totals = costs_by_line(grant)
    budget = Sheet(
        _("Budget"),
        [
            Column(_("Budget line"), width=24),
            *(
                Column(title, "money", 16)
                for title in (
                    _("Budget, %(currency)s") % in_currency, _("Spent, %(currency)s") % in_currency,
                    _("Claimed, %(currency)s") % in_currency, _("Left, %(currency)s") % in_currency,
                )
            ),
        ],
        [
            *((str(one.line), one.budget, one.spent, one.claimed, one.left) for one in totals),
            (_("Together"), *all_lines(totals)),
        ],
    )  # fmt: skip
    return xlsx([costs, budget])

"""The rows of the list of actions, drawn through stencils (`core.stencils`).

Each row is a form of its own with five fields; a plan has up to some hundred of them, and the
template language would take longer for ten than everything else of the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.money import hours, money
from core.stencils import Stencil, stencil
from plans.action_rows import Flag, flags_of, period
from plans.funding.gap import Gap
from plans.models import Action, ActionState

_SLOTS = (
    "row.pk", "row.version", "row.title", "row.words", "row.organisation", "row.flags_html",
    "row.missing_html", "row.responsible", "row.start", "row.end", "row.cost", "row.reason",
    "actions_url", "csrf_token",
)  # fmt: skip


class Rows:
    """Says and draws the rows of one page; what hangs on the language is looked up once."""

    def __init__(self, currency: str, *, actions_url: str = "", csrf_token: str = "") -> None:
        self.currency = currency
        self.states = {str(value): str(label) for value, label in ActionState.choices}
        self._language = get_language()
        self._year = timezone.localdate().year
        self._common = {"actions_url": actions_url, "csrf_token": csrf_token}
        self._stencils: dict[tuple[str, bool], Stencil] = {}

    def words(self, row: Action) -> str:
        """The action on one line: state, who, when, how much."""
        when = _period(row.starts_on, row.ends_on, self._year, self._language)
        cost = self._sum(row.cost, self.currency)
        return " · ".join(filter(None, (self.states[row.state], row.responsible, when, cost)))

    def values(self, row: Action) -> dict[str, str]:
        """What stands in the row's fields."""
        return {
            "state": row.state,
            "state_reason": row.state_reason,
            "responsible": row.responsible,
            "starts_on": row.starts_on.isoformat() if row.starts_on else "",
            "ends_on": row.ends_on.isoformat() if row.ends_on else "",
            "cost": self._sum(row.cost),
        }

    def missing(self, gap: Gap | None) -> list[Flag]:
        """What is missing of money and hours. Ideas and what was dropped miss nothing."""
        if gap is None or not gap.counts:
            return []
        flags = []
        if gap.missing > 0:
            said = pgettext("money for an action", "%(sum)s missing")
            flags.append(("warn", said % {"sum": self._sum(gap.missing, self.currency)}))
        elif gap.cost > 0:
            flags.append(("ok", pgettext("money for an action", "Funded")))
        if gap.hours_missing > 0:
            flags.append(("info", _("%(hours)s h missing") % {"hours": hours(gap.hours_missing)}))
        return flags

    def html(self, row: Action, gap: Gap | None, *, editable: bool) -> str:
        """The row as a list item, with its fields or for reading."""
        values = {
            "row.pk": str(row.pk),
            "row.version": str(row.version),
            "row.title": row.title,
            "row.words": self.words(row),
            "row.organisation": row.organisation.name if row.organisation else "",
            "row.flags_html": flags_html(flags_of(row)),
            "row.missing_html": flags_html(self.missing(gap)),
            "row.responsible": row.responsible,
            "row.start": row.starts_on.isoformat() if row.starts_on else "",
            "row.end": row.ends_on.isoformat() if row.ends_on else "",
            "row.cost": self._sum(row.cost),
            "row.reason": row.state_reason,
            **self._common,
        }
        return self._stencil(row.state, editable=editable).fill(values)

    def _stencil(self, state: str, *, editable: bool) -> Stencil:
        found = self._stencils.get((state, editable))
        if found is None:
            name = "plans/actions/_row.html" if editable else "plans/actions/_row_read.html"
            found = stencil(name, _SLOTS, (("row.state", state),), _states)
            self._stencils[state, editable] = found
        return found

    def _sum(self, value: Decimal | None, currency: str = "") -> str:
        return "" if value is None else _sum(value, currency, self._language)


def flags_html(flags: Iterable[Flag]) -> SafeString:
    """Marks and words one after another; escaped."""
    drawn = (f'<span class="flag {level}">{escape(text)}</span>' for level, text in flags)
    return SafeString("".join(drawn))


def patterns() -> SafeString:
    """What the page's script copies: both sides of a conflict, and that one is signed out."""
    return stencil("plans/actions/_patterns.html").fill({})


def _states() -> dict[str, Any]:
    return {"states": ActionState.choices}


# Dates and round sums come again, on a page and from page to page. The language, and the year
# that short dates leave out, are there for the cache.
@lru_cache(maxsize=4096)
def _period(
    starts_on: dt.date | None, ends_on: dt.date | None, _year: int, _language: str | None
) -> str:
    return period(starts_on, ends_on)


@lru_cache(maxsize=4096)
def _sum(value: Decimal, currency: str, _language: str | None) -> str:
    return money(value, currency)

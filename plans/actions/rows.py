"""The actions of a plan as list, board and page show them, and what is said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.dates import short_date, span
from core.money import hours, money
from core.stencils import Stencil, stencil
from places.models import Participation
from plans.funding.gap import Gap
from plans.models import Action, ActionState, Dependency

#: A mark and words, as `ui.flag` draws them.
Flag = tuple[str, str]


def actions_of(participation: Participation) -> QuerySet[Action]:
    """The plan's actions in their order, those without a goal last. Two queries.

    Each comes with its goal and organisation, and with what it waits for.
    """
    return with_needs(
        Action.objects.filter(participation=participation)
        .select_related("goal", "organisation")
        .defer("description", "goal__description", "goal__findings")
        .order_by(F("goal__order").asc(nulls_last=True), "goal_id", "order", "pk")
    )


def with_needs(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with what each waits for."""
    needs = Dependency.objects.select_related("needs").order_by("needs__order", "needs_id")
    return actions.prefetch_related(Prefetch("needs_rows", needs))


def flags_of(action: Action, needs: Sequence[Action] | None = None) -> list[Flag]:
    """What somebody should know of an action at once: it is late, it waits for others.

    `needs` is what it waits for, where that is known already.
    """
    flags = []
    if action.is_late:
        flags.append(("warn", late_text(action)))
    if needs is None:
        needs = [row.needs for row in action.needs_rows.all()]
    waits_for = [one.title for one in needs if not (action.is_closed or one.is_closed)]
    if waits_for:
        flags.append(("info", waiting_text(waits_for)))
    return flags


def period(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """When, in words: "1 Mar – 30 Jun", "from 1 Mar", "by 30 Jun"; empty without dates."""
    if starts_on is None and ends_on:
        return _("by %(end)s") % {"end": short_date(ends_on)}
    return span(starts_on, ends_on)


def waiting_text(titles: Sequence[str]) -> str:
    """What it waits for, in one short sentence."""
    more = len(titles) - 1
    if not more:
        return _("Waits for “%(title)s”") % {"title": titles[0]}
    return ngettext(
        "Waits for “%(title)s” and %(more)d more", "Waits for “%(title)s” and %(more)d more", more
    ) % {"title": titles[0], "more": more}


def late_text(action: Action) -> str:
    """That it should have been done, and when."""
    return _("Overdue since %(day)s") % {"day": short_date(action.ends_on)}


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

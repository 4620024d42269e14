"""The rows of the list of actions, drawn through stencils (`core.stencils`).

Each row is a form of its own with five fields; a plan has up to some hundred of them, and the
template language would take longer for ten than everything else of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.money import hours, money
from core.stencils import Stencil, stencil
from plans.action_rows import ActionRow, late_text, period, waiting_text
from plans.gap import Gap
from plans.models import ActionState

#: A mark and words, as `ui.flag` draws them.
Flag = tuple[str, str]

_SLOTS = (
    "row.pk", "row.version", "row.title", "row.words", "row.organisation", "row.flags_html",
    "row.missing_html", "row.responsible", "row.start", "row.end", "row.cost", "row.reason",
    "actions_url", "csrf_token",
)  # fmt: skip


def flags_of(row: ActionRow) -> list[Flag]:
    """What somebody should know of an action at once."""
    flags = []
    if row.late and row.ends_on:
        flags.append(("warn", late_text(row.ends_on)))
    if row.waits_for:
        flags.append(("info", waiting_text(row.waits_for)))
    return flags


def missing_of(gap: Gap | None, currency: str) -> list[Flag]:
    """What is missing of money and hours. Ideas and what was dropped miss nothing."""
    if gap is None or not gap.counts:
        return []
    flags = []
    if gap.missing > 0:
        flags.append(("warn", amount_left(gap.missing, currency)))
    elif gap.cost > 0:
        flags.append(("ok", pgettext("money for an action", "Funded")))
    if gap.hours_missing > 0:
        flags.append(("info", _("%(hours)s h missing") % {"hours": hours(gap.hours_missing)}))
    return flags


def words_of_row(row: ActionRow, currency: str) -> str:
    """The action on one line: state, who, when, how much."""
    when = period(row.starts_on, row.ends_on)
    cost = _sum(row.cost, currency)
    return " · ".join(filter(None, (state_words()[row.state], row.responsible, when, cost)))


def _sum(value: Decimal | None, currency: str = "") -> str:
    return "" if value is None else _sum_in(value, currency, get_language())


@lru_cache(maxsize=4096)
def _sum_in(value: Decimal, currency: str, _language: str | None) -> str:
    # Sums are mostly round and come again; `_language` is here for the cache.
    return money(value, currency)


def state_words() -> Mapping[str, str]:
    """The states in the active language."""
    return _state_words(get_language())


@lru_cache(maxsize=32)
def _state_words(_language: str | None) -> Mapping[str, str]:
    return {str(value): str(label) for value, label in ActionState.choices}


def values_of_row(row: ActionRow) -> dict[str, str]:
    """What stands in the row's fields."""
    return {
        "state": row.state,
        "state_reason": row.state_reason,
        "responsible": row.responsible,
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "cost": _sum(row.cost),
    }


def row_html(
    row: ActionRow, gap: Gap | None, common: Mapping[str, str], *, currency: str, editable: bool
) -> str:
    """The row as a list item. `common`: actions_url, csrf_token."""
    values = {
        "row.pk": row.pk,
        "row.version": row.version,
        "row.title": row.title,
        "row.words": words_of_row(row, currency),
        "row.organisation": row.organisation,
        "row.flags_html": flags_html(flags_of(row)),
        "row.missing_html": flags_html(missing_of(gap, currency)),
        "row.responsible": row.responsible,
        "row.start": row.starts_on.isoformat() if row.starts_on else "",
        "row.end": row.ends_on.isoformat() if row.ends_on else "",
        "row.cost": _sum(row.cost),
        "row.reason": row.state_reason,
        **common,
    }
    return _row(row.state, editable=editable).fill(values)


def _row(state: str, *, editable: bool) -> Stencil:
    name = "plans/actions/_row.html" if editable else "plans/actions/_row_read.html"
    return stencil(name, _SLOTS, (("row.state", state),), _states)


def _states() -> dict[str, Any]:
    return {"states": ActionState.choices}


def patterns() -> SafeString:
    """What the page's script copies: both sides of a conflict, and that one is signed out."""
    return stencil("plans/actions/_patterns.html").fill({})


def flags_html(flags: Iterable[Flag]) -> SafeString:
    """Marks and words one after another; escaped."""
    drawn = (f'<span class="flag {level}">{escape(text)}</span>' for level, text in flags)
    return mark_safe("".join(drawn))


def amount_left(total: Decimal, currency: str) -> str:
    """The money that is missing in all, in words; empty when there is enough."""
    if total <= 0:
        return ""
    said = pgettext("money for an action", "%(sum)s missing")
    return said % {"sum": _sum(total, currency)}

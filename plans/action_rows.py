"""The actions of a plan as a list reads them: plain rows, in a fixed number of questions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.prepared import Prepared, Slot
from places.models import Participation
from plans.models import CLOSED, RUNNING, Action, ActionState, Dependency

_COLUMNS = (
    "pk", "goal_id", "title", "state", "state_reason", "done_on", "responsible",
    "responsible_user_id", "organisation__name", "theme", "priority", "doer", "cost",
    "starts_on", "ends_on", "version",
)  # fmt: skip
#: Texts of states, as tuples: asking an enumeration a thousand times a page is slow.
_CLOSED = tuple(str(state) for state in CLOSED)
_RUNNING = tuple(str(state) for state in RUNNING)


@dataclass(slots=True)
class ActionRow:
    """An action in a list. `waits_for` are the titles of what must be done before it."""

    pk: int
    goal_id: int | None
    title: str
    state: str
    state_reason: str
    done_on: dt.date | None
    responsible: str
    responsible_user_id: int | None
    organisation: str
    theme: str
    priority: str
    doer: str
    cost: Decimal | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    version: int
    waits_for: Sequence[str] = ()
    late: bool = False


def read_rows(participation: Participation) -> list[ActionRow]:
    """All actions of the plan in the order of their goals, ideas last. Two questions."""
    today = timezone.localdate()
    waits: dict[int, list[str]] = defaultdict(list)
    for action_id, title in _waiting()(participation=participation.pk):
        waits[action_id].append(title)
    rows = [ActionRow(*values) for values in _actions()(participation=participation.pk)]
    for row in rows:
        row.organisation = row.organisation or ""
        row.late = is_late(row.state, row.ends_on, today)
        if row.pk in waits and row.state not in _CLOSED:
            row.waits_for = waits[row.pk]
    return rows


def row_of(action: Action) -> ActionRow:
    """The row of one action, as `read_rows` gives it."""
    waits = (
        []
        if action.state in _CLOSED
        else list(
            action.needs_rows.exclude(needs__state__in=_CLOSED)
            .order_by("needs__order", "needs_id")
            .values_list("needs__title", flat=True)
        )
    )
    return ActionRow(
        action.pk, action.goal_id, action.title, action.state, action.state_reason,
        action.done_on, action.responsible, action.responsible_user_id,
        action.organisation.name if action.organisation else "", action.theme, action.priority,
        action.doer, action.cost, action.starts_on, action.ends_on, action.version, waits,
        is_late(action.state, action.ends_on, timezone.localdate()),
    )  # fmt: skip


def is_late(state: str, ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether it should be done by now. An idea or a paused action is never late."""
    return ends_on is not None and ends_on < today and state in _RUNNING


def period(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """When, in words: "1 Mar to 30 Jun", "from 1 Mar", "by 30 Jun"; empty without dates."""
    days = {"start": short_date(starts_on), "end": short_date(ends_on)}
    if starts_on and ends_on:
        return days["end"] if starts_on == ends_on else _("%(start)s to %(end)s") % days
    if starts_on:
        return _("from %(start)s") % days
    return _("by %(end)s") % days if ends_on else ""


def waiting_text(titles: Sequence[str]) -> str:
    """What it waits for, in one short sentence; empty for nothing."""
    if not titles:
        return ""
    more = len(titles) - 1
    if not more:
        return _("Waits for “%(title)s”") % {"title": titles[0]}
    return ngettext(
        "Waits for “%(title)s” and %(more)d more", "Waits for “%(title)s” and %(more)d more", more
    ) % {"title": titles[0], "more": more}


def late_text(ends_on: dt.date) -> str:
    """That it should have been done, and when."""
    return _("Overdue since %(day)s") % {"day": short_date(ends_on)}


@cache
def _actions() -> Prepared:
    rows = Action.objects.filter(participation=Slot("participation"))
    ordered = rows.order_by("order", "pk")  # goals are put in order by the page, which has them
    return Prepared(ordered.values_list(*_COLUMNS))


@cache
def _waiting() -> Prepared:
    """What is not done yet, by the action that waits for it."""
    rows = Dependency.objects.filter(action__participation=Slot("participation"))
    unfinished = [state for state in ActionState.values if state not in _CLOSED]
    return Prepared(
        rows.filter(needs__state__in=unfinished)
        .order_by("needs__order", "needs_id")
        .values_list("action_id", "needs__title")
    )

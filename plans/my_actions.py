"""What one person is responsible for, over all places that he or she may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.action_rows import is_late, late_text, period
from plans.domain.lock import LIVING, lock_reason
from plans.models import CLOSED, RUNNING, Action, ActionState

#: What was done stays in sight for so many days.
DONE_DAYS = 30


def responsible_for(user: User) -> QuerySet[Action]:
    """The user's actions at places that he or she sees: by account, or by the own address."""
    mine = Q(responsible_user=user) | Q(
        responsible_user__isnull=True, responsible_email__iexact=user.email
    )
    return Action.objects.filter(
        mine,
        participation__in=Participation.objects.visible_to(user),
        participation__status__in=LIVING,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An action with what its reader can do about it: `moves` are (state, label)."""

    action: Action
    when: str
    late: str
    moves: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Actions under a heading."""

    key: str
    title: str
    rows: list[Row]


def context(user: User, today: dt.date) -> dict[str, Any]:
    """What templates/plans/my/page.html needs. One question for the actions."""
    since = today - dt.timedelta(days=DONE_DAYS)
    shown = ~Q(state__in=CLOSED) | Q(state=ActionState.DONE, done_on__gte=since)
    found = (
        responsible_for(user)
        .filter(shown)
        .select_related("participation__place", "participation__programme", "goal")
        .order_by(F("ends_on").asc(nulls_last=True), "participation__place__name", "pk")
    )
    rows = [_row(action, user, today) for action in found]
    groups = [
        Group("overdue", _("Overdue"), [row for row in rows if row.late]),
        Group(
            "next",
            pgettext("actions", "Next"),
            [row for row in rows if _runs(row) and not row.late],
        ),
        Group("later", _("Ideas and paused"), [row for row in rows if _rests(row)]),
        Group(
            "done",
            _("Done in the last 30 days"),
            sorted(
                (row for row in rows if row.action.state == ActionState.DONE),
                key=lambda row: row.action.done_on or today,
                reverse=True,
            ),
        ),
    ]
    return {"groups": [group for group in groups if group.rows], "late": len(groups[0].rows)}


def _row(action: Action, user: User, today: dt.date) -> Row:
    late = action.ends_on is not None and is_late(action.state, action.ends_on, today)
    participation = action.participation
    may = allowed(user, "plans.edit", participation) and not lock_reason(participation)
    return Row(
        action=action,
        when="" if late else period(action.starts_on, action.ends_on),
        late=late_text(action.ends_on) if late and action.ends_on else "",
        moves=_moves(action) if may else [],
    )


def _moves(action: Action) -> list[tuple[str, str]]:
    """The two steps that are asked for most; all others are on the action's page."""
    done = (ActionState.DONE.value, _("Mark as done"))
    start = (ActionState.UNDER_WAY.value, _("Mark as under way"))
    return {
        ActionState.PLANNED.value: [done, start],
        ActionState.UNDER_WAY.value: [done],
        ActionState.PAUSED.value: [start],
        ActionState.DONE.value: [(ActionState.UNDER_WAY.value, _("Not done yet"))],
    }.get(action.state, [])


def _runs(row: Row) -> bool:
    return row.action.state in RUNNING


def _rests(row: Row) -> bool:
    return row.action.state in (ActionState.IDEA, ActionState.PAUSED)

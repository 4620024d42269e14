"""What one person is responsible for, over all places that he or she may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.action_list import Group
from plans.blockers import LIVING, lock_reason
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


def my_context(user: User, today: dt.date) -> dict[str, Any]:
    """What templates/plans/my/page.html needs. One question for the actions."""
    since = today - dt.timedelta(days=DONE_DAYS)
    shown = ~Q(state__in=CLOSED) | Q(state=ActionState.DONE, done_on__gte=since)
    found = (
        responsible_for(user)
        .filter(shown)
        .select_related("participation__place", "participation__programme", "goal")
        .order_by(F("ends_on").asc(nulls_last=True), "participation__place__name", "pk")
    )
    actions = list(found)
    done = [action for action in actions if action.state == ActionState.DONE]
    resting = (ActionState.IDEA, ActionState.PAUSED)
    groups = [
        Group("overdue", _("Overdue"), rows=[action for action in actions if action.is_late]),
        Group(
            "next",
            pgettext("actions", "Next"),
            rows=[action for action in actions if action.state in RUNNING and not action.is_late],
        ),
        Group(
            "later", _("Ideas and paused"), rows=[one for one in actions if one.state in resting]
        ),
        Group(
            "done",
            _("Done in the last 30 days"),
            rows=sorted(done, key=lambda action: action.done_on or today, reverse=True),
        ),
    ]
    return {"groups": [group for group in groups if group.rows], "late": len(groups[0].rows)}


def moves_of(action: Action, user: User) -> list[tuple[str, str]]:
    """The steps that are asked for most, if the user may; all others are on the action's page."""
    participation = action.participation
    if not allowed(user, "plans.edit", participation) or lock_reason(participation):
        return []
    done = (ActionState.DONE.value, _("Mark as done"))
    start = (ActionState.UNDER_WAY.value, _("Mark as under way"))
    return {
        ActionState.PLANNED.value: [done, start],
        ActionState.UNDER_WAY.value: [done],
        ActionState.PAUSED.value: [start],
        ActionState.DONE.value: [(ActionState.UNDER_WAY.value, _("Not done yet"))],
    }.get(action.state, [])

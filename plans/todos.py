"""What the plan needs of somebody today: overdue actions, a meeting that adopts it."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from people.models import User
from places.models import Participation
from places.todos import Todo, todos_at_place
from plans.blockers import lock_reason
from plans.models import (
    RUNNING,
    ActionState,
)
from plans.words import words_of


@todos_at_place
def overdue_actions(participation: Participation, user: User) -> list[Todo]:
    """Actions whose end has passed, for those who may move them on."""
    if lock_reason(participation) or not allowed(user, "plans.edit", participation):
        return []
    count = participation.actions.filter(
        state__in=RUNNING, ends_on__lt=timezone.localdate()
    ).count()
    if not count:
        return []
    words = words_of(participation.programme)
    part = (words.action if count == 1 else words.actions).lower()
    title = ngettext("%(count)d %(part)s is overdue", "%(count)d %(part)s are overdue", count)
    url = reverse("plans:actions", args=[participation.pk]) + "?overdue=1"
    text = _("Change the end date, or mark it as done.")
    return [Todo("warn", _("Plan"), title % {"count": count, "part": part}, text, url)]


@todos_at_place
def ready_to_adopt(participation: Participation, user: User) -> list[Todo]:
    """A first plan that is written, for those who record its adoption."""
    if lock_reason(participation) or not allowed(user, "plans.adopt", participation):
        return []
    written = participation.goals.filter(
        ~Q(participation__target_picture__text=""),
        participation__target_picture__isnull=False,
        participation__plan_versions__isnull=True,
        actions__in=participation.actions.exclude(state=ActionState.DROPPED),
    )
    if not written.exists():
        return []
    text = _("Lay it before a meeting, and record that the meeting has adopted it.")
    url = reverse("plans:versions", args=[participation.pk])
    return [Todo("info", _("Plan"), _("The plan is written and can be adopted"), text, url)]

"""What the plan needs of somebody today: overdue actions."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from people.models import User
from places.models import Participation
from places.todos import Todo, todos_at_place
from plans.blockers import lock_reason
from plans.models import RUNNING
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

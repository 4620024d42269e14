"""What the plan needs of somebody today: overdue actions."""

from __future__ import annotations

from functools import cache

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import address
from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import User
from places.models import Participation
from places.todos import Todo, todos_at_place
from plans.domain.lock import lock_reason
from plans.models import RUNNING, Action


@cache
def _overdue() -> Prepared:
    rows = Action.objects.filter(
        participation=Slot("participation"), state__in=RUNNING, ends_on__lt=Slot("today")
    )
    return Prepared(rows.order_by().values("participation").annotate(count=Count("pk")))


@todos_at_place
def overdue_actions(participation: Participation, user: User) -> list[Todo]:
    """Actions whose end has passed, for those who may move them on."""
    if lock_reason(participation) or not allowed(user, "plans.edit", participation):
        return []
    found = _overdue()(participation=participation.pk, today=timezone.localdate())
    if not found:
        return []
    count = found[0]["count"]
    title = ngettext("%(count)d action is overdue", "%(count)d actions are overdue", count)
    url = address("plans:actions", participation.pk) + "?overdue=1"
    text = _("Move the end, or say that it is done.")
    return [Todo("warn", _("Plan"), title % {"count": count}, text, url)]

"""What a place does when somebody declines a role there: nobody counts on him or her."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from core import audit
from people.models import User
from places import summary
from places.checklist.ticks import sync
from places.models import Participation
from programmes.regions.declining import on_declined


@on_declined
def let_go(user: User, participations: Sequence[int]) -> None:
    """Take the person out of the working groups, and let summaries and lines follow."""
    for participation in Participation.objects.filter(pk__in=participations).order_by("pk"):
        participation.lock()
        here = participation.members.filter(user=user, left_on__isnull=True)
        here.update(left_on=timezone.localdate(), updated_at=timezone.now())
        audit.record("role.declined", participation, by=None, who=user.get_full_name())
        summary.refresh(participation)
        sync(participation, "leader_appointed", "group_three_sectors", by=None)

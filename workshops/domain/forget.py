"""What a meeting need not know for ever: food and access needs go thirty days after it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from core import retention
from workshops.models import Invitation

#: Rule `needs` of core/fields.yaml.
NEEDS_KEPT = dt.timedelta(days=30)


def forget_needs(batch: int = retention.BATCH) -> int:
    """Empty what guests said about food and access at meetings long over; return how many rows."""
    over = Invitation.objects.filter(workshop__starts_at__lt=timezone.now() - NEEDS_KEPT)
    said = over.filter(~Q(access_needs="") | ~Q(food_needs=""))
    some = list(said.values_list("pk", flat=True)[:batch])
    return Invitation.objects.filter(pk__in=some).update(access_needs="", food_needs="")


retention.register("workshops.needs", forget_needs)

"""Notices are kept for 90 days, read or not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core import retention
from notices.models import Notice
from notices.services import count_anew

#: Rule `notice` of core/fields.yaml.
KEPT = dt.timedelta(days=90)


@transaction.atomic
def forget_notices(batch: int) -> int:
    """Take away notices of more than 90 days ago."""
    old = Notice.objects.filter(created_at__lt=timezone.now() - KEPT).order_by("created_at")
    rows = list(old.values_list("pk", "person_id")[:batch])
    taken = Notice.objects.filter(pk__in=[pk for pk, _person in rows]).delete()[0]
    count_anew({person for _pk, person in rows})
    return taken


retention.register("notices.notices", forget_notices)

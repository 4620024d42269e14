"""What is over is taken away: talks with companies, and who said what in which words."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core import retention
from learning.models import Interview
from workshops.models import Need

#: A talk is kept for so long after somebody last wrote in it.
TALKS_KEPT = dt.timedelta(days=730)


@transaction.atomic
def forget_talks(batch: int) -> int:
    """Take old talks away. Their needs stay, without quotes and without who said them."""
    old = Interview.objects.filter(updated_at__lt=timezone.now() - TALKS_KEPT)
    talks = list(old.values_list("pk", flat=True)[:batch])
    needs = Need.objects.filter(pk__in=_told(talks))
    needs.update(contact=None, quote="", may_quote=False)
    Interview.objects.filter(pk__in=talks).delete()
    return len(talks)


def _told(talks: list[int]) -> list[int]:
    rows = Interview.objects.filter(pk__in=talks, told__isnull=False)
    return list(rows.values_list("told__need", flat=True))


retention.register("learning.talks", forget_talks)

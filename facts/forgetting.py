"""How queries went is forgotten after two years. What they fetched stays, with its source."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from core import retention
from facts.models import QueryRun

KEPT = dt.timedelta(days=730)


def forget_runs(batch: int) -> int:
    """Take away old runs."""
    old = QueryRun.objects.filter(created_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)
    taken, _by_model = QueryRun.objects.filter(pk__in=list(old[:batch])).delete()
    return taken


retention.register("facts.runs", forget_runs)

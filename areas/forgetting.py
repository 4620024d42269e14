"""Files that were brought in are forgotten after 90 days, with what is told of them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from areas.models import AreaImport
from core import retention

KEPT = dt.timedelta(days=90)


def forget_imports(batch: int) -> int:
    """Take away old imports and the files that nobody carried out."""
    old = list(AreaImport.objects.filter(created_at__lt=timezone.now() - KEPT)[:batch])
    for kept in old:
        if kept.file:
            kept.file.delete(save=False)
    AreaImport.objects.filter(pk__in=[kept.pk for kept in old]).delete()
    return len(old)


retention.register("areas.imports", forget_imports)

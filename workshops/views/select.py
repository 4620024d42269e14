"""What every page of a meeting reads of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def for_page(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """What the head of every meeting's page shows."""
    return queryset.select_related("programme__region", "series", "host")

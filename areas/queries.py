"""Named querysets of areas."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


class AreaQuerySet(models.QuerySet[Any]):
    """Areas."""

    def visible_to(self, user: User) -> Self:
        """All, for everybody who is signed in: the register is no region's own."""
        return self.all() if user.is_authenticated else self.none()

    def holding(self, on: dt.date | None = None) -> Self:
        """Those that are there on a day, today where none is said."""
        year = (on or timezone.localdate()).year
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=year),
            Q(valid_to__isnull=True) | Q(valid_to__gte=year),
        )


class AreaImportQuerySet(models.QuerySet[Any]):
    """Files that were brought in."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

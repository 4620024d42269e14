"""Named querysets of the plan's money, and who sees which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from people.queries import regions_run_by
from places.queries import own_assignments

if TYPE_CHECKING:
    from people.models import User


class SourceQuerySet(models.QuerySet[Any]):
    """Funding sources."""

    def visible_to(self, user: User) -> Self:
        """The sources of the regions that the user runs or works in, and the shared ones.

        Shared ones are for everybody with a role today; a stranger sees none.
        """
        if not user.is_authenticated:
            return self.none()
        own = own_assignments(user).values("participation__programme__region_id")
        regions = apps.get_model("people", "Region").objects.filter(
            Q(regions_run_by(user, "pk")) | Q(pk__in=own)
        )
        here = Q(region__in=regions)
        return self.filter(here | Q(shared=True)) if regions.exists() else self.none()

    def open(self) -> Self:
        """Those that still take applications."""
        return self.filter(closed=False)

"""Named querysets of programmes and methods, and who sees which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes."""

    def visible_to(self, user: User) -> Self:
        """Programmes that the user administers or manages, has a place's role or a task in."""
        scope = scope_of(user)
        own = scope.managed | scope.place_programmes | scope.task_programmes
        return self.filter(Q(region__in=scope.regions) | Q(pk__in=own))

    def run_by(self, user: User) -> Self:
        """Programmes that the user administers or manages."""
        scope = scope_of(user)
        return self.filter(Q(region__in=scope.regions) | Q(pk__in=scope.managed))

    def going(self, on: dt.date | None = None) -> Self:
        """Those that are neither closed nor past their last day."""
        today = on or timezone.localdate()
        ahead = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        return self.filter(ahead).exclude(status="closed")


class MethodQuerySet(models.QuerySet[Any]):
    """Methods."""

    def visible_to(self, user: User) -> Self:
        """Methods with at least one version that the user may read."""
        versions = apps.get_model("programmes", "MethodVersion").objects.visible_to(user)
        return self.filter(pk__in=versions.values("method_id"))


class MethodVersionQuerySet(models.QuerySet[Any]):
    """Versions of methods."""

    def published(self) -> Self:
        """Versions that places may work by."""
        return self.filter(state="published")

    def visible_to(self, user: User) -> Self:
        """Published versions for everybody signed in, drafts for those who run their region.

        Methods are shared between regions; what a region is still working on is its own.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(state="published") | Q(method__region__in=scope_of(user).run_regions))


def name_of(programme: int) -> str:
    """A programme's name by its number, for those who know nothing else of it; "" for none."""
    rows = apps.get_model("programmes", "Programme").objects.filter(pk=programme)
    return str(rows.values_list("name", flat=True).first() or "")

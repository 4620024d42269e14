"""Named querysets of programmes and methods, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from people.queries import administered_regions

if TYPE_CHECKING:
    from people.models import User


def managed_programmes(user: User) -> QuerySet[Any]:
    """Ids of the programmes that the user manages today."""
    return (
        apps.get_model("people", "ProgrammeRole")
        .objects.active()
        .filter(user=user)
        .values("programme_id")
    )


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes."""

    def visible_to(self, user: User) -> Self:
        """Programmes that the user administers, manages or takes part in at a place."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(region__in=administered_regions(user))
            | Q(pk__in=managed_programmes(user))
            | Q(pk__in=_programmes_of_places(user))
        )

    def run_by(self, user: User) -> Self:
        """Programmes that the user administers or manages."""
        return self.filter(
            Q(region__in=administered_regions(user)) | Q(pk__in=managed_programmes(user))
        )


def _programmes_of_places(user: User) -> QuerySet[Any]:
    # Asked through the app registry: programmes stands below places and imports nothing of it.
    assignments = apps.get_model("people", "Assignment").objects.active()
    return assignments.filter(user=user).values("participation__programme_id")


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
        programmes = apps.get_model("programmes", "Programme").objects.run_by(user)
        return self.filter(
            Q(state="published")
            | Q(method__region__in=administered_regions(user))
            | Q(method__region__in=programmes.values("region_id"))
        )

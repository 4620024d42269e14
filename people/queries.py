"""Named querysets of organisations and contacts, and who runs which region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from people.models import User


def administered_regions(user: User) -> QuerySet[Any]:
    """Ids of the regions in which the user is administrator today."""
    roles: QuerySet[Any] = apps.get_model("people", "RegionRole").objects.active()
    return roles.filter(user=user).values("region_id")


def regions_run_by(user: User, field: str = "region") -> Q:
    """The condition that `field` is a region the user runs today.

    Running is being its administrator or managing a programme of it. The roles are asked
    through the app registry: people and outbox stand below programmes and import nothing of it.
    """
    managed: QuerySet[Any] = apps.get_model("people", "ProgrammeRole").objects.active()
    return Q(**{f"{field}__in": administered_regions(user)}) | Q(
        **{f"{field}__in": managed.filter(user=user).values("programme__region_id")}
    )


class RegionQuerySet(models.QuerySet[Any]):
    """The regions themselves."""

    def visible_to(self, user: User) -> Self:
        """All for operators; for others the regions that they run."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_staff else self.filter(regions_run_by(user, "pk"))

    def with_logo(self) -> Self:
        """Those that have a logo. It is public, like the name: it stands in every letter."""
        return self.exclude(logo="")


class RegionalQuerySet(models.QuerySet[Any]):
    """Rows that belong to one region."""

    def visible_to(self, user: User) -> Self:
        """All for operators; a region's rows for those who run it."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        return self.filter(regions_run_by(user))

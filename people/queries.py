"""Named querysets of regions, organisations and contacts, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


class RegionQuerySet(models.QuerySet[Any]):
    """The regions themselves."""

    def visible_to(self, user: User) -> Self:
        """All for operators; for others the regions that they run."""
        return self.all() if user.is_staff else self.run_by(user)

    def run_by(self, user: User) -> Self:
        """Those that the user runs; an operator as such runs none."""
        return self.filter(pk__in=_run_regions(user))

    def worked_in_by(self, user: User) -> Self:
        """Those in which the user may add something: runs them, or has opened them."""
        return self.filter(pk__in=_run_regions(user) | _read_through(user))

    def with_logo(self) -> Self:
        """Those that have a logo. It is public, like the name: it stands in every letter."""
        return self.exclude(logo="")


class RegionalQuerySet(models.QuerySet[Any]):
    """Rows that belong to one region."""

    def visible_to(self, user: User) -> Self:
        """A region's rows for those who run it, and for an operator who has opened it."""
        return self.filter(region__in=_run_regions(user) | _read_through(user))


class OpeningQuerySet(models.QuerySet[Any]):
    """That operators have opened regions."""

    def visible_to(self, user: User) -> Self:
        """One's own, and for its administrators those of their region."""
        from people.scope import scope_of  # noqa: PLC0415 - it asks the models, made of these

        mine = models.Q(operator=user.pk)
        return self.filter(mine | models.Q(region__in=scope_of(user).regions))

    def open_now(self) -> Self:
        """Those that hold, the one that ends last first."""
        rows = self.filter(until__gt=timezone.now()).select_related("operator", "region")
        return rows.order_by("-until", "-pk")


def _run_regions(user: User) -> frozenset[int]:
    from people.scope import scope_of  # noqa: PLC0415 - it asks the models, which are made of these

    return scope_of(user).run_regions


def _read_through(user: User) -> frozenset[int]:
    from people.openings import read_through  # noqa: PLC0415 - likewise

    return read_through(user)

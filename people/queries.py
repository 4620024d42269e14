"""Named querysets of regions, organisations and contacts, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

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


def _run_regions(user: User) -> frozenset[int]:
    from people.scope import scope_of  # noqa: PLC0415 - it asks the models, which are made of these

    return scope_of(user).run_regions


def _read_through(user: User) -> frozenset[int]:
    from people.openings import read_through  # noqa: PLC0415 - likewise

    return read_through(user)

"""Named querysets of teams, and who knows of which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.scope import scope_of
from places.models import Participation

if TYPE_CHECKING:
    from people.models import User

#: States in which a team belongs to its laboratory.
IN_LABORATORY = ("candidate", "active", "ended")


class TeamQuerySet(models.QuerySet[Any]):
    """Teams."""

    def visible_to(self, user: User) -> Self:
        """Teams whose own room the user may enter: by a role there, or over the programme."""
        return self.filter(participation__in=Participation.objects.visible_to(user))

    def in_laboratories_of(self, user: User) -> Self:
        """Teams that the user meets in a laboratory: its members know of each other."""
        scope = scope_of(user)
        programmes = scope.place_programmes | scope.run_programmes | frozenset(scope.posts)
        return self.filter(
            Q(participation__programme__in=programmes),
            participation__status__in=IN_LABORATORY,
        )

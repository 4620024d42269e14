"""Named querysets of teams, and who knows of which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.models import ProgrammePost
from people.scope import scope_of
from places.models import Participation

if TYPE_CHECKING:
    from people.models import User

#: States in which a team belongs to its laboratory.
IN_LABORATORY = ("candidate", "active", "ended")


def facilitated(user: User) -> frozenset[int]:
    """Programmes in which the user has the facilitator's post."""
    posts = scope_of(user).posts
    return frozenset(pk for pk, held in posts.items() if ProgrammePost.FACILITATOR in held)


class TeamQuerySet(models.QuerySet[Any]):
    """Teams."""

    def visible_to(self, user: User) -> Self:
        """Teams whose own room the user may enter: by a role there, or over the programme."""
        rooms = Q(participation__in=Participation.objects.visible_to(user))
        led = facilitated(user)
        return self.filter(rooms | Q(participation__programme__in=led) if led else rooms)

    def in_laboratories_of(self, user: User) -> Self:
        """Teams that the user meets in a laboratory: its members know of each other."""
        scope = scope_of(user)
        programmes = scope.place_programmes | scope.run_programmes | frozenset(scope.posts)
        return self.filter(
            participation__programme__in=programmes,
            participation__status__in=IN_LABORATORY,
        )

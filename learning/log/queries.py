"""Named querysets of experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from learning.teams.queries import facilitated
from people.scope import scope_of
from places.models import Participation

if TYPE_CHECKING:
    from people.models import User


def programmes_of(user: User) -> frozenset[int]:
    """Programmes whose shared room the user enters: by a place there, a post, or running it."""
    scope = scope_of(user)
    return scope.place_programmes | scope.run_programmes | frozenset(scope.posts)


class ExperimentQuerySet(models.QuerySet[Any]):
    """Experiments by who may read them."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own teams, those shared in one's laboratories, those for everybody."""
        own = Q(participation__in=Participation.objects.visible_to(user))
        led = facilitated(user)
        if led:
            own |= Q(participation__programme__in=led)
        shared = Q(audience="lab", participation__programme__in=programmes_of(user))
        return self.filter(own | shared | Q(audience="public"))


class CommentQuerySet(models.QuerySet[Any]):
    """Comments."""

    def visible_to(self, user: User) -> Self:
        """Those on experiments that the user reads."""
        experiments = self.model._meta.get_field("experiment").remote_field.model.objects
        return self.filter(experiment__in=experiments.visible_to(user))

    def shown(self) -> Self:
        """Without what the facilitator has hidden."""
        return self.filter(hidden_at__isnull=True)

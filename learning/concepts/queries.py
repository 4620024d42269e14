"""Named querysets of concept cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from learning.log.queries import programmes_of
from learning.teams.queries import facilitated
from places.models import Participation

if TYPE_CHECKING:
    from people.models import User


class ConceptQuerySet(models.QuerySet[Any]):
    """Concept cards by who may read them."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own teams, published ones of one's laboratories and for everybody."""
        own = Q(participation__in=Participation.objects.visible_to(user))
        led = facilitated(user)
        if led:
            own |= Q(participation__programme__in=led)
        lab = Q(state="published", participation__programme__in=programmes_of(user))
        return self.filter(own | lab | Q(state="published", audience="public"))

    def public(self) -> Self:
        """What everybody reads, without an account."""
        return self.filter(state="published", audience="public")


class UseQuerySet(models.QuerySet[Any]):
    """Uses of cards."""

    def visible_to(self, user: User) -> Self:
        """Those at places that the user sees."""
        return self.filter(participation__in=Participation.objects.visible_to(user))

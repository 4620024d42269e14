"""Named querysets of concept cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q

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
        """What everybody reads, without an account: of places that count."""
        return self.filter(state="published", audience="public", participation__is_test=False)

    def counted(self) -> Self:
        """With `used`, how many places have told what they saw, and `trying`, who has not yet."""
        silent = Q(uses__seen="")
        return self.annotate(
            used=Count("uses", filter=~silent), trying=Count("uses", filter=silent)
        )


class UseQuerySet(models.QuerySet[Any]):
    """Uses of cards."""

    def visible_to(self, user: User) -> Self:
        """Those at places that the user sees."""
        return self.filter(participation__in=Participation.objects.visible_to(user))

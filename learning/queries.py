"""Named querysets of learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from people.scope import scope_of
from places.models import Participation

if TYPE_CHECKING:
    from people.models import User


def _regions_of(user: User) -> frozenset[int]:
    scope = scope_of(user)
    return scope.regions | scope.run_regions | scope.place_regions


class LessonQuerySet(models.QuerySet[Any]):
    """Lessons by who may read them."""

    def visible_to(self, user: User) -> LessonQuerySet:
        """Those of one's own places, those shown in one's region, those shown to all regions."""
        here = Participation.objects.visible_to(user)
        regions = _regions_of(user)
        shared = Q(reach="region", participation__programme__region__in=regions)
        if regions:
            shared |= Q(reach="all")
        return self.filter(Q(participation__in=here) | shared)


class MoveQuerySet(models.QuerySet[Any]):
    """Moves by who may read them."""

    def visible_to(self, user: User) -> MoveQuerySet:
        """Those of one's own places."""
        return self.filter(participation__in=Participation.objects.visible_to(user))

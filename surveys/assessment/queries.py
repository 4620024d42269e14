"""Named querysets of assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


class AssessmentQuerySet(models.QuerySet[Any]):
    """Assessments."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those of programmes that the user runs or has a post in, and of own places."""
        scope = scope_of(user)
        return self.filter(
            Q(programme__in=scope.run_programmes | frozenset(scope.posts))
            | Q(participation__in=scope.participations())
        )

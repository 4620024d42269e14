"""Named querysets of surveys, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


class SurveyQuerySet(models.QuerySet[Any]):
    """Surveys."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the surveys that the user may know of.

        Those of programmes that he or she runs or has a post in, and those of places with a role.
        """
        scope = scope_of(user)
        return self.filter(
            Q(programme__in=scope.run_programmes | frozenset(scope.posts))
            | Q(participation__in=scope.participations())
        )


class RecipientListQuerySet(models.QuerySet[Any]):
    """Lists of recipients."""

    def visible_to(self, user: User) -> Self:
        """Lists whose names the user may read: nobody's own, and his or her own.

        Whether the user may send the survey at all is the policy's question.
        """
        return self.filter(Q(owner__isnull=True) | Q(owner=user))


class RecipientQuerySet(models.QuerySet[Any]):
    """Recipients."""

    def on_list(self) -> Self:
        """Those who have not been taken off it."""
        return self.filter(removed_at__isnull=True)

    def named_for(self, user: User) -> Self:
        """Those whose names the user may read."""
        return self.filter(Q(recipient_list__owner__isnull=True) | Q(recipient_list__owner=user))


def with_head(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """What the head of a survey's pages names, and what its rules ask."""
    return rows.select_related("programme__region", "participation__place", "series")

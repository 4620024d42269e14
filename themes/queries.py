"""Named querysets of themes, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.models import ProgrammePost
from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User

#: Posts in a programme that read its themes.
READERS = (
    ProgrammePost.ANALYST, ProgrammePost.RESEARCHER, ProgrammePost.TEAM, ProgrammePost.FACILITATOR,
)  # fmt: skip


class ThemeQuerySet(models.QuerySet[Any]):
    """Themes."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs or reads by a post, and of his or her places."""
        scope = scope_of(user)
        read = [pk for pk, posts in scope.posts.items() if not posts.isdisjoint(READERS)]
        return self.filter(
            Q(programme__in=[*scope.run_programmes, *read])
            | Q(participation__in=scope.participations())
        )

    def standing(self) -> Self:
        """Those that are not merged into another."""
        return self.filter(merged_into__isnull=True)

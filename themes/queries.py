"""Named querysets of themes, and who sees which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.models import ProgrammePost
from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User
    from themes.models import Theme

#: Posts in a programme that read its themes.
READERS = (
    ProgrammePost.ANALYST, ProgrammePost.RESEARCHER, ProgrammePost.TEAM, ProgrammePost.FACILITATOR,
)  # fmt: skip


def _read_by(user: User) -> tuple[frozenset[int], frozenset[int]]:
    """The programmes and the places whose themes somebody reads."""
    scope = scope_of(user)
    posts = {pk for pk, held in scope.posts.items() if not held.isdisjoint(READERS)}
    return scope.run_programmes | posts, scope.participations()


def reads(user: User, theme: Theme) -> bool:
    """What `visible_to` tells, of one theme in hand."""
    programmes, places = _read_by(user)
    return theme.programme_id in programmes or theme.participation_id in places


class ThemeQuerySet(models.QuerySet[Any]):
    """Themes."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs or reads by a post, and of his or her places."""
        programmes, places = _read_by(user)
        return self.filter(Q(programme__in=programmes) | Q(participation__in=places))

    def standing(self) -> Self:
        """Those that are not merged into another."""
        return self.filter(merged_into__isnull=True)

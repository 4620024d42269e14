"""Named querysets of the plan's money, and who sees which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from people.scope import scope_of

if TYPE_CHECKING:
    from people.models import User


class SourceQuerySet(models.QuerySet[Any]):
    """Funding sources."""

    def visible_to(self, user: User) -> Self:
        """The sources of the regions that the user runs or works in, and the shared ones.

        Shared ones are for everybody with a role today; a stranger sees none.
        """
        scope = scope_of(user)
        if scope.is_nobody:
            return self.none()
        here = scope.run_regions | scope.place_regions
        return self.filter(Q(region__in=here) | Q(shared=True))

    def open(self) -> Self:
        """Those that still take applications."""
        return self.filter(closed=False)

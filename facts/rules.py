"""Who may do what with figures (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from facts.queries import collects_for
from people.models import ProgrammePost, Region, User
from people.scope import scope_of


def _region_id(thing: Any) -> int:
    return thing.pk if isinstance(thing, Region) else thing.region_id


@rules.predicate
def collects(user: User, thing: Any) -> bool:
    """Whether the user collects figures for the region of the thing, or the region itself."""
    return thing is not None and _region_id(thing) in collects_for(user)


@rules.predicate
def collects_somewhere(user: User) -> bool:
    """Whether the user administers a region or is analyst in a programme. Asks no question."""
    scope = scope_of(user)
    return bool(scope.regions) or any(
        ProgrammePost.ANALYST in posts for posts in scope.posts.values()
    )


rules.add_perm("facts.collect_somewhere", collects_somewhere)
rules.add_perm("facts.collect", collects)
rules.add_perm("facts.view", rules.always_allow)  # visible_to() is the whole rule

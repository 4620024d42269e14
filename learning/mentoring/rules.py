"""Who may do what with pairs of leaders (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import Mentoring
from people.models import User
from people.scope import scope_of
from programmes.models import Programme


@rules.predicate
def runs_it(user: User, thing: Programme | Mentoring | None) -> bool:
    """Whether the user runs the programme of the pair."""
    if thing is None:
        return False
    programme = thing if isinstance(thing, Programme) else thing.programme
    return scope_of(user).runs_programme(programme)


@rules.predicate
def is_of_the_pair(user: User, mentoring: Mentoring | None) -> bool:
    """Whether the user is one of the two."""
    return mentoring is not None and user.pk in {mentoring.mentor_id, mentoring.mentee_id}


rules.add_perm("learning.view_pair", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.pair_leaders", runs_it)
rules.add_perm("learning.end_pair", runs_it | is_of_the_pair)
rules.add_perm("learning.log_pair", is_of_the_pair)

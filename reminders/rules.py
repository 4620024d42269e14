"""Who may do what with reminders (django-rules predicates)."""

from __future__ import annotations

import rules

from people.models import Role, User
from people.scope import scope_of
from places.rules import coaches, leads, runs


@rules.predicate
def coaches_somewhere(user: User) -> bool:
    """Whether the user coaches any place today."""
    return scope_of(user).has(Role.COACH)


# Both sides see when the next reminder comes and why, and either may let them rest.
rules.add_perm("reminders.view", leads | coaches | runs)
rules.add_perm("reminders.pause", leads | coaches | runs)
rules.add_perm("reminders.chase", coaches_somewhere)
rules.add_perm("reminders.chase_place", coaches)

"""Who may do what with a place's services, assets and actors (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from people.models import ProgrammePost, User
from people.scope import scope_of
from places.rules import anybody_here, coaches, leads, runs, works
from programmes.models import Programme
from programmes.rules import runs_programme

#: Posts in a programme that read its services and its result chain.
READERS = (ProgrammePost.ANALYST, ProgrammePost.RESEARCHER, ProgrammePost.TEAM)


@rules.predicate
def reads_programme(user: User, programme: Programme | None) -> bool:
    """Whether the user reads the programme's figures by a post in it."""
    return programme is not None and scope_of(user).holds(programme, *READERS)


_here: Any = works | coaches | runs

rules.add_perm("mapping.view", anybody_here)
rules.add_perm("mapping.edit", _here)
# Who somebody is, what drives them, how they are reached: for those who work with them.
rules.add_perm("mapping.view_actors", _here)
rules.add_perm("mapping.edit_actors", _here)
rules.add_perm("mapping.write_to_actors", leads | coaches | runs)
rules.add_perm("mapping.view_programme", runs_programme | reads_programme)
rules.add_perm("mapping.edit_chain", runs_programme)

"""Who may do what with notes on relations: as in the coaches' room (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import RelationNote
from people.models import User
from places.rules import coaches, runs


@rules.predicate
def takes_back(user: User, note: RelationNote | None) -> bool:
    """Whether the user wrote the note, or runs the place's programme."""
    return note is not None and (note.by_id == user.pk or bool(runs(user, note.participation)))


rules.add_perm("learning.keep_relations", coaches | runs)
rules.add_perm("learning.remove_relation_note", takes_back)
rules.add_perm("learning.list_relations", rules.always_allow)  # visible_to() is the whole rule

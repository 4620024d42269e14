"""Who may enter which room (django-rules predicates)."""

from __future__ import annotations

import rules

from places.models import Participation
from places.rules import coaches, represents_municipality, runs, works

# Observers read reports, not what people write to each other.
rules.add_perm("learning.view_stream", works | represents_municipality | coaches | runs)
rules.add_perm("learning.view_coaches_room", coaches | runs)
rules.add_perm("learning.log_message", coaches | runs)
rules.add_perm("learning.take_message_up", works | coaches | runs)
rules.add_perm("learning.release_file", coaches | runs)

_ROOMS = {"place": "learning.view_stream", "coaches": "learning.view_coaches_room"}


def right_of(room: str) -> str:
    """The right that lets somebody read and write in a room."""
    return _ROOMS[room]


def may_enter(user: object, participation: Participation, room: str) -> bool:
    """Whether somebody may read and write in a room of the place."""
    return bool(rules.has_perm(right_of(room), user, participation))

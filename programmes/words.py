"""What a programme calls the roles at a place: the method's own word, or the usual one."""

from __future__ import annotations

from people.models import Role
from programmes.models import Programme


def role_word(programme: Programme, role: str) -> str:
    """The role's name at places of the programme, with a capital as in a heading."""
    own = {Role.PROCESS_LEADER: programme.leader_word, Role.COACH: programme.coach_word}
    word = own.get(Role(role), "") or str(Role(role).label)
    return word[:1].upper() + word[1:]

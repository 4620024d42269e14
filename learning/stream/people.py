"""Whom a message may be turned to: those who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from learning.models.stream import WRITERS, Room
from people.models import Assignment, ProgrammeRole, Role, User
from places.models import Participation


def people_of(participation: Participation, room: str) -> QuerySet[User]:
    """Those with a role at the place today; in the coaches' room coaches and managers."""
    roles = WRITERS if room == Room.PLACE else (Role.COACH,)
    held = Assignment.objects.active().filter(participation=participation, role__in=roles)
    chosen = Q(pk__in=held.values("user_id"))
    if room == Room.COACHES:
        managers = ProgrammeRole.objects.managers()
        runs = managers.filter(programme=participation.programme_id)
        chosen |= Q(pk__in=runs.values("user_id"))
    return User.objects.filter(chosen, is_active=True).order_by("name", "pk")

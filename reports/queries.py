"""Which participations a reader may take a report out of."""

from __future__ import annotations

from django.db.models import QuerySet

from people.models import Role, User
from people.scope import scope_of
from places.models import Participation

REPORTING_ROLES = (Role.COACH, Role.PROCESS_LEADER, Role.MUNICIPALITY_CONTACT)


def reportable_by(user: User) -> QuerySet[Participation]:
    """The participations for which the permission `places.export` holds."""
    own = scope_of(user).participations(*REPORTING_ROLES)
    return Participation.objects.run_or_among(user, own)

"""Which participations a reader may take a report out of."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Role, User
from places.models import Participation
from places.queries import own_assignments
from programmes.models import Programme

REPORTING_ROLES = (Role.COACH, Role.PROCESS_LEADER, Role.MUNICIPALITY_CONTACT)


def reportable_by(user: User) -> QuerySet[Participation]:
    """The participations for which the permission `places.export` holds."""
    own = own_assignments(user).filter(participation=OuterRef("pk"), role__in=REPORTING_ROLES)
    run = Programme.objects.run_by(user)
    return Participation.objects.filter(Q(programme__in=run) | Exists(own))

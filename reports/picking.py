"""How places of a programme are found where a form of a report asks (core.web.picker)."""

from __future__ import annotations

from django.db.models import QuerySet

from core.web.picker import Source, register
from people.models import User
from places.models import Participation
from places.reporting import TOOK_PART


def places_of_programme(user: User, programme: int) -> QuerySet[Participation]:
    """Places that work or have worked in the programme."""
    found: QuerySet[Participation] = (
        Participation.objects.visible_to(user)
        .counted()
        .filter(programme=programme, status__in=TOOK_PART)
        .select_related("place")
        .order_by("place__name", "pk")
    )
    return found


register(
    Source(
        "report_places",
        places_of_programme,
        fields=("place__name",),
        label=lambda row: str(row.place.name),
    )
)

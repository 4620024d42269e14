"""How a place of the register is found where a team's form asks for its area."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.web.picker import Source, register
from people.models import User
from places.models import Place


def _areas(user: User, region: int) -> QuerySet[Any]:
    rows = Place.objects.visible_to(user)
    found: QuerySet[Any] = rows.filter(region=region).select_related("municipality")
    return found


def _municipality(place: Place) -> str:
    return place.municipality.name


register(Source("team_areas", _areas, fields=("name",), note=_municipality))

"""What a place in two programmes shows: the other way, and what is on the map there.

Facts hang on the place and people on the region, so both programmes read the same. Plan,
checklist, money and the coaches' log hang on a participation, and stay each programme's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mapping.layers import Point
from mapping.models import MapPoint, MapPointState, Service
from people.models import User
from places.models import Participation, ParticipationStatus

#: Points of the other programme that a map shows.
MOST = 60


@dataclass(frozen=True, slots=True)
class Other:
    """The place's way in another programme; without `url` the reader has no part in it."""

    programme: str
    status: str
    url: str


def beside(user: User, participation: Participation) -> dict[str, Any]:
    """The other programmes in which the place takes part. Two statements where there are any."""
    if not getattr(participation, "elsewhere", True):  # the head has asked
        return {}
    rows = _others(participation).select_related("programme")
    found = list(rows.order_by("-started_on", "pk"))
    if not found:
        return {}
    seen = set(
        Participation.objects.visible_to(user)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    )
    return {
        "others": [
            Other(
                one.programme.name,
                str(one.get_status_display()),
                reverse("places:participation", args=[one.pk]) if one.pk in seen else "",
            )
            for one in found
        ],
        "participation": participation,
    }


def _others(participation: Participation) -> Any:
    """Those of the same place and kind, in other programmes of the region, that are no tests."""
    return Participation.objects.filter(
        place=participation.place_id,
        kind=participation.kind,
        is_test=False,
        status__in=(ParticipationStatus.ACTIVE, ParticipationStatus.ENDED),
    ).exclude(programme=participation.programme_id)


def points(_user: User, participation: Participation) -> list[Point]:
    """What is on the place's map in its other programmes: services, and spots that all may see.

    One statement. What waits, halls and actions stay with their programme.
    """
    others = _others(participation).order_by().values("pk")
    here = {"participation__in": others, "latitude__isnull": False, "longitude__isnull": False}
    services = Service.objects.filter(**here).values_list(
        "pk", "latitude", "longitude", "name", "kind"
    )
    spots = MapPoint.objects.filter(**here, state=MapPointState.SHOWN).values_list(
        "pk", "latitude", "longitude", "text", "kind"
    )
    url = reverse("mapping:map", args=[participation.pk])
    rows = services.order_by().union(spots.order_by(), all=True)[:MOST]
    return [
        Point(f"beside-{number}", north, east, text or kind, "beside", "", url)
        for number, (_pk, north, east, text, kind) in enumerate(rows)
        if north is not None and east is not None
    ]

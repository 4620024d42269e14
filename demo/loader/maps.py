"""What people say of spots, and where halls lie. All of it is marked as an example."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from areas.geometry import DEGREE
from demo.loader.past import day
from mapping.models import MapPoint
from mapping.points.services import add_point, set_pin
from people.models import Assignment, Role, User
from places.models import Participation


def load(told: dict[str, Any]) -> None:
    """Points by the process leader; one that waits by a member of the working group."""
    for one in told["points"]:
        place = _place(one["place"])
        leader = _somebody(place, Role.PROCESS_LEADER)
        for row in one["points"]:
            _point(place, leader, row, one["days"])
        if "waiting" in one:
            _point(place, _somebody(place, Role.MEMBER), one["waiting"], one["days"] - 10)
    for one in told["halls"]:
        place = _place(one["place"])
        if place.workshops.filter(hall=one["hall"]).exists():
            by = _somebody(place, Role.PROCESS_LEADER)
            north, east = _at(place, one["at"])
            set_pin(participation=place, by=by, hall=one["hall"], latitude=north, longitude=east)
    MapPoint.objects.update(made_up=True)


def _place(name: str) -> Participation:
    found = Participation.objects.select_related("place__municipality", "place__area")
    return found.get(place__name=name)


def _somebody(place: Participation, role: str) -> User:
    held = Assignment.objects.active().filter(participation=place, role=role)
    user: User = held.order_by("pk")[:1].get().user
    return user


def _point(place: Participation, by: User, row: dict[str, Any], days: int) -> None:
    north, east = _at(place, row["at"])
    add_point(
        participation=place, by=by, kind=row["kind"], text=row["text"], said_on=day(days),
        latitude=north, longitude=east,
    )  # fmt: skip


def _at(place: Participation, aside: list[float]) -> tuple[Decimal, Decimal]:
    north, east = place.place.latitude, place.place.longitude
    if north is None or east is None:
        raise LookupError(f"{place} has no point")
    return (
        (north + Decimal(str(aside[0]))).quantize(DEGREE),
        (east + Decimal(str(aside[1]))).quantize(DEGREE),
    )

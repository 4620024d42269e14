"""The service profile of a place: explained points for a choice among places, no pass or fail.

Two numbers, because they say opposite things about need: `base` is what people have, `exposed`
what is gone or at risk, the more the further it is to the next. The weights are data with their
reasons, so that whoever chooses can show them; `profile` asks no database, so that a call can use
it for a place that has no inventory here yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mapping.models import OPEN_STATES, Service, ServiceKind, ServiceState
from places.models import Participation


class Weight(NamedTuple):
    """Points of a kind of service, and why so many."""

    points: int
    why: str | Promise


_DAILY = _("Needed every day, and other services live off it")
_WEEKLY = _("Needed often, and far to the next without a car")
_SOME = _("Needed by some, or now and then")
WEIGHTS: Mapping[str, Weight] = {
    ServiceKind.GROCERIES: Weight(3, _DAILY),
    ServiceKind.SCHOOL: Weight(3, _("Families stay or move in because of it")),
    ServiceKind.PRESCHOOL: Weight(2, _("Families stay or move in because of it")),
    ServiceKind.TRANSIT: Weight(2, _WEEKLY),
    ServiceKind.FUEL: Weight(2, _WEEKLY),
    ServiceKind.CARE: Weight(2, _WEEKLY),
    ServiceKind.BROADBAND: Weight(2, _("Work and public service need it")),
    ServiceKind.POST: Weight(2, _WEEKLY),
    ServiceKind.PHARMACY: Weight(1, _SOME),
    ServiceKind.CASH: Weight(1, _SOME),
    ServiceKind.LIBRARY: Weight(1, _SOME),
    ServiceKind.ELDERLY: Weight(1, _SOME),
    ServiceKind.RESCUE: Weight(1, _SOME),
    ServiceKind.RECYCLING: Weight(1, _SOME),
    ServiceKind.HALL: Weight(1, _("People need somewhere to meet")),
}
#: Kilometres from which a lost service counts fully; nearer ones count half.
FAR_KM = Decimal(10)
HALF = Decimal("0.5")


class Seen(NamedTuple):
    """What is known of a kind of service: its state, and how far it is to the next."""

    state: str
    distance_km: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One kind: what it gave, and why it weighs so much."""

    kind: ServiceKind
    seen: Seen | None
    weight: Weight
    base: Decimal
    exposed: Decimal


@dataclass(frozen=True, slots=True)
class Profile:
    """The points of a place, line by line."""

    lines: tuple[Line, ...]

    @property
    def base(self) -> Decimal:
        """What people have."""
        return sum((one.base for one in self.lines), Decimal(0))

    @property
    def exposed(self) -> Decimal:
        """What is gone or at risk."""
        return sum((one.exposed for one in self.lines), Decimal(0))

    @property
    def most(self) -> int:
        """Points of a place that has everything."""
        return sum(one.weight.points for one in self.lines)

    @property
    def known(self) -> int:
        """Kinds that somebody has looked at."""
        return sum(one.seen is not None for one in self.lines)


def profile(seen: Mapping[str, Seen]) -> Profile:
    """The profile of what was seen, by kind of service."""
    return Profile(
        tuple(_line(ServiceKind(kind), seen.get(kind), weight) for kind, weight in WEIGHTS.items())
    )


def profile_at(participation: Participation) -> Profile:
    """The profile of a place's inventory. One statement."""
    return profile(best_of(participation.services.all()))


def best_of(services: Iterable[Service]) -> dict[str, Seen]:
    """By kind the best that there is: a second shop that closed takes nothing from the first."""
    found: dict[str, Seen] = {}
    for one in services:
        if one.state and (one.kind not in found or _rank(one.state) < _rank(found[one.kind].state)):
            found[one.kind] = Seen(one.state, one.distance_km)
    return found


_RANKS = (
    ServiceState.HERE, ServiceState.NEW, ServiceState.AT_RISK, ServiceState.GONE,
    ServiceState.NEVER,
)  # fmt: skip


def _rank(state: str) -> int:
    return _RANKS.index(ServiceState(state))


def _line(kind: ServiceKind, seen: Seen | None, weight: Weight) -> Line:
    points, nothing = Decimal(weight.points), Decimal(0)
    if seen is None:
        return Line(kind, None, weight, nothing, nothing)
    base = points if seen.state in OPEN_STATES else nothing
    lacks = seen.state in {ServiceState.AT_RISK, ServiceState.GONE}
    far = seen.distance_km is None or seen.distance_km >= FAR_KM
    if seen.state == ServiceState.AT_RISK:
        base *= HALF
    return Line(kind, seen, weight, base, points * (1 if far else HALF) if lacks else nothing)

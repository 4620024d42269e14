"""Places like mine: nearest by size, density and distance to a town, computed and explained.

Each of the three is taken as a logarithm (a village of 400 is to one of 800 as 800 is to 1 600)
and standardised over all candidates, so that none of them outweighs the others. The distance of
two places is the root of the mean square of what is known of both. Nothing here asks a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, exp, log, radians, sin, sqrt
from statistics import fmean, pstdev

#: How many are shown.
HOW_MANY = 5
#: What is called alike, and a little more or less, as factors.
ALIKE, LITTLE = 1.15, 1.5
#: Inhabitants from which on a settlement is a town.
TOWN = 10_000
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What likeness is counted from. None for what is not known."""

    pk: int
    name: str
    where: str
    population: int | None
    density: float | None
    town_km: float | None = None
    latitude: float | None = None
    longitude: float | None = None


#: What is compared, and how it is read off a settlement.
SIDES = ("population", "density", "town_km")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A settlement, how far it is from one's own (0 is the same), and how each side compares.

    `sides` has for each known side "alike", "little_more", "little_less", "more" or "less".
    """

    settlement: Settlement
    distance: float
    sides: Mapping[str, str]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies, by latitude and longitude in degrees."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def to_town(
    at: tuple[float, float] | None, towns: Iterable[tuple[int, float, float]], *, own: int = 0
) -> float | None:
    """Kilometres to the nearest of these towns; a town is not near itself. None without one."""
    if at is None:
        return None
    away = [kilometres(at, (lat, lon)) for pk, lat, lon in towns if pk != own]
    return min(away, default=None)


def nearest(
    own: Settlement, candidates: Sequence[Settlement], *, many: int = HOW_MANY
) -> list[Likeness]:
    """The candidates most like one's own place, the nearest first.

    One that shares no known side with it is left out, and so is the place itself. Those of equal
    distance stand by name.
    """
    others = [one for one in candidates if one.pk != own.pk]
    scales = {side: _scale([_of(one, side) for one in [own, *others]]) for side in SIDES}
    found = []
    for one in others:
        squares = [
            ((mine - theirs) / scales[side]) ** 2
            for side in SIDES
            if (mine := _of(own, side)) is not None and (theirs := _of(one, side)) is not None
        ]
        if squares and _of(one, "population") is not None:
            # A side that is not known counts as an ordinary difference, not as none.
            unknown = sum(1 for side in SIDES if _of(own, side) is not None) - len(squares)
            distance = sqrt((sum(squares) + unknown) / (len(squares) + unknown))
            found.append(Likeness(one, distance, compared(own, one)))
    found.sort(key=lambda one: (one.distance, one.settlement.name, one.settlement.pk))
    return found[:many]


def compared(own: Settlement, other: Settlement) -> dict[str, str]:
    """For each side that both have, how the other's compares to one's own."""
    found = {}
    for side in SIDES:
        mine, theirs = _of(own, side), _of(other, side)
        if mine is None or theirs is None:
            continue
        factor = exp(abs(theirs - mine))
        more = theirs > mine
        if factor <= ALIKE:
            found[side] = "alike"
        elif factor <= LITTLE:
            found[side] = "little_more" if more else "little_less"
        else:
            found[side] = "more" if more else "less"
    return found


def _of(one: Settlement, side: str) -> float | None:
    value = getattr(one, side)
    if value is None:
        return None
    # A kilometre is added: next to a town and in it is nearly the same.
    return (
        log(float(value) + 1.0) if side == "town_km" else log(float(value)) if value > 0 else None
    )


def _scale(values: Sequence[float | None]) -> float:
    known = [one for one in values if one is not None]
    return (pstdev(known, fmean(known)) if len(known) > 1 else 0.0) or 1.0

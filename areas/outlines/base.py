"""The base map read: outlines in the map's own projection, and which of them a map shows.

shapely is imported where it is used: few requests draw a map, and it is large.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, degrees, exp, log, pi, radians, tan
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from areas.outlines import FOLDER

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

#: Latitude and longitude, in decimal degrees.
Position = tuple[float, float]
#: West, south, east, north in decimal degrees.
Bounds = tuple[float, float, float, float]

#: The two files that hold whole countries and counties; the others hold a county each.
COUNTRIES, COUNTIES, TOWNS = "countries", "se-counties", "towns"
#: Of so many counties a map shows the municipalities; of more, it shows the counties alone.
MOST_COUNTIES = 3
#: Shown when there is nothing to show: Sweden and Denmark.
ALL: Bounds = (8.0, 54.6, 24.5, 69.2)
#: At the equator.
METRES_A_DEGREE = 111_320
#: Beyond the poles of the projection no map reaches.
MOST_LATITUDE = 85.0


def northing(latitude: float) -> float:
    """How far north, in degrees of longitude at the equator (the projection of web maps)."""
    held = max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude))
    return degrees(log(tan(pi / 4 + radians(held) / 2)))


def latitude_of(north: float) -> float:
    """The latitude of a northing."""
    return degrees(2 * atan(exp(radians(north))) - pi / 2)


def _projected(corners: Any) -> Any:
    import numpy as np  # noqa: PLC0415 - comes with shapely, see above

    found = np.array(corners, dtype=float)
    found[:, 1] = np.degrees(np.log(np.tan(pi / 4 + np.radians(found[:, 1]) / 2)))
    return found


@dataclass(frozen=True, slots=True)
class Area:
    """An outline of the base map, in the map's projection."""

    code: str
    name: str
    outline: BaseGeometry


@lru_cache(maxsize=32)
def features(name: str) -> list[dict[str, Any]]:
    """What a file of the base map holds. ImproperlyConfigured before set-up."""
    file = FOLDER / f"{name}.json"
    try:
        return list(json.loads(file.read_text(encoding="utf-8"))["features"])
    except FileNotFoundError as error:
        message = f"{file} is missing: run make setup, or python -m areas.outlines.build."
        raise ImproperlyConfigured(message) from error


def projected(geometry: dict[str, Any]) -> BaseGeometry:
    """A GeoJSON geometry in the map's projection."""
    import shapely  # noqa: PLC0415 - see above
    from shapely.geometry import shape  # noqa: PLC0415 - see above

    return shapely.make_valid(shapely.transform(shape(geometry), _projected))


def metres_of(latitude: float) -> float:
    """How many metres a degree of longitude is at a latitude: the map's scale there."""
    return METRES_A_DEGREE * cos(radians(latitude))


@lru_cache(maxsize=32)
def areas(name: str) -> tuple[Area, ...]:
    """The outlines of a file."""
    return tuple(
        Area(
            one["id"],
            one["properties"]["name"],
            projected(one["geometry"]),
        )
        for one in features(name)
    )


@lru_cache(maxsize=1)
def towns() -> tuple[tuple[str, Position, int], ...]:
    """Towns to find one's way by: name, position, and how near the map must be to name it."""
    return tuple(
        (one["properties"]["name"], (at[1], at[0]), one["properties"]["size"])
        for one in features(TOWNS)
        if (at := one["geometry"]["coordinates"])
    )


@lru_cache(maxsize=1)
def _homes() -> tuple[tuple[str, ...], STRtree]:
    from shapely import STRtree  # noqa: PLC0415 - see above

    found = [*areas(COUNTIES), *areas(COUNTRIES)]
    return tuple(one.code for one in found), STRtree([one.outline for one in found])


def homes_of(positions: Iterable[Position]) -> list[str]:
    """The Swedish counties ("14") and other countries ("DK") in which positions lie."""
    from shapely.geometry import Point  # noqa: PLC0415 - see above

    points = [Point(longitude, northing(latitude)) for latitude, longitude in positions]
    codes, tree = _homes()
    if not points:
        return []
    # An island that the base map leaves out belongs to the nearest coast.
    found = tree.nearest(points)
    return sorted({codes[number] for number in found})


def files_of(homes: Collection[str]) -> list[str]:
    """The files that a map of these counties and countries shows, the lowest layer first."""
    counties = sorted(code for code in homes if code.isdecimal())
    near = counties if len(counties) <= MOST_COUNTIES else []
    return [COUNTRIES, COUNTIES, *(f"se-{code}" for code in near), TOWNS]


def bounds_of(positions: Sequence[Position], least: float) -> Bounds:
    """The frame around positions, at least so many degrees of longitude wide. At least one."""
    south, north = (pick(at[0] for at in positions) for pick in (min, max))
    west, east = (pick(at[1] for at in positions) for pick in (min, max))
    more = max(0.0, least - (east - west)) / 2
    low, high = northing(south), northing(north)
    tall = max(0.0, least * 0.8 - (high - low)) / 2
    return (west - more, latitude_of(low - tall), east + more, latitude_of(high + tall))

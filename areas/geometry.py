"""Positions and outlines as people and statistical offices write them.

A position may be written in degrees, in SWEREF 99 TM, in UTM zone 32 or 33 (ETRS89) or in the old
RT 90: which, its size tells. Latitude and longitude change places easily, northing and easting
too. What can be told from the country is put right, and *said*: nothing is changed silently.

shapely and pyproj are imported where they are used: few requests need them, and they are large.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pyproj import Geod, Transformer
    from shapely.geometry.base import BaseGeometry

#: Five decimals of a degree are a metre: as many as the register keeps.
DEGREE = Decimal("0.00001")
#: The most southern, northern, western and eastern point of a country, with some sea.
BOUNDS = {"SE": (55, 70, 10, 25), "DK": (54, 58, 7, 16), "NO": (57, 81, 4, 35)}

SWEREF_99_TM, UTM_32, UTM_33, RT_90 = 3006, 25832, 25833, 3021
WGS_84 = 4326
#: Degrees that differ from WGS 84 by less than a metre.
_ETRS_89 = 4258
#: In which systems a country's maps are, the likeliest first.
_SYSTEMS = {
    "SE": (SWEREF_99_TM, UTM_32, RT_90),
    "DK": (UTM_32, UTM_33),
    "NO": (UTM_33, UTM_32),
}
#: Metres from the equator, and from a line west of the zone.
_NORTHING = (5_900_000, 9_100_000)
_EASTING = {RT_90: (1_200_000, 1_950_000)}
_EASTING_OF_UTM = (50_000, 1_200_000)

_GROUP = r"[ \u00a0\u202f.,'’]"
_DEGREES = re.compile(r"[0-9]{1,2}\.[0-9]{4,15}")
_NUMBER = re.compile(r"[+\-]?\d{1,9}(?:[.,]\d{1,15})?")
_GROUPED = re.compile(rf"[+\-]?\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,2}}(?:[.,]\d{{1,6}})?")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°º]\s*(\d{1,2}(?:[.,]\d{1,10})?)\s*['′’]?"
    r"(?:\s*(\d{1,2}(?:[.,]\d{1,10})?)\s*(?:[\"″”]|'{2}|′{2})?)?"
)
_BETWEEN = re.compile(r"\s*[;,/]\s*|\s+")
#: Directions in our languages: öst, øst, väst, vest.
_NORTH_SOUTH, _EAST_WEST = {"N": 1, "S": -1}, {"E": 1, "Ö": 1, "Ø": 1, "V": -1, "W": -1}
_DIRECTION = re.compile(r"^[NSEWVÖØ]|[NSEWVÖØ]$")
_MINUTES = 60
#: Metres that no system of coordinates has.
_FARTHEST = 1e8
#: From this on a number is no angle, however wrong.
_METRES = 1000
_THREE_DECIMALS = re.compile(r"\d{3}[.,]\d{3}")


class CoordinateError(ValueError):
    """A position cannot be read. The text says what is wanted; `second` where in the second."""

    def __init__(self, text: str, *, second: bool = False) -> None:
        super().__init__(text)
        self.second = second


class Number(NamedTuple):
    """A number of a pair, and the direction beside it: "N" or "E", "" for none."""

    value: Decimal
    axis: str = ""
    #: May be thousands instead: 503.123.
    grouped: bool = False


class Point(NamedTuple):
    """A position in degrees (WGS 84): which system it was given in, and whether it was swapped."""

    latitude: Decimal
    longitude: Decimal
    system: int = WGS_84
    swapped: bool = False

    @property
    def told(self) -> list[str]:
        """What was put right, in sentences."""
        return [
            *([told_of_system(self.system)] if self.system != WGS_84 else []),
            *([told_of_swap(self.system)] if self.swapped else []),
        ]


def system_name(system: int) -> str:
    """What people call a system of coordinates."""
    return {
        WGS_84: "WGS 84",
        SWEREF_99_TM: "SWEREF 99 TM",
        RT_90: "RT 90",
        UTM_32: _("UTM zone 32 (ETRS89)"),
        UTM_33: _("UTM zone 33 (ETRS89)"),
    }.get(system, f"EPSG:{system}")


def told_of_system(system: int) -> str:
    """That a position was converted."""
    return _("The position was given in %(system)s. It is stored as latitude and longitude.") % {
        "system": system_name(system)
    }


def told_of_swap(system: int = WGS_84) -> str:
    """That two numbers had changed places."""
    if system != WGS_84:
        return _("Northing and easting had changed places. They are put right.")
    return _("Latitude and longitude had changed places. They are put right.")


# --- Reading


def read_point(
    first: str, second: str, country: str, near: tuple[Decimal, Decimal] | None = None
) -> Point:
    """The position that two texts say, latitude first; both may stand in one of them.

    `near` is a position not far away (the municipality's): it tells which of two zones is meant.
    Raises CoordinateError.
    """
    if _DEGREES.fullmatch(first) and _DEGREES.fullmatch(second):  # as most files have it
        return _point(Number(Decimal(first)), Number(Decimal(second)), country, near)
    first, second = _plain(first), _plain(second)
    if not (first and second):
        return _read_together(first or second, country, near)
    return _point(_number(first), _number(second, second=True), country, near)


def read_number(text: str) -> Decimal:
    """One number of a position, in degrees or metres. Raises CoordinateError."""
    return _number(_plain(text)).value


def _plain(text: str) -> str:
    return " ".join(text.replace("−", "-").replace("–", "-").split())


def _not_a_number(*, second: bool = False) -> CoordinateError:
    return CoordinateError(
        _("Write decimal degrees, such as 56.1726, or metres in SWEREF 99 TM or UTM."),
        second=second,
    )


def _number(text: str, *, second: bool = False) -> Number:
    upper = text.upper()
    letters = _DIRECTION.findall(upper)
    bare = _DIRECTION.sub("", upper).strip().removesuffix("M").rstrip()
    value = _value(bare)
    if value is None or len(letters) > 1:
        raise _not_a_number(second=second)
    if not letters:
        return Number(value, grouped=bool(_THREE_DECIMALS.fullmatch(bare)))
    axis = "N" if letters[0] in _NORTH_SOUTH else "E"
    return Number(value * (_NORTH_SOUTH | _EAST_WEST)[letters[0]], axis)


def _value(text: str) -> Decimal | None:
    if found := _SEXAGESIMAL.fullmatch(text):
        degrees, minutes, seconds = (_decimal(part or "0") for part in found.groups())
        if minutes >= _MINUTES or seconds >= _MINUTES:
            return None
        return degrees + minutes / _MINUTES + seconds / _MINUTES**2
    bare = text.rstrip("°º").rstrip()
    if _NUMBER.fullmatch(bare):
        return _decimal(bare)
    if _GROUPED.fullmatch(bare):
        whole = re.split(r"[.,](?!\d{3}(?!\d))", bare)
        return _decimal(".".join([re.sub(_GROUP, "", whole[0]), *whole[1:]]))
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _read_together(text: str, country: str, near: tuple[Decimal, Decimal] | None) -> Point:
    """Both numbers of one text, wherever it may be divided so that they are a position."""
    found: list[Point] = []
    fault: CoordinateError | None = None
    for first, second in _halves(text):
        try:
            point = _point(_number(first), _number(second), country, near)
        except CoordinateError as error:
            fault = fault or error
            continue
        if point not in found:
            found.append(point)
    if len(found) == 1:
        return found[0]
    if not any(True for _half in _halves(text)) or fault is None:
        raise CoordinateError(_("Latitude and longitude come together."))
    raise fault


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for between in _BETWEEN.finditer(text):
        first, second = text[: between.start()].strip(), text[between.end() :].strip()
        # "56,14" is one number: a comma alone divides two that have points.
        if between[0] == "," and not ("." in first and "." in second):
            continue
        if first and second:
            yield first, second


def _point(
    first: Number, second: Number, country: str, near: tuple[Decimal, Decimal] | None
) -> Point:
    swapped = (first.axis, second.axis) in {("E", "N"), ("E", ""), ("", "N")}
    named = bool(first.axis or second.axis)
    one, two = (second, first) if swapped else (first, second)
    if max(abs(one.value), abs(two.value)) >= _METRES:
        return _from_metres(one, two, country, near)
    latitude, longitude = one.value.quantize(DEGREE), two.value.quantize(DEGREE)
    if not inside(country, latitude, longitude):
        if not named and inside(country, longitude, latitude):
            return Point(longitude, latitude, swapped=True)
        raise CoordinateError(wrong_point(country, latitude, longitude))
    return Point(latitude, longitude)


def _from_metres(
    one: Number, two: Number, country: str, near: tuple[Decimal, Decimal] | None
) -> Point:
    north, east = _metres(one), _metres(two)
    swapped = east > north
    if swapped:
        north, east = east, north
    found = [
        (system, at)
        for system in _SYSTEMS.get(country, (UTM_33, UTM_32))
        if _may_be(system, north, east)
        and inside(country, *(at := to_degrees(system, north, east)))
    ]
    if not found:
        raise CoordinateError(
            _("These are no metres in SWEREF 99 TM or UTM of a point in the country.")
        )
    if near is not None:
        found.sort(key=lambda pair: distance_m(pair[1], near))
    system, (latitude, longitude) = found[0]
    return Point(latitude, longitude, system, swapped)


def _metres(number: Number) -> Decimal:
    """A number in metres: 503.123 beside a northing is written with thousands."""
    return number.value * 1000 if number.grouped else number.value


def _may_be(system: int, north: Decimal, east: Decimal) -> bool:
    low, high = _EASTING.get(system, _EASTING_OF_UTM)
    return _NORTHING[0] <= north <= _NORTHING[1] and low <= east <= high


# --- Where on earth


def inside(country: str, latitude: Decimal, longitude: Decimal) -> bool:
    """Whether a point lies within a country's bounds; of one without bounds, on earth."""
    south, north, west, east = BOUNDS.get(country, (-90, 90, -180, 180))
    return south <= latitude <= north and west <= longitude <= east


def wrong_point(country: str, latitude: Decimal, longitude: Decimal) -> str:
    """What is wrong with a point, in words; "" for one in the country."""
    if inside(country, latitude, longitude):
        return ""
    if inside(country, longitude, latitude):
        return _("Latitude and longitude have changed places.")
    return _("This point lies outside the country.")


def distance_m(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> float:
    """Metres along the earth between two points (latitude, longitude)."""
    _there, _back, metres = _earth().inv(
        float(one[1]), float(one[0]), float(other[1]), float(other[0])
    )
    return float(metres)


@cache
def _earth() -> Geod:
    from pyproj import Geod  # noqa: PLC0415 - see above

    return Geod(ellps="WGS84")


_kept = threading.local()


def transformer(system: int) -> Transformer:
    """From a system to degrees, x before y. A thread has its own: they may not be shared."""
    from pyproj import Transformer  # noqa: PLC0415 - see above

    known: dict[Any, Transformer] = _kept.__dict__
    if system not in known:
        known[system] = Transformer.from_crs(system, WGS_84, always_xy=True)
    return known[system]


def to_degrees(system: int, north: Decimal, east: Decimal) -> tuple[Decimal, Decimal]:
    """Latitude and longitude of a point given in metres."""
    longitude, latitude = transformer(system).transform(float(east), float(north))
    return rounded(latitude), rounded(longitude)


def rounded(degrees: float) -> Decimal:
    """Degrees as the register keeps them."""
    return Decimal(f"{degrees:.5f}")


# --- Outlines

#: An outline has at most so many points: its shape on a map of a municipality.
MOST_POINTS = 160
#: Degrees by which a simplified line may differ at first; about ten metres.
TOLERANCE = 0.0001


class OutlineError(ValueError):
    """A geometry is no outline. The text says why."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A cleaned and simplified outline, a point inside it, and whether it had to be cleaned."""

    geometry: dict[str, Any]
    point: tuple[Decimal, Decimal]
    cleaned: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A geometry in degrees, x before y: which system it was in, and whether it was turned."""

    shape: BaseGeometry
    system: int
    swapped: bool


def placed(shape: BaseGeometry, system: int, country: str) -> Placed:
    """A file's geometry in degrees. `system` is an EPSG number; 0, where the file says none.

    Raises CoordinateError for one that does not lie in the country whichever way it is read.
    """
    import shapely  # noqa: PLC0415 - see above

    swapped = False
    pairs = shapely.get_coordinates(shape)
    if not (abs(pairs) < _FARTHEST).all():  # false for what is no number, too
        raise CoordinateError(_("This point lies outside the country."))
    x, y = pairs[0]
    if not system:
        first = _point(Number(Decimal(str(y))), Number(Decimal(str(x))), country, None)
        system, swapped = first.system, first.swapped
    if swapped:
        shape = _turned(shape)
    if system not in {WGS_84, _ETRS_89}:
        shape = _converted(shape, system)
    x, y = shapely.get_coordinates(shape)[0]
    at = (rounded(y), rounded(x))
    if not swapped and not inside(country, *at) and inside(country, *at[::-1]):
        shape, swapped = _turned(shape), True
    elif not inside(country, *at):
        raise CoordinateError(_("This point lies outside the country."))
    return Placed(shape, WGS_84 if system == _ETRS_89 else system, swapped)


def _turned(shape: BaseGeometry) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - see above

    return shapely.transform(shape, lambda pairs: pairs[:, ::-1])


def _converted(shape: BaseGeometry, system: int) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - see above
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        into = transformer(system)
    except CRSError as error:
        raise CoordinateError(
            _("The file names a system of coordinates that we do not know: %(number)s.")
            % {"number": system}
        ) from error
    return shapely.transform(shape, into.transform, interleaved=False)


def outline_of(shape: BaseGeometry) -> Outline:
    """A polygon in degrees, cleaned where it crosses itself, with few enough points.

    Raises OutlineError for what has no area.
    """
    import shapely  # noqa: PLC0415 - see above

    flat = shapely.force_2d(shape)
    cleaned = not flat.is_valid
    if cleaned:
        flat = shapely.make_valid(flat)
    surface = _surface(flat)
    if surface.is_empty:
        raise OutlineError(_("The outline encloses nothing."))
    inner = surface.representative_point()
    return Outline(_as_json(_simplified(surface)), (rounded(inner.y), rounded(inner.x)), cleaned)


def _surface(shape: BaseGeometry) -> BaseGeometry:
    """What of a geometry has an area: cleaning leaves lines and points beside it."""
    import shapely  # noqa: PLC0415 - see above

    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def _simplified(surface: BaseGeometry) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - see above

    simple, tolerance = surface, TOLERANCE
    while shapely.get_num_coordinates(simple) > MOST_POINTS:
        simple = surface.simplify(tolerance)
        tolerance *= 2
        if tolerance > 1:  # a thousand islands have no fewer points
            simple = surface.convex_hull.simplify(TOLERANCE)
            break
    if simple.is_empty or not simple.is_valid:
        simple = shapely.make_valid(simple)
    return _surface(simple)


def _as_json(surface: BaseGeometry) -> dict[str, Any]:
    """GeoJSON with five decimals. Each ring keeps at least a triangle."""

    def ring(line: Any) -> list[list[float]]:
        return [[round(x, 5), round(y, 5)] for x, y in line.coords]

    def polygon(shape: Any) -> list[list[list[float]]]:
        return [ring(shape.exterior), *(ring(hole) for hole in shape.interiors)]

    if surface.geom_type == "Polygon":
        return {"type": "Polygon", "coordinates": polygon(surface)}
    parts = getattr(surface, "geoms", ())
    return {"type": "MultiPolygon", "coordinates": [polygon(part) for part in parts]}

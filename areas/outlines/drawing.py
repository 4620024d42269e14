"""A map as SVG: what stands on a page before its script, without one, on paper and in a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from areas.outlines import base
from core.palette import Palette, paint

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The shapes of a state, around (0, 0): circle, square and diamond, as in lists; a ring for
#: what is not seen yet or at rest.
SHAPES = {
    "ok": '<circle r="7"/>',
    "warn": '<rect x="-6.5" y="-6.5" width="13" height="13" rx="1.5"/>',
    "stop": '<path d="M0-9.5 9.5 0 0 9.5-9.5 0Z"/>',
    "info": '<path d="M0-8 7.5 6H-7.5Z"/>',
    "off": '<circle r="6"/>',
}
#: How far things are from the middle of a place, in metres; a ring is not smaller than this in px.
RINGS = (500, 1000, 2000, 5000, 10000)
LEAST_RING = 60
#: Space between the outermost marks and the edge, in px, with room for names.
EDGE = 56
#: Up to so many marks have their names beside them.
MOST_NAMES = 40
#: How wide a letter is on average, and how high a name, in px.
LETTER, LINE = 7.6, 17.0
#: Corners nearer than this (px) to the line are left out.
FINE = 0.45
#: Degrees of longitude in sight up to which smaller towns are named.
NEAR_TOWNS, MIDDLE_TOWNS = 3.0, 9.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the map. `level` is ok, warn, stop, info or off; see SHAPES."""

    latitude: float
    longitude: float
    label: str
    level: str = "ok"
    url: str = ""
    approximate: bool = False
    chosen: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Centre:
    """The place that a map is about: its point, and its outline in the register (GeoJSON)."""

    at: base.Position
    name: str
    outline: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What lies in sight, in the map's projection, and how it fits its picture in px."""

    west: float
    north: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, bounds: base.Bounds, width: int, height: int, edge: int = EDGE) -> Frame:
        """The closest look at which all of the bounds are in sight."""
        west, south, east, north = bounds
        low, high = base.northing(south), base.northing(north)
        scale = min(
            (width - 2 * edge) / max(east - west, 1e-6), (height - 2 * edge) / max(high - low, 1e-6)
        )
        middle = ((west + east) / 2, (low + high) / 2)
        return cls(
            middle[0] - width / scale / 2, middle[1] + height / scale / 2, scale, width, height
        )

    def at(self, longitude: float, north: float) -> tuple[float, float]:
        """Where a projected point lies in the picture."""
        return (
            round((longitude - self.west) * self.scale, 1),
            round((self.north - north) * self.scale, 1),
        )

    @property
    def in_sight(self) -> tuple[float, float, float, float]:
        """West, south, east, north in the projection, with a little around it."""
        more = 8 / self.scale
        return (
            self.west - more,
            self.north - self.height / self.scale - more,
            self.west + self.width / self.scale + more,
            self.north + more,
        )


def draw(  # noqa: PLR0913 - what a picture needs
    marks: Sequence[Mark],
    *,
    title: str,
    width: int = 840,
    height: int = 640,
    least: float = 0.6,
    bounds: base.Bounds | None = None,
    homes: Sequence[str] | None = None,
    chosen_area: str = "",
    centre: Centre | None = None,
    palette: Palette = "page",
) -> SafeString:
    """The map with its marks, within `bounds` or around them.

    `homes` are the counties and countries that are lifted out, else those of the marks.
    `least` is how many degrees of longitude are in sight at least, `chosen_area` the code of a
    municipality that is lifted out. What the picture says stands in its title and in `label`s;
    a page has the same as a list.
    """
    positions = [(one.latitude, one.longitude) for one in marks]
    homes = tuple(base.homes_of(positions) if homes is None else homes)
    if bounds is None:
        bounds = base.bounds_of(positions, least) if positions else base.ALL
    frame = Frame.around(bounds, width, height)
    parts = [
        f'<rect {paint("mp-sea", palette)} width="{width}" height="{height}"/>',
        _ground(frame, homes, palette),
        _chosen(frame, homes, chosen_area, palette) if chosen_area else "",
        _about(frame, centre, palette) if centre else "",
    ]
    taken: list[tuple[float, float, float, float]] = []
    drawn = list(_marks(frame, marks, taken, palette))
    parts += _towns(frame, taken, palette)
    parts += drawn
    shown = 'class="map-picture" ' if palette == "page" else ""
    return mark_safe(
        f'<svg {shown}viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="xMidYMid meet">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def key(*told: tuple[str, str]) -> list[tuple[SafeString, str]]:
    """The shapes of levels with their words, for paper: `key(("ok", _("On track")), …)`."""
    return [
        (
            mark_safe(
                f'<svg width="11" height="11" viewBox="-12 -12 24 24" '
                f'role="img" xmlns="http://www.w3.org/2000/svg"><title>{escape(words)}</title>'
                f"<g {paint(f'mp-{level}', 'paper')}>{SHAPES[level]}</g></svg>"
            ),
            words,
        )
        for level, words in told
    ]


def credit() -> str:
    """Whose outlines these are; stands at every map."""
    return _("Boundaries: SCB and Natural Earth, simplified")


@lru_cache(maxsize=64)
def _ground(frame: Frame, homes: tuple[str, ...], palette: Palette) -> str:
    """The outlines: neighbours, counties, and the municipalities of the counties at home."""
    found = []
    for name in base.files_of(homes):
        if name == base.TOWNS:
            continue
        for one in base.areas(name):
            at_home = one.code in homes or name not in {base.COUNTRIES, base.COUNTIES}
            if path := _path(frame, one.outline):
                kind = "mp-home" if at_home else "mp-land"
                found.append(f'<path {paint(kind, palette)} d="{path}"/>')
    found += [
        f'<path {paint("mp-edge", palette)} d="{path}"/>'
        for one in base.areas(base.COUNTIES)
        if one.code in homes and (path := _path(frame, one.outline))
    ]
    return "".join(found)


def _chosen(frame: Frame, homes: tuple[str, ...], code: str, palette: Palette) -> str:
    for name in base.files_of(homes):
        if name in {base.TOWNS, base.COUNTRIES, base.COUNTIES}:
            continue
        for one in base.areas(name):
            if one.code == code:
                return f'<path {paint("mp-chosen", palette)} d="{_path(frame, one.outline)}"/>'
    return ""


def _about(frame: Frame, centre: Centre, palette: Palette) -> str:
    """The outline of the place, and rings around its point with their distance."""
    found = []
    if centre.outline:
        path = _path(frame, base.projected(centre.outline))
        found.append(f'<path {paint("mp-place", palette)} d="{path}"/>')
    latitude, longitude = centre.at
    x, y = frame.at(longitude, base.northing(latitude))
    for metres in RINGS:
        radius = round(metres / base.metres_of(latitude) * frame.scale, 1)
        if not LEAST_RING < radius < frame.width:
            continue
        found.append(
            f'<circle {paint("mp-range", palette)} cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
            f'<text {paint("mp-townname", palette)} x="{x:g}" y="{y - radius - 4:g}" '
            f'text-anchor="middle">{distance(metres)}</text>'
        )
    return "".join(found)


def distance(metres: int) -> str:
    """A distance in words: "500 m", "2 km"."""
    return f"{metres} m" if metres < 1000 else f"{metres // 1000} km"  # noqa: PLR2004 - metres


def _path(frame: Frame, outline: BaseGeometry) -> str:
    import shapely  # noqa: PLC0415 - large, and few requests draw a map

    seen = shapely.clip_by_rect(outline, *frame.in_sight)
    slim = shapely.simplify(seen, FINE / frame.scale)
    return "".join(
        "M" + " ".join("{:g},{:g}".format(*frame.at(x, y)) for x, y in ring.coords[:-1]) + "Z"
        for part in shapely.get_parts(slim)
        if part.geom_type == "Polygon" and not part.is_empty
        for ring in (part.exterior, *part.interiors)
    )


def _marks(
    frame: Frame,
    marks: Sequence[Mark],
    taken: list[tuple[float, float, float, float]],
    palette: Palette,
) -> Iterator[str]:
    placed = [
        (one, *frame.at(one.longitude, base.northing(one.latitude)))
        for one in sorted(marks, key=lambda mark: -mark.latitude)
    ]
    taken += [(x - 10, y - 10, x + 10, y + 10) for _one, x, y in placed]
    named = len(marks) <= MOST_NAMES
    for one, x, y in placed:
        ring = f'<circle {paint("mp-ring", palette)} r="17"/>' if one.approximate else ""
        round_it = f'<circle {paint("mp-pick", palette)} r="17"/>' if one.chosen else ""
        level = one.level if one.level in SHAPES else "ok"
        shape = f"<g {paint(f'mp-{level}', palette)}>{SHAPES[level]}</g>"
        aside = 20 if one.approximate or one.chosen else 14
        name = _name(one.label, x, y, aside, frame, taken, palette) if named else ""
        body = f'<g transform="translate({x:g} {y:g})">{ring}{round_it}{shape}</g>{name}'
        if one.url:
            label = escape(one.label)
            body = f'<a href="{escape(one.url)}" aria-label="{label}">{body}</a>'
        yield body


def _name(
    label: str,
    x: float,
    y: float,
    aside: int,
    frame: Frame,
    taken: list[tuple[float, float, float, float]],
    palette: Palette,
) -> str:
    """A name where there is room for it: right, left, above, below; else none."""
    wide = len(label) * LETTER
    for anchor, left, top in (
        ("start", x + aside, y - LINE / 2),
        ("end", x - aside - wide, y - LINE / 2),
        ("middle", x - wide / 2, y - 14 - LINE),
        ("middle", x - wide / 2, y + 12),
    ):
        box = (left, top, left + wide, top + LINE)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= frame.width and box[3] <= frame.height
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            at = {"start": left, "end": left + wide, "middle": left + wide / 2}[anchor]
            rest = f'x="{at:g}" y="{top + 13:g}" text-anchor="{anchor}">{escape(label)}</text>'
            halo = f"<text {paint('mp-halo', palette)} {rest}" if palette == "paper" else ""
            return f"{halo}<text {paint('mp-name', palette)} {rest}"
    return ""


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _towns(
    frame: Frame, taken: list[tuple[float, float, float, float]], palette: Palette
) -> Iterable[str]:
    """Towns in sight, the largest first, where their names touch nothing."""
    span = frame.width / frame.scale
    size = 3 if span <= NEAR_TOWNS else 2 if span <= MIDDLE_TOWNS else 1
    for name, (latitude, longitude), own in sorted(base.towns(), key=lambda town: town[2]):
        x, y = frame.at(longitude, base.northing(latitude))
        box = (x - 4, y - 9, x + 10 + len(name) * 6.4, y + 9)
        out = box[0] < 0 or box[1] < 0 or box[2] > frame.width or box[3] > frame.height
        if own > size or out or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        yield (
            f'<circle {paint("mp-town", palette)} cx="{x:g}" cy="{y:g}" r="2.5"/>'
            f'<text {paint("mp-townname", palette)} x="{x + 7:g}" y="{y + 4:g}">'
            f"{escape(name)}</text>"
        )

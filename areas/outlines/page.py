"""A map on a page: what its script gets, and what stands there without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from areas.outlines import base, drawing
from areas.outlines.drawing import SHAPES, Centre, Mark

#: From so many points on, those that lie close are drawn as one with their number.
CLUSTERED = 100
#: So many points are drawn before the script comes; its map has all.
DRAWN = 200
#: The point that is being set.
NEW = '<circle r="5"/>'
#: Decimals that are sent: a metre.
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class MapView:
    """A map as its template draws it (templates/areas/outlines/map.html)."""

    data: dict[str, Any]
    picture: SafeString
    symbols: SafeString
    title: str
    credit: str

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.data["points"])


def map_view(  # noqa: PLR0913 - what maps differ in
    marks: Sequence[Mark],
    *,
    title: str,
    card_url: str = "",
    least: float = 0.6,
    around: Sequence[base.Position] = (),
    chosen: str = "",
    chosen_area: str = "",
    pick: bool = False,
    size: tuple[int, int] = (840, 680),
    centre: Centre | None = None,
) -> MapView:
    """A map of the marks.

    `card_url` is the address of a mark's card, with a 0 for its key; without it the row of the
    list holds the card. `around` are positions that are in sight too, `least` is how many
    degrees of longitude are in sight at least. With `pick` a point can be set on it. `centre` is
    the place that it is about, with its outline and rings that tell how far things are.
    """
    positions = [(one.latitude, one.longitude) for one in marks]
    seen = [*positions, *around, *([centre.at] if centre else [])]
    homes = base.homes_of(seen)
    bounds = base.bounds_of(seen, least) if seen else base.ALL
    picture = drawing.draw(
        marks[:DRAWN], title=title, width=size[0], height=size[1], bounds=bounds,
        chosen_area=chosen_area, homes=homes, centre=centre,
    )  # fmt: skip
    data = {
        "points": [_sent(one) for one in marks],
        "bounds": [[bounds[1], bounds[0]], [bounds[3], bounds[2]]],
        "layers": [[name, static(f"vendor/maps/{name}.json")] for name in base.files_of(homes)],
        "homes": homes,
        "card": card_url,
        "chosen": chosen,
        "area": chosen_area,
        "pick": pick,
        "centre": [*centre.at, centre.name, centre.outline] if centre else None,
        "rings": drawing.RINGS,
        "tiles": [settings.MAP_TILES, settings.MAP_ATTRIBUTION] if settings.MAP_TILES else None,
        "cluster": (
            static("vendor/leaflet.markercluster/leaflet.markercluster.js")
            if len(marks) > CLUSTERED
            else ""
        ),
        "words": {
            "in": _("Zoom in"),
            "out": _("Zoom out"),
            "places": _("%(count)s points, zoom in") % {"count": "{count}"},
            "approximate": _("approximate position"),
            "here": _("You are here"),
            "new": _("The new point"),
            "nowhere": _("The phone does not tell where it is. Tap on the map instead."),
        },
    }
    return MapView(data, picture, symbols(), title, drawing.credit())


def symbols() -> SafeString:
    """The shapes of the states, for the script's marks and the legend."""
    return format_html_join(
        "",
        '<symbol id="map-{}" viewBox="-12 -12 24 24">{}</symbol>',
        ((level, SafeString(shape)) for level, shape in {**SHAPES, "new": NEW}.items()),
    )


def _sent(one: Mark) -> list[Any]:
    at = [round(one.latitude, DECIMALS), round(one.longitude, DECIMALS)]
    sent = [one.key, *at, one.level, one.label]
    return [*sent, 1] if one.approximate else sent

"""Where a point on earth lies: latitude and longitude change places easily."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

#: The most southern, northern, western and eastern point of a country, with some sea.
_BOUNDS = {
    "SE": (55, 70, 10, 25),
    "DK": (54, 58, 7, 16),
}


def wrong_point(country: str, latitude: Decimal, longitude: Decimal) -> str:
    """What is wrong with a place's point, in words; "" for one in the country.

    Of a country that we have no bounds of nothing is said.
    """
    if country not in _BOUNDS or _inside(country, latitude, longitude):
        return ""
    if _inside(country, longitude, latitude):
        return _("Latitude and longitude have changed places.")
    return _("This point lies outside the country.")


def _inside(country: str, latitude: Decimal, longitude: Decimal) -> bool:
    south, north, west, east = _BOUNDS[country]
    return south <= latitude <= north and west <= longitude <= east

"""The columns of a statistical office's list of areas, under the names that the offices give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from areas.models import AreaScheme
from core.sheets.cells import CellFault, choice, whole_number, words
from core.sheets.columns import Column, Columns

MOST_INHABITANTS = 200_000_000
_MEASURE = re.compile(r"\d{1,3}([ \u00a0\u202f'’]\d{3})+([.,]\d+)?|\d{1,10}([.,]\d{1,15})?")
HECTARES_A_KM2 = 100
#: The register keeps ten square metres … a hundredth of a hectare.
_LAND = Decimal("0.0001")
_MOST_LAND = 999_999

_year = partial(whole_number, low=1500, high=2200)
_inhabitants = partial(whole_number, low=0, high=MOST_INHABITANTS)


def _measure(text: str) -> Decimal:
    if not _MEASURE.fullmatch(text):
        raise CellFault(_("Write a number, such as 128,5."))
    return Decimal(re.sub(r"[ \u00a0\u202f'’]", "", text).replace(",", "."))


def _km2(text: str) -> Decimal:
    return _land(_measure(text))


def _hectares(text: str) -> Decimal:
    return _land(_measure(text) / HECTARES_A_KM2)


def _land(km2: Decimal) -> Decimal:
    if km2 > _MOST_LAND:
        raise CellFault(_("No area is so large."))
    return km2.quantize(_LAND)


COLUMNS = Columns(
    Column(
        "code",
        words(most=20),
        heading=pgettext_lazy("heading of a column", "Code"),
        about=gettext_lazy("The area's code at the statistical office. Always needed."),
        example="1272TC103",
        also=(
            "tatortskod", "tätortskod", "tatort kod", "tätort kod", "tatort code", "smaortskod",
            "småortskod", "kod", "byområdekode", "byomraadekode", "bykode", "by kode", "bykod",
            "kode", "tettstedsnummer", "tettstednummer", "tettsted kode", "locality code",
        ),
    ),
    Column(
        "name",
        words(most=120),
        heading=pgettext_lazy("heading of a column", "Name"),
        about=gettext_lazy("The area's name. Always needed."),
        example="Näsum",
        also=(
            "tatort", "tätort", "tatortsnamn", "tätortsnamn", "tatort namn", "tatort name",
            "tatortsbeteckning", "tätortsbeteckning", "smaort", "småort", "namn", "ort",
            "byområde", "byomraade", "byområdenavn", "bynavn", "by", "navn", "tettsted",
            "tettstedsnavn", "tettstednavn", "locality",
        ),
    ),
    Column(
        "old_code",
        words(most=20),
        heading=pgettext_lazy("heading of a column", "Older code"),
        about=gettext_lazy("A code of an older system, where the area has one."),
        example="T2884",
        also=("gammal kod", "äldre kod", "t kod", "gammel kode", "ældre kode"),
    ),
    Column(
        "scheme",
        choice(AreaScheme, told=lambda: AreaScheme.values),
        heading=pgettext_lazy("heading of a column", "Code system"),
        about=gettext_lazy("The code's system. Empty: told from the code."),
        also=("kodsystem", "kodesystem", "code scheme"),
    ),
    Column(
        "municipality",
        heading=pgettext_lazy("heading of a column", "Municipality"),
        about=gettext_lazy("Code or name of the municipality it lies in."),
        example="1272",
        also=(
            "kommun", "kommunkod", "kommun kod", "kommune", "kommunekode", "kommunenummer",
            "kommunenr", "municipality code",
        ),
    ),
    Column(
        "municipality_name",
        heading=pgettext_lazy("heading of a column", "Municipality's name"),
        about=gettext_lazy("The municipality's name, where the code is not known."),
        also=("kommunnamn", "kommun namn", "kommunenavn", "kommunnavn"),
    ),
    Column(
        "population",
        _inhabitants,
        heading=pgettext_lazy("heading of a column", "Inhabitants"),
        about=gettext_lazy("How many live there."),
        example="1119",
        also=(
            "bef", "befolkning", "folkmängd", "folkmangd", "invånare", "antal invånare",
            "indbyggere", "indbyggertal", "folketal", "innbyggere", "folketall", "population",
            "bef tot", "antal personer",
        ),
    ),
    Column(
        "year",
        _year,
        heading=pgettext_lazy("heading of a column", "Year"),
        about=gettext_lazy("The year of the number."),
        example="2023",
        also=("ar", "år", "artal", "årtal", "aar"),
    ),
    Column(
        "area_ha",
        _hectares,
        heading=pgettext_lazy("heading of a column", "Land area in hectares"),
        about=gettext_lazy("How large it is."),
        example="128,5",
        also=("area ha", "areal ha", "arealha", "landareal ha", "hektar", "ha", "area hektar"),
    ),
    Column(
        "area_km2",
        _km2,
        heading=pgettext_lazy("heading of a column", "Land area in km²"),
        about=gettext_lazy("The same in square kilometres."),
        also=(
            "area km2", "areal km2", "landareal", "landareal km2", "areal km²", "km2", "land km2",
        ),
    ),
    Column(
        "latitude",
        heading=pgettext_lazy("heading of a column", "Latitude"),
        about=gettext_lazy("Degrees north, or metres in SWEREF 99 TM or UTM."),
        example="56.1726",
        also=("latitud", "lat", "bredde", "breddegrad", "y", "n", "nord", "northing", "y koord"),
    ),
    Column(
        "longitude",
        heading=pgettext_lazy("heading of a column", "Longitude"),
        about=gettext_lazy("Degrees east, or metres in SWEREF 99 TM or UTM."),
        example="14.4988",
        also=(
            "longitud", "lon", "long", "lng", "længde", "længdegrad", "lengdegrad", "x", "e",
            "öst", "øst", "easting", "x koord",
        ),
    ),
    Column(
        "valid_from",
        _year,
        heading=pgettext_lazy("heading of a column", "From year"),
        about=gettext_lazy("The first year in which the area is there."),
        also=("giltig från", "gäller från", "gyldig fra", "valid from"),
    ),
    Column(
        "valid_to",
        _year,
        heading=pgettext_lazy("heading of a column", "To year"),
        about=gettext_lazy("The last year in which the area is there."),
        also=("giltig till", "gäller till", "gyldig til", "valid to"),
    ),
    wrong=gettext_lazy("The columns are not those of a list of areas."),
    needs=(("code",), ("name",)),
)  # fmt: skip


def keys_of(headings: Sequence[str]) -> list[str]:
    """The key of each heading, "" for one that is not read. Of two for a column the first counts.

    Offices write both "kommun" and "kommunkod". Refusals: wrong_columns.
    """
    once: list[str] = []
    seen: set[str] = set()
    for heading in headings:
        key = COLUMNS.key_of(heading)
        once.append("" if key in seen else heading)
        seen |= {key} - {""}
    return COLUMNS.keys_of(once)

"""The columns of a place import, under the names that people give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.refusals import Refusal
from places.domain.import_cells import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a file may have: its name in a template, what stands in it, other names."""

    key: str
    about: str | Promise
    example: str
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        gettext_lazy("The place's name. Always needed."),
        "Näsum",
        ("namn", "navn", "plats", "sted", "ort"),
    ),
    Column(
        "municipality_code",
        gettext_lazy("The municipality's official code. This or the name is needed."),
        "1272",
        ("kommunkod", "kommunekode"),
    ),
    Column(
        "municipality",
        gettext_lazy("The municipality's name, where the code is not known."),
        "Bromölla",
        ("kommun", "kommune"),
    ),
    Column(
        "kind",
        gettext_lazy("What kind of place it is. Needed for a new place."),
        "locality",
        ("typ", "type", "art"),
    ),
    Column(
        "latitude",
        gettext_lazy("Decimal degrees north, with point or comma."),
        "56.1726",
        ("latitud", "lat", "bredde"),
    ),
    Column(
        "longitude",
        gettext_lazy("Decimal degrees east, with point or comma."),
        "14.4988",
        ("longitud", "lon", "long", "lng", "længde"),
    ),
    Column(
        "locality_code",
        gettext_lazy("A statistical code of the place."),
        "",
        ("tätortskod", "bykode", "code", "kod", "kode"),
    ),
    Column(
        "scheme",
        gettext_lazy("The code's system. Empty: told from the code."),
        "",
        ("kodsystem", "kodesystem", "code scheme"),
    ),
    Column(
        "population",
        gettext_lazy("Number of inhabitants, with year and source."),
        "1119",
        ("inhabitants", "folkmängd", "befolkning", "invånare", "indbyggere", "indbyggertal"),
    ),
    Column("year", gettext_lazy("The year of the number."), "2005", ("år",)),
    Column(
        "source",
        gettext_lazy("Who says so: an address or a name."),
        "https://sv.wikipedia.org/wiki/N%C3%A4sum",
        ("källa", "kilde", "source url"),
    ),
)
_KEYS = {fold(name): column.key for column in COLUMNS for name in (column.key, *column.also)}


def count_known(headings: Iterable[str]) -> int:
    """How many headings are columns that we know."""
    return sum(1 for heading in headings if fold(heading) in _KEYS)


def columns_of(headings: list[str]) -> list[str]:
    """The key of each heading. Refusals: wrong_columns, with a sentence for each fault."""
    keys = [_KEYS.get(fold(heading), "") for heading in headings]
    wrong = [_unknown(heading) for heading, key in zip(headings, keys, strict=True) if not key]
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    wrong += [_("The column %(name)s is there twice.") % {"name": key} for key in twice]
    if "name" not in keys:
        wrong.append(_("The column %(name)s is missing.") % {"name": "name"})
    if "municipality" not in keys and "municipality_code" not in keys:
        wrong.append(_("The column %(name)s is missing.") % {"name": "municipality_code"})
    if wrong:
        raise Refusal(
            "wrong_columns", _("The columns are not those of a place list."), details=wrong
        )
    return keys


def _unknown(heading: str) -> str:
    if not heading:
        return _("A column has no heading.")
    near = get_close_matches(fold(heading), _KEYS, n=1)
    if near:
        return _("The column “%(name)s” is not known. Is it %(near)s?") % {
            "name": heading[:60],
            "near": _KEYS[near[0]],
        }
    return _("The column “%(name)s” is not known.") % {"name": heading[:60]}

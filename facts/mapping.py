"""From a cube to figures: which code is which area, which indicator, which part.

A mapping is JSON:

    {"geo": {"variable": "Region", "scheme": "scb_kommun"},
     "time": "Tid",
     "indicator": {"variable": "ContentsCode", "codes": {"BE0101N1": "se-population"}},
     "dims": {"sex": {"variable": "Kon", "codes": {"1": "men", "2": "women", "1+2": ""}}}}

`indicator` may be `{"key": "…"}` for all cells. A code that stands for the whole is mapped to "";
one that is not mapped keeps its own name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from areas.models import AreaCode, AreaLevel
from areas.models.area import SETTLEMENTS
from facts.jsonstat import Dataset
from facts.models import Indicator, Level, Status, year_of
from facts.recording import Figure, indicators_by_key, number
from people.models import Region
from places.models import PlaceCode

#: How sources mark what is too little to be shown, what is preliminary, and what is exactly none.
_PROTECTED = {":", "c", "x", "private", "..c"}
_ESTIMATED = {"e", "p", "prel", "estimated", "preliminary", "*"}
_NONE = {"-"}
_LEVELS: Mapping[str, Sequence[str]] = {
    Level.PLACE: SETTLEMENTS,
    Level.MUNICIPALITY: (AreaLevel.MUNICIPALITY,),
    Level.COUNTY: (AreaLevel.COUNTY,),
}
#: Codes that are written with and without zeros before them.
_WIDTH = 4


@dataclass(slots=True)
class Read:
    """What a cube came to: figures, and what was left out by what it lacked."""

    figures: list[Figure] = field(default_factory=list)
    unknown_areas: Counter[str] = field(default_factory=Counter)
    #: Cells of a code that no indicator is mapped to, or of another level than the indicator.
    no_indicator: int = 0
    wrong_level: int = 0
    no_period: int = 0
    #: Numbers that no column holds.
    odd_values: int = 0

    @property
    def left_out(self) -> int:
        """How many cells were left out."""
        return (
            self.unknown_areas.total()
            + self.no_indicator
            + self.wrong_level
            + self.no_period
            + self.odd_values
        )


class Areas:
    """Codes of one scheme, as areas of the register or as places of the region that have them."""

    def __init__(self, scheme: str, codes: Iterable[str], region: Region) -> None:
        wanted = {form for code in codes for form in _forms(code)}
        rows = AreaCode.objects.filter(scheme=scheme, code__in=wanted).select_related("area")
        self._areas: dict[str, list[AreaCode]] = defaultdict(list)
        for row in rows:
            self._areas[row.code].append(row)
        of_places = PlaceCode.objects.filter(
            scheme=scheme, code__in=wanted, place__region=region
        ).values_list("code", "place_id")
        self._places: dict[str, int] = dict(of_places)
        self._known: dict[tuple[str, str, int], tuple[int | None, int | None] | None] = {}

    def find(self, code: str, level: str, year: int) -> tuple[int | None, int | None] | None:
        """Area or place of the code in a year; None where nobody knows it at this level."""
        asked = code, level, year
        if asked not in self._known:
            self._known[asked] = self._find(code, level, year)
        return self._known[asked]

    def _find(self, code: str, level: str, year: int) -> tuple[int | None, int | None] | None:
        levels = _LEVELS[level]
        for form in _forms(code):
            rows = [row for row in self._areas.get(form, ()) if row.area.level in levels]
            held = [row for row in rows if _held(row, year)]
            if chosen := held or rows:
                newest = max(chosen, key=lambda row: row.valid_from or 0)
                return newest.area_id, None
            if level == Level.PLACE and form in self._places:
                return None, self._places[form]
        return None

    def knows(self, code: str) -> bool:
        """Whether it is the code of anything."""
        return any(form in self._areas or form in self._places for form in _forms(code))


def _forms(code: str) -> list[str]:
    """Danish codes come as 430 and as 0430."""
    forms = [code]
    if code.isascii() and code.isdecimal():
        forms += [code.zfill(_WIDTH), code.lstrip("0")]
    return list(dict.fromkeys(form for form in forms if form))


def _held(row: AreaCode, year: int) -> bool:
    return (row.valid_from or 0) <= year <= (row.valid_to or 9999)


def period_of(code: str) -> str:
    """A period as it is stored: 2023, 2023K1, 2023M04. Raises ValueError for none."""
    text = " ".join(code.split())
    year_of(text)
    return text[:20]


def status_of(value: float | None, told: str) -> tuple[str, float | None]:
    """Status and value of a cell, from what the source says of it."""
    mark = told.strip().casefold()
    if value is not None:
        return (Status.ESTIMATED if mark in _ESTIMATED else Status.OK), value
    if mark in _NONE:
        return Status.OK, 0
    return (Status.PROTECTED if mark in _PROTECTED else Status.MISSING), None


def figures_of(
    cube: Dataset, mapping: Mapping[str, Any], *, region: Region, unit: str = ""
) -> Read:
    """The figures in a cube. `unit` is the table's where the cube tells none."""
    return _Reader(cube, mapping, region, unit).read()


def _key(told: Mapping[str, Any]) -> str:
    """The one indicator of a cube that has no variable of contents. Raises KeyError for none."""
    codes = list((told.get("codes") or {}).values())
    key: str = codes[0] if len(codes) == 1 else told["key"]
    return key


class _Reader:
    """One cube on its way to figures."""

    def __init__(
        self, cube: Dataset, mapping: Mapping[str, Any], region: Region, unit: str
    ) -> None:
        self.cube = cube
        at = {one.code: number for number, one in enumerate(cube.dimensions)}
        geo = mapping["geo"]
        self._geo, self._time = at.get(geo["variable"]), at[mapping["time"]]
        codes = cube.dimensions[self._geo].codes if self._geo is not None else [geo.get("code", "")]
        self._one_area = geo.get("code", "")
        self.areas = Areas(geo["scheme"], codes, region)
        told = mapping["indicator"]
        self._content = at.get(told.get("variable", ""))
        keys = dict(told.get("codes") or {}) if self._content is not None else {"": _key(told)}
        known = indicators_by_key(keys.values())
        self.indicators: dict[str, Indicator] = {
            code: known[key] for code, key in keys.items() if key in known
        }
        content = cube.dimensions[self._content] if self._content is not None else None
        metric = content or next((one for one in cube.dimensions if one.units), None)
        self._units = dict(metric.units) if metric else {}
        self._unit_at = at[metric.code] if metric else None
        self.unit = unit
        self.dims = [
            (name, at[one["variable"]], one.get("codes") or {})
            for name, one in (mapping.get("dims") or {}).items()
            if one["variable"] in at
        ]
        self.found = Read()

    def read(self) -> Read:
        """All cells."""
        status = self.cube.status_at
        for position, (codes, value) in enumerate(self.cube.cells()):
            indicator = self.indicators.get(
                codes[self._content] if self._content is not None else ""
            )
            if indicator is None:
                self.found.no_indicator += 1
                continue
            self._one(indicator, codes, value, status(position))
        return self.found

    def _one(
        self, indicator: Indicator, codes: tuple[str, ...], value: float | None, told: str
    ) -> None:
        try:
            period = period_of(codes[self._time])
        except ValueError:
            self.found.no_period += 1
            return
        area = codes[self._geo] if self._geo is not None else self._one_area
        place = self.areas.find(area, indicator.level, year_of(period))
        if place is None:
            if self.areas.knows(area):
                self.found.wrong_level += 1
            else:
                self.found.unknown_areas[area] += 1
            return
        state, value = status_of(value, told)
        try:
            exact = number(value)
        except ValueError:
            self.found.odd_values += 1
            return
        dims = {
            name: named
            for name, at, names in self.dims
            if (named := names.get(codes[at], codes[at]))
        }
        unit = self._units.get(codes[self._unit_at], "") if self._unit_at is not None else ""
        self.found.figures.append(
            Figure(indicator.pk, *place, period, exact, state, dims, (unit or self.unit)[:80])
        )

"""What an import would do to the register: row by row, faults by cell. Nothing is written.

Worked out anew each time it is looked at, so that what others did to the register counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.geometry import CoordinateError, read_point
from core.sheets.cells import fold
from core.sheets.rows import Plan, Row, in_order
from people.models import Region
from places.models import Place, PlaceCode, PopulationObservation
from places.models.place import CodeScheme
from programmes.models import Municipality

_SCHEMES = (
    (CodeScheme.SCB_OLD, re.compile(r"[TS]\d{4}")),
    (CodeScheme.SCB_2015, re.compile(r"\d{4}[TS]B\d{3}")),
    (CodeScheme.SCB_2023, re.compile(r"\d{4}[TS]C\d{3}")),
)

#: Columns of the place itself.
_OF_A_PLACE = ("kind", "latitude", "longitude")

Figure = tuple[int, str]  # year and source


@dataclass(slots=True)
class PlannedPlace:
    """One place of the file. `place_id` is None for a new one.

    `read` is what the file says, `fields` are those of it to set; `code` is a new one (scheme,
    code); `figures` are all the file's, `changed_figures` are numbers by the row to correct.
    """

    row: int
    name: str
    municipality: Municipality
    place_id: int | None = None
    read: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    code: tuple[str, str] | None = None
    figures: dict[Figure, int] = field(default_factory=dict)
    new_figures: dict[Figure, int] = field(default_factory=dict)
    changed_figures: dict[int, int] = field(default_factory=dict)
    #: The register has the place, and the list shall not change it.
    left: bool = False

    @property
    def result(self) -> str:
        """Say `new`, `changed`, `same`, or `there` for what is left as it is."""
        if self.place_id is None:
            return "new"
        if self.left:
            return "there"
        changes = self.fields or self.code or self.new_figures or self.changed_figures
        return "changed" if changes else "same"


class Register:
    """What the plan asks of the register, read with four queries whatever the file's size."""

    def __init__(self, region: Region, *, figures: bool) -> None:
        """`figures` says whether stored population figures will be compared."""
        found = Municipality.objects.filter(country=region.country)
        self._by_code = {municipality.code: municipality for municipality in found}
        self._by_name = {fold(name): m for m in found for name in (m.full_name, m.name)}
        places = Place.objects.filter(region=region).order_by()
        self.places = {
            (municipality, fold(name)): (pk, {"kind": kind, "latitude": lat, "longitude": lon})
            for pk, municipality, name, kind, lat, lon in places.values_list(
                "pk", "municipality_id", "name", "kind", "latitude", "longitude"
            )
        }
        codes = PlaceCode.objects.filter(place__region=region).order_by()
        self.codes = {
            (scheme, code): place
            for scheme, code, place in codes.values_list("scheme", "code", "place_id")
        }
        stored = PopulationObservation.objects.filter(place__region=region) if figures else []
        self.figures = {(f.place_id, f.year, f.source): (f.pk, f.inhabitants) for f in stored}

    def municipality_of(self, text: str) -> Municipality | None:
        """The municipality of this code or name."""
        return (
            self._by_code.get(text)
            or self._by_code.get(text.zfill(4))
            or self._by_name.get(fold(text))
        )

    def municipality(self, row: Row) -> Municipality | None:
        """The municipality of the row's code, or else of its name; a fault for neither."""
        code, name = row.get("municipality_code"), row.get("municipality")
        if code or "municipality" not in row.words:
            if not row.need("municipality_code"):
                return None
            found = self._by_code.get(code) or self._by_code.get(code.zfill(4))
            if found is None:
                row.fault("municipality_code", _("No municipality has this code."))
            return found
        if not row.need("municipality"):
            return None
        found = self._by_name.get(fold(name))
        if found is None:
            message = _("No municipality has this name. Use its official code.")
            row.fault("municipality", message)
        return found


def knows_codes(region: Region, rows: Iterable[Row]) -> bool:
    """Whether the register has a place of one of the list's codes."""
    codes = {code for row in rows if (code := row.values.get("locality_code"))}
    known = PlaceCode.objects.filter(place__region=region, code__in=codes)
    return bool(codes) and known.exists()


def make_plan(region: Region, rows: Iterable[Row], *, update: bool) -> Plan[PlannedPlace]:
    """Compare every row with the register.

    Without `update`, a place that the register has already is left as it is.
    """
    planner = _Planner(Register(region, figures=update), region.country, update=update)
    rows = list(rows)
    for row in rows:
        planner.take(row)
    return Plan(list(planner.places.values()), in_order(rows), planner.told())


class _Planner:
    """Takes one row after the other."""

    def __init__(self, register: Register, country: str, *, update: bool) -> None:
        self.register, self.country, self.update = register, country, update
        self.places: dict[tuple[int, str], PlannedPlace] = {}
        self._codes: dict[tuple[str, str], PlannedPlace] = {}
        self._told: Counter[str] = Counter()

    def told(self) -> list[str]:
        """What was converted or put right, and in how many rows."""
        return [
            ngettext("In %(count)s row: %(text)s", "In %(count)s rows: %(text)s", count)
            % {"count": count, "text": text}
            for text, count in self._told.items()
        ]

    def take(self, row: Row) -> None:
        """Add a row's place, or its figure to the place of an earlier row."""
        name, municipality = row.need("name"), self.register.municipality(row)
        code, figure = _code_of(row), _figure_of(row)
        if bool(row.get("latitude")) != bool(row.get("longitude")):
            missing = "longitude" if row.get("latitude") else "latitude"
            row.fault(missing, _("Latitude and longitude come together."))
        else:
            self._read_position(row, municipality)
        if row.faults or municipality is None:
            return
        key = (municipality.pk, fold(name))
        given = {name: value for name, value in row.values.items() if name in _OF_A_PLACE}
        if earlier := self.places.get(key):
            self._continue(row, earlier, given, code, figure)
            return
        place = self.places[key] = PlannedPlace(row.number, name, municipality, read=given)
        self._compare(row, place, key)
        self._take_code(row, place, code)
        self._take_figure(place, figure)

    def _read_position(self, row: Row, municipality: Municipality | None) -> None:
        """The position in degrees; what was converted or put right is told."""
        if not {"latitude", "longitude"} <= row.values.keys():
            return
        near = None
        if (
            municipality
            and municipality.latitude is not None
            and municipality.longitude is not None
        ):
            near = (municipality.latitude, municipality.longitude)
        try:
            point = read_point(row.get("latitude"), row.get("longitude"), self.country, near)
        except CoordinateError as error:
            row.fault("longitude" if error.second else "latitude", str(error))
            return
        row.values["latitude"], row.values["longitude"] = point.latitude, point.longitude
        self._told.update(point.told)

    def _continue(
        self,
        row: Row,
        place: PlannedPlace,
        given: dict[str, Any],
        code: tuple[str, str] | None,
        figure: tuple[Figure, int] | None,
    ) -> None:
        """A further row of a place may only bring a further figure."""
        if figure is None or figure[0] in place.figures:
            message = _("The same place stands in row %(row)s already.")
            row.fault("name", message % {"row": place.row})
            return
        other = [column for column, value in given.items() if place.read.get(column) != value]
        if code and code != place.read.get("code"):
            other.append("locality_code")
        if other:
            message = _("Row %(row)s says something else of the same place.")
            row.fault(other[0], message % {"row": place.row})
            return
        self._take_figure(place, figure)

    def _compare(self, row: Row, place: PlannedPlace, key: tuple[int, str]) -> None:
        stored = self.register.places.get(key)
        if stored is None:
            place.fields = dict(place.read)
            if "kind" not in place.read:
                row.fault("kind", _("A new place needs its kind."))
            return
        place.place_id, values = stored
        place.fields = {name: value for name, value in place.read.items() if values[name] != value}
        place.left = not self.update

    def _take_code(self, row: Row, place: PlannedPlace, code: tuple[str, str] | None) -> None:
        if code is None:
            return
        place.read["code"] = code
        other, owner = self._codes.setdefault(code, place), self.register.codes.get(code)
        if other is not place:
            row.fault("locality_code", _("Row %(row)s has the same code.") % {"row": other.row})
        elif owner is not None and owner != place.place_id:
            row.fault("locality_code", _("Another place in the register has this code."))
        elif owner is None:
            place.code = code

    def _take_figure(self, place: PlannedPlace, figure: tuple[Figure, int] | None) -> None:
        if figure is None:
            return
        (year, source), number = figure
        place.figures[year, source] = number
        stored = self.register.figures.get((place.place_id or 0, year, source))
        if stored is None:
            place.new_figures[year, source] = number
        elif stored[1] != number:
            place.changed_figures[stored[0]] = number


def _code_of(row: Row) -> tuple[str, str] | None:
    """Scheme and code; the scheme is told from the code where its cell is empty."""
    code = row.values.get("locality_code")
    if not code:
        if row.get("scheme") and not row.get("locality_code"):
            row.fault("locality_code", _("A code system is given, but no code."))
        return None
    if row.get("scheme"):
        return (row.values["scheme"], code) if "scheme" in row.values else None
    for scheme, pattern in _SCHEMES:
        if pattern.fullmatch(code):
            return scheme.value, code
    message = _("Say which code system it is: %(names)s.")
    row.fault("scheme", message % {"names": ", ".join(CodeScheme.values)})
    return None


def _figure_of(row: Row) -> tuple[Figure, int] | None:
    """Year, source and number of inhabitants. They come together."""
    if not row.get("population") and not row.get("year"):
        return None
    names = ("population", "year", "source")
    for column in names:
        if not row.get(column):
            row.fault(column, _("A population figure needs number, year and source."))
    if not all(column in row.values for column in names):
        return None
    return (row.values["year"], row.values["source"]), row.values["population"]

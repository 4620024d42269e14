"""What an import would do to the register: a plan, or the faults that stand in its way.

The plan is made anew for the preview and for the confirmation, so that it always speaks of
the register as it is and in the reader's language. Making it writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from people.models import Region
from places.domain.import_cells import CellFault, fold
from places.domain.import_rows import Fault, Figure, Row
from places.models import Place, PlaceCode, PopulationObservation
from programmes.models import Municipality


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

    @property
    def is_new(self) -> bool:
        """Whether the register does not have it yet."""
        return self.place_id is None

    @property
    def changes(self) -> bool:
        """Whether the import would write anything for it."""
        return bool(
            self.is_new or self.fields or self.code or self.new_figures or self.changed_figures
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All places of a file and all faults. It can be carried out when there are no faults."""

    places: list[PlannedPlace]
    faults: list[Fault]

    @property
    def new(self) -> list[PlannedPlace]:
        """Places that the register does not have yet."""
        return [place for place in self.places if place.is_new]

    @property
    def changed(self) -> list[PlannedPlace]:
        """Places of the register that would change."""
        return [place for place in self.places if not place.is_new and place.changes]

    @property
    def same(self) -> list[PlannedPlace]:
        """Places that stand in the register exactly so."""
        return [place for place in self.places if not place.changes]


class Register:
    """What the plan asks of the register, read with four queries whatever the file's size."""

    def __init__(self, region: Region, *, figures: bool) -> None:
        """`figures` says whether stored population figures will be compared."""
        found = Municipality.objects.filter(country=region.country)
        self._by_code = {municipality.code: municipality for municipality in found}
        self._by_name = {fold(name): m for m in found for name in (m.full_name, m.name)}
        self.places = {
            (municipality, fold(name)): (
                pk,
                {"kind": kind, "latitude": latitude, "longitude": longitude},
            )
            for pk, municipality, name, kind, latitude, longitude in Place.objects.filter(
                region=region
            )
            .order_by()
            .values_list("pk", "municipality_id", "name", "kind", "latitude", "longitude")
        }
        self.codes = {
            (scheme, code): place
            for scheme, code, place in PlaceCode.objects.filter(place__region=region)
            .order_by()
            .values_list("scheme", "code", "place_id")
        }
        stored = PopulationObservation.objects.filter(place__region=region) if figures else []
        self.figures = {(f.place_id, f.year, f.source): (f.pk, f.inhabitants) for f in stored}

    def municipality(self, code: str, name: str) -> Municipality:
        """The municipality of a code, or else of a name. Raises CellFault for neither."""
        if code:
            found = self._by_code.get(code) or self._by_code.get(code.zfill(4))
            if found is None:
                raise CellFault(_("No municipality has this code."))
            return found
        found = self._by_name.get(fold(name))
        if found is None:
            raise CellFault(_("No municipality has this name. Use its official code."))
        return found


def make_plan(
    region: Region, columns: Sequence[str], rows: Iterable[tuple[int, list[str]]], *, update: bool
) -> Plan:
    """Read every row and compare it with the register.

    `columns` are the keys of the file's columns in their order. Without `update`, a place
    that the register has already is a fault.
    """
    planner = _Planner(Register(region, figures=update), columns, update=update)
    for number, values in rows:
        planner.take(number, values)
    return Plan(list(planner.places.values()), planner.faults)


class _Planner:
    """Takes one row after the other."""

    def __init__(self, register: Register, columns: Sequence[str], *, update: bool) -> None:
        self.register = register
        self.columns = columns
        self.update = update
        self.places: dict[tuple[int, str], PlannedPlace] = {}
        self.faults: list[Fault] = []
        self._codes: dict[tuple[str, str], PlannedPlace] = {}

    def take(self, number: int, values: list[str]) -> None:
        """Add a row's place, or its figure to the place of an earlier row."""
        row = Row(number, dict(zip(self.columns, values, strict=False)), self.faults)
        before = len(self.faults)
        if any(values[len(self.columns) :]):
            row.fault(
                "", _("The row has more cells than there are headings."), values[len(self.columns)]
            )
        name, municipality = row.name(), row.municipality(self.register.municipality)
        read = {"kind": row.kind(), **row.position()}
        code, figure = row.code(), row.figure()
        if len(self.faults) > before or municipality is None:
            return
        key = (municipality.pk, fold(name))
        earlier = self.places.get(key)
        if earlier is not None:
            self._continue(row, earlier, read, code, figure)
            return
        place = PlannedPlace(number, name, municipality)
        self.places[key] = place
        self._compare(row, place, key, {k: v for k, v in read.items() if v not in {"", None}})
        self._take_code(row, place, code)
        self._take_figure(place, figure)

    def _continue(
        self,
        row: Row,
        place: PlannedPlace,
        read: dict[str, Any],
        code: tuple[str, str] | None,
        figure: tuple[Figure, int] | None,
    ) -> None:
        """A further row of a place may only bring a further figure."""
        again = _("The same place stands in row %(row)s already.") % {"row": place.row}
        if figure is None or figure[0] in place.figures:
            row.fault("name", again)
            return
        for column, value in read.items():
            if value not in {"", None} and place.read.get(column) != value:
                row.fault(
                    column,
                    _("Row %(row)s says something else of the same place.") % {"row": place.row},
                )
                return
        if code and code != place.read.get("code"):
            row.fault(
                "locality_code",
                _("Row %(row)s says something else of the same place.") % {"row": place.row},
            )
            return
        self._take_figure(place, figure)

    def _compare(
        self, row: Row, place: PlannedPlace, key: tuple[int, str], given: dict[str, Any]
    ) -> None:
        place.read.update(given)
        stored = self.register.places.get(key)
        if stored is None:
            place.fields = given
            if "kind" not in given:
                row.fault("kind", _("A new place needs its kind."))
            return
        place.place_id, values = stored
        place.fields = {column: value for column, value in given.items() if values[column] != value}
        if not self.update:
            row.fault("name", _("The register has this place already."))

    def _take_code(self, row: Row, place: PlannedPlace, code: tuple[str, str] | None) -> None:
        if code is None:
            return
        place.read["code"] = code
        other = self._codes.setdefault(code, place)
        owner = self.register.codes.get(code)
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

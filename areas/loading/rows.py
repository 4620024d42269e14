"""What a row of a file says of an area: judged, converted, and told where it does not fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas import geometry
from areas.geometry import CoordinateError, Outline, OutlineError
from areas.loading.columns import COLUMNS
from areas.loading.files import Feature
from areas.models import Area, AreaCode, AreaImport, AreaLevel, AreaScheme
from core.collation import normalise
from core.sheets.cells import fold
from core.sheets.rows import Fault, Row, read_rows
from core.sheets.table import Marks
from programmes.models import Municipality

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PATTERNS = (
    (AreaScheme.SCB_OLD, re.compile(r"[TS]\d{4}")),
    (AreaScheme.SCB_2015, re.compile(r"\d{4}[TS]B\d{3}")),
    (AreaScheme.SCB_2023, re.compile(r"\d{4}[TS]C\d{3}")),
)
_OF_LEVEL = {
    ("SE", AreaLevel.MUNICIPALITY): (AreaScheme.SCB_MUNICIPALITY, re.compile(r"\d{4}")),
    ("SE", AreaLevel.COUNTY): (AreaScheme.SCB_COUNTY, re.compile(r"\d{2}")),
    ("DK", AreaLevel.URBAN_AREA): (AreaScheme.DST, re.compile(r"\d[\d-]{2,11}")),
    ("DK", AreaLevel.MUNICIPALITY): (AreaScheme.DST_MUNICIPALITY, re.compile(r"\d{4}")),
    ("DK", AreaLevel.COUNTY): (AreaScheme.DST_REGION, re.compile(r"\d{4}")),
    ("NO", AreaLevel.LOCALITY): (AreaScheme.SSB, re.compile(r"\d{4,5}")),
    ("NO", AreaLevel.MUNICIPALITY): (AreaScheme.SSB_MUNICIPALITY, re.compile(r"\d{4}")),
    ("NO", AreaLevel.COUNTY): (AreaScheme.SSB_COUNTY, re.compile(r"\d{2}")),
}
#: A municipality's code with its leading nought, which spreadsheets take away.
_FOUR = 4
#: The codes that begin with the municipality's.
_WITH_MUNICIPALITY = {AreaScheme.SCB_2015, AreaScheme.SCB_2023}


class Planned(NamedTuple):
    """An area of the file: the one of the register that it is, or a new one (`known` is None).

    `codes` are those that the register does not have yet.
    """

    number: int
    known: int | None
    name: str
    words: str
    municipality: int | None
    parent: int | None
    values: dict[str, Any]
    codes: list[tuple[str, str]]
    outline: Outline | None = None


@dataclass
class Told:
    """What is said of the whole file: faults (as many as are shown), and what was put right."""

    most: int
    faulty: int = 0
    faults: list[Fault] = field(default_factory=list)
    systems: Counter[int] = field(default_factory=Counter)
    swapped: int = 0
    cleaned: int = 0

    def take(self, faults: Sequence[Fault]) -> None:
        """Note the faults of a row."""
        self.faulty += 1
        self.faults.extend(faults[: self.most - len(self.faults)])

    def sentences(self) -> list[str]:
        """What was put right."""
        said = [
            ngettext(
                "%(count)s position was given in %(system)s and is converted.",
                "%(count)s positions were given in %(system)s and are converted.",
                count,
            )
            % {"count": count, "system": geometry.system_name(system)}
            for system, count in self.systems.most_common()
            if system != geometry.WGS_84
        ]
        if self.swapped:
            said.append(
                ngettext(
                    "In %(count)s row the two numbers of the position had changed places; "
                    "they are put right.",
                    "In %(count)s rows the two numbers of the position had changed places; "
                    "they are put right.",
                    self.swapped,
                )
                % {"count": self.swapped}
            )
        if self.cleaned:
            said.append(
                ngettext(
                    "%(count)s outline crossed itself and was cleaned.",
                    "%(count)s outlines crossed themselves and were cleaned.",
                    self.cleaned,
                )
                % {"count": self.cleaned}
            )
        return said


class Register:
    """What is asked of the register: municipalities, their areas, and whose codes there are."""

    def __init__(self, country: str) -> None:
        """Three questions, whatever the file's size."""
        found = list(Municipality.objects.filter(country=country))
        self._by_code = {row.code: row for row in found}
        self._by_name = {fold(name): row for row in found for name in (row.full_name, row.name)}
        self.area_of = dict(
            Area.objects.filter(country=country, level=AreaLevel.MUNICIPALITY, municipality__gt=0)
            .order_by()
            .values_list("municipality_id", "pk")
        )
        self.codes: dict[tuple[str, str], int] = {}
        self.codes_of: dict[int, list[str]] = {}
        codes = AreaCode.objects.filter(area__country=country, valid_to__isnull=True).order_by("pk")
        for scheme, code, area in codes.values_list("scheme", "code", "area_id").iterator():
            self.codes[scheme, code] = area
            self.codes_of.setdefault(area, []).append(code)

    def municipality(self, text: str) -> Municipality | None:
        """The municipality of this code or name."""
        return (
            self._by_code.get(text)
            or (self._by_code.get(text.zfill(_FOUR)) if text.isdigit() else None)
            or self._by_name.get(fold(text))
        )


class Judge:
    """Judges row after row against the register and the rows before."""

    def __init__(self, kept: AreaImport, keys: Sequence[str], marks: Marks, told: Told) -> None:
        self.kept, self.keys, self.marks, self.told = kept, keys, marks, told
        self.register = Register(kept.country)
        self._rows_of: dict[tuple[str, str], int] = {}
        self._this_year = timezone.localdate().year

    def judged(self, group: Sequence[Feature]) -> Iterator[Planned]:
        """The areas of the rows that fit; of the others the faults are told."""
        shapes = {one.number: one for one in group}
        words = [(one.number, one.cells) for one in group]
        for row in read_rows(COLUMNS, self.keys, words, self.marks):
            planned = self._area(row, shapes[row.number])
            if row.faults:
                self.told.take(row.faults)
            elif planned is not None:
                yield planned

    def _area(self, row: Row, feature: Feature) -> Planned | None:
        name, code = row.need("name"), self._code(row)
        municipality = self._municipality(row, code)
        values = self._values(row)
        outline = self._place(row, feature, municipality, values)
        if row.faults or code is None:
            return None
        codes = [code]
        if old := row.values.get("old_code"):
            codes.append((AreaScheme.SCB_OLD.value, old))
        known = self._known(row, codes)
        if row.faults:
            return None
        new = [one for one in codes if one not in self.register.codes]
        others = self.register.codes_of.get(known, []) if known else []
        pk = municipality.pk if municipality else None
        return Planned(
            row.number,
            known,
            name,
            normalise(" ".join([name, *others, *(code for _scheme, code in new)]))[:400],
            pk,
            self._parent(pk),
            values,
            new,
            outline,
        )

    def _parent(self, municipality: int | None) -> int | None:
        if municipality is None or self.kept.level == AreaLevel.MUNICIPALITY:
            return None
        return self.register.area_of.get(municipality)

    def _code(self, row: Row) -> tuple[str, str] | None:
        """Scheme and code; the scheme is told from the code where its cell is empty."""
        code = row.need("code")
        if not code:
            return None
        if "scheme" in row.values:
            return row.values["scheme"], code
        if row.get("scheme"):
            return None
        of_level = _OF_LEVEL.get((self.kept.country, AreaLevel(self.kept.level)))
        if of_level is not None:
            padded = code.zfill(_FOUR) if of_level[1].pattern == r"\d{4}" else code
            if of_level[1].fullmatch(padded):
                return of_level[0].value, padded
        if self.kept.country == "SE":
            for scheme, pattern in _PATTERNS:
                if pattern.fullmatch(code.upper()):
                    return scheme.value, code.upper()
        row.fault("code", _("This is no code that we know. Name its system in a column."))
        return None

    def _known(self, row: Row, codes: list[tuple[str, str]]) -> int | None:
        """The area of the register that has one of the codes; None for a new one."""
        found = {self.register.codes[one] for one in codes if one in self.register.codes}
        for one in codes:
            other = self._rows_of.setdefault(one, row.number)
            if other != row.number:
                row.fault("code", _("Row %(row)s has the same code.") % {"row": other})
        if len(found) > 1:
            row.fault("old_code", _("The two codes are those of two areas in the register."))
        return next(iter(found), None)

    def _municipality(self, row: Row, code: tuple[str, str] | None) -> Municipality | None:
        said = row.get("municipality") or row.get("municipality_name")
        if not said:
            if code is None or not self._says_municipality(code[0]):
                return None
            return self.register.municipality(code[1][:_FOUR])
        found = self.register.municipality(said)
        if found is None:
            column = "municipality" if row.get("municipality") else "municipality_name"
            row.fault(column, _("No municipality has this code or name."))
        return found

    def _says_municipality(self, scheme: str) -> bool:
        return scheme in _WITH_MUNICIPALITY or self.kept.level == AreaLevel.MUNICIPALITY

    def _values(self, row: Row) -> dict[str, Any]:
        values = {name: row.values.get(name) for name in ("population", "valid_from", "valid_to")}
        land = row.values.get("area_km2", row.values.get("area_ha"))
        values["land_km2"] = land or None
        year = row.values.get("year", self.kept.population_year)
        values["population_year"] = year if values["population"] is not None else None
        if values["population"] is not None and year is None:
            row.fault("population", _("Say of which year the number is."))
        elif year is not None and year > self._this_year:
            row.fault("year", _("Choose a year that has begun."))
        first, last = values["valid_from"], values["valid_to"]
        if first and last and last < first:
            row.fault("valid_to", _("The last year must not be before the first."))
        return values

    # --- Where it lies

    def _place(
        self,
        row: Row,
        feature: Feature,
        municipality: Municipality | None,
        values: dict[str, Any],
    ) -> Outline | None:
        values["latitude"] = values["longitude"] = None
        outline = self._outline(row, feature, values) if feature.shape is not None else None
        first, second = row.get("latitude"), row.get("longitude")
        if not (first or second):
            return outline
        try:
            point = geometry.read_point(first, second, self.kept.country, _near(municipality))
        except CoordinateError as error:
            row.fault("longitude" if error.second else "latitude", str(error))
            return outline
        self.told.systems[point.system] += 1
        self.told.swapped += point.swapped
        values["latitude"], values["longitude"] = point.latitude, point.longitude
        return outline

    def _outline(self, row: Row, feature: Feature, values: dict[str, Any]) -> Outline | None:
        """The outline, and the point inside it; of a point only that."""
        shape = self._in_degrees(row, feature)
        if shape is None:
            return None
        if shape.geom_type in {"Point", "MultiPoint"}:
            at = shape.centroid
            values["latitude"] = geometry.rounded(at.y)
            values["longitude"] = geometry.rounded(at.x)
            return None
        try:
            outline = geometry.outline_of(shape)
        except OutlineError as error:
            row.fault("", str(error), "")
            return None
        self.told.cleaned += outline.cleaned
        values["latitude"], values["longitude"] = outline.point
        return outline

    def _in_degrees(self, row: Row, feature: Feature) -> BaseGeometry | None:
        """The geometry in degrees, x before y: converted and turned where it is not."""
        shape = feature.shape
        if shape is None or shape.is_empty:
            row.fault("", _("The outline encloses nothing."), "")
            return None
        try:
            found = geometry.placed(shape, feature.system, self.kept.country)
        except CoordinateError as error:
            row.fault("", str(error), "")
            return None
        self.told.systems[found.system] += 1
        self.told.swapped += found.swapped
        return found.shape


def _near(municipality: Municipality | None) -> tuple[Decimal, Decimal] | None:
    if municipality is None or municipality.latitude is None or municipality.longitude is None:
        return None
    return municipality.latitude, municipality.longitude

"""Bringing in a file of figures: read, columns told, looked at, stored."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area, AreaCode
from core import audit
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import CellFault, fold
from core.sheets.columns import Column, Columns
from core.sheets.kept import KEPT_FOR, Importer, ImportState
from core.sheets.rows import Plan, Row, in_order
from core.uploads import clean_name
from facts.files.reading import MOST_ROWS, read_figures
from facts.mapping import period_of
from facts.models import FactFile, FileMapping, Indicator, Observation, Origin, Status
from facts.recording import Figure, Provenance, current_at, judged, keep, number
from facts.sources.guessing import is_whole, sex_named
from people.models import Region, User
from places.models import Place, PlaceCode

_MARKS = {":": Status.PROTECTED, "x": Status.PROTECTED, "-": Status.OK}
DIMENSIONS = ("age", "sex", "branch", "size", "kind")


def value_of(text: str) -> tuple[Decimal | None, str]:
    """A figure as files write it: 1 119, 12,5, -3, ".." for missing, ":" for protected."""
    word = text.strip().casefold()
    if word in _MARKS:
        return (Decimal(0) if word == "-" else None), _MARKS[word]
    if set(word) == {"."}:
        return None, Status.MISSING
    plain = "".join(word.replace("\u2212", "-").replace(",", ".").split())
    try:
        return number(Decimal(plain)), Status.OK
    except (InvalidOperation, ValueError) as error:
        raise CellFault(_("Write a number.")) from error


def period_read(text: str) -> str:
    """A period with a year in it."""
    try:
        return period_of(text)
    except ValueError as error:
        raise CellFault(_("Write a year, such as 2023 or 2023K1.")) from error


_AREA = (
    "region",
    "kommun",
    "kommune",
    "område",
    "tätort",
    "byområde",
    "småort",
    "ort",
    "by",
    "sogn",
    "län",
    "kod",
    "code",
    "kommunkod",
    "tätortskod",
    "plats",
    "sted",
)
_VALUE = ("värde", "værdi", "antal", "tal", "number", "folkmängd", "indhold")
COLUMNS = Columns(
    Column("area", heading=gettext_lazy("Area or place"), also=_AREA, spreads=True),
    Column(
        "period",
        period_read,
        heading=gettext_lazy("Period"),
        also=("år", "tid", "year", "time", "kvartal"),
        spreads=True,
    ),
    Column("value", value_of, heading=gettext_lazy("Value"), also=_VALUE),
    Column(
        "indicator",
        heading=gettext_lazy("Indicator"),
        also=("indikator", "content", "tabellinnehåll"),
    ),
    Column("age", heading=gettext_lazy("Age"), also=("ålder", "alder")),
    Column("sex", heading=gettext_lazy("Sex"), also=("kön", "køn", "gender")),
    Column("branch", heading=gettext_lazy("Branch"), also=("bransch", "branche", "näringsgren")),
    Column("size", heading=gettext_lazy("Size"), also=("storlek", "storleksklass", "størrelse")),
    Column("kind", heading=gettext_lazy("Kind"), also=("typ", "type")),
    Column("status", heading=gettext_lazy("Status")),
    Column("note", heading=gettext_lazy("Note"), also=("anmärkning", "bemærkning", "kommentar")),
    wrong=gettext_lazy("Say which column holds the areas, the periods and the values."),
    needs=(("area",), ("period",), ("value",)),
)


@dataclass(slots=True)
class Line:
    """A row of the file and what becomes of it."""

    row: Row
    figure: Figure | None = None
    there: Observation | None = None
    result: str = "faulty"
    about: str = ""


class FactPlan(Plan[Line]):
    """What the file would do."""


class FactImporter(Importer[FactFile, FactPlan]):
    """The verbs of a file of figures. Its columns are told in a step of their own."""

    model = FactFile
    columns = COLUMNS
    related = ("region", "indicator")
    most_rows = MOST_ROWS

    def require(self, kept: FactFile, by: User) -> None:
        """Who collects figures for the region."""
        require(by, "facts.collect", kept)

    def lock(self, kept: FactFile) -> None:
        """Two imports of a region wait in turn."""
        Region.objects.select_for_update(no_key=True).get(pk=kept.region_id)

    @transaction.atomic
    def upload(self, *, kept: FactFile, file_name: str, content: bytes, by: User) -> FactFile:
        """Read the file; its columns are those that they were the last time, or guessed.

        Refusals: those of `read_figures`.
        """
        self.require(kept, by)
        table, unit = read_figures(content)
        kept.headings = table.headings
        kept.unit = kept.unit or unit[:80]
        kept.columns = self._remembered(kept) or _guessed(table.headings)
        kept.rows = table.rows
        kept.above, kept.unread = table.above, []
        kept.sheet, kept.other_sheets = table.sheet[:100], table.others
        kept.faults = [[*place, mark] for place, mark in sorted(table.marks.items())]
        kept.owner, kept.file_name = by, clean_name(file_name)
        kept.expires_at = timezone.now() + KEPT_FOR
        FactFile.objects.filter(state=ImportState.PREVIEW, expires_at__lt=timezone.now()).delete()
        kept.save()
        return kept

    def _remembered(self, kept: FactFile) -> list[str]:
        """How the columns were read when these headings came from this source before."""
        known = FileMapping.objects.filter(
            region=kept.region, source=kept.source, headings_key=_key(kept.headings)
        ).first()
        if known is None:
            return []
        kept.indicator = kept.indicator or known.indicator
        columns: list[str] = known.columns
        return columns

    @transaction.atomic
    def tell_columns(
        self, *, kept: FactFile, columns: list[str], indicator: Indicator | None, by: User
    ) -> FactFile:
        """Say what each column is; it is remembered for the next file of this source.

        Refusals: import_done, wrong_columns, column_twice, no_indicator.
        """
        self.require(kept, by)
        if kept.state == ImportState.DONE:
            raise Refusal("import_done", _("The import is carried out already."))
        used = [one for one in columns if one]
        if len(set(used)) != len(used):
            raise Refusal("column_twice", _("Two columns are told to be the same."))
        if not {"area", "period", "value"} <= set(used):
            raise Refusal("wrong_columns", COLUMNS.wrong)
        if indicator is None and "indicator" not in used:
            raise Refusal(
                "no_indicator", _("Choose which indicator the figures are of."), field="indicator"
            )
        kept.columns, kept.indicator = columns, indicator
        kept.save()
        FileMapping.objects.update_or_create(
            region=kept.region,
            source=kept.source,
            headings_key=_key(kept.headings),
            defaults={"headings": kept.headings, "columns": columns, "indicator": indicator},
        )
        return kept

    def plan_of(self, kept: FactFile) -> FactPlan:
        """What each row would do as things are now."""
        rows = self.rows_of(kept)
        lines = [Line(row) for row in rows]
        known = _Known(kept, rows)
        for line in lines:
            line.figure, line.about = known.figure(line.row)
        self._twice(lines)
        figures = [line.figure for line in lines if line.figure is not None]
        there = current_at(kept.region, figures) if figures else {}
        for line in lines:
            if line.figure is not None:
                line.there = there.get(line.figure.at)
                line.result = _result(line, kept)
        return FactPlan(lines, in_order(rows))

    def _twice(self, lines: list[Line]) -> None:
        """Two rows of one figure contradict each other."""
        seen: dict[Any, Line] = {}
        for line in lines:
            if line.figure is None:
                continue
            first = seen.setdefault(line.figure.at, line)
            if first is not line and first.figure is not None:
                if first.figure.value != line.figure.value:
                    line.row.fault(
                        "value",
                        _("Row %(row)s says something else of the same figure.")
                        % {"row": first.row.number},
                    )
                    line.result = "faulty"
                line.figure = None
                line.result = "same" if not line.row.faults else "faulty"

    def store(self, kept: FactFile, plan: FactPlan, by: User) -> None:
        """Write the new and the corrected figures."""
        wanted = [line.figure for line in plan.of("new", "changed") if line.figure is not None]
        provenance = Provenance(
            source=kept.source,
            table=kept.table,
            licence=kept.licence,
            origin=Origin.FILE,
            retrieved_on=kept.retrieved_on,
        )
        keep(wanted, region=kept.region, provenance=provenance, by=by)
        audit.record(
            "figures.imported",
            kept.region,
            by=by,
            name=kept.file_name,
            made=plan.counts["new"],
            changed=plan.counts["changed"],
        )


IMPORTER = FactImporter()


def _result(line: Line, kept: FactFile) -> str:
    if line.row.faults or line.figure is None:
        return "faulty"
    found = judged(line.figure, line.there, Origin.FILE)
    if found == "corrected":
        return "changed" if kept.update_existing else "there"
    return {"new": "new", "nothing": "same"}.get(found, "same")


def _key(headings: list[str]) -> str:
    return hashlib.sha256(json.dumps([fold(one) for one in headings]).encode()).hexdigest()


def _guessed(headings: list[str]) -> list[str]:
    """What each column is by its heading, each once.

    Where periods and values are known, the first of the others is what they are about.
    """
    keys: list[str] = []
    for heading in headings:
        key = COLUMNS.key_of(heading)
        keys.append(key if key not in keys else "")
    if {"period", "value"} <= set(keys) and "area" not in keys and "" in keys:
        keys[keys.index("")] = "area"
    return keys


class _Known:
    """What the words of a file can mean: areas, places and indicators, read at once."""

    def __init__(self, kept: FactFile, rows: list[Row]) -> None:
        self.kept = kept
        words = {row.get("area") for row in rows} - {""}
        heads = {word.split(" ")[0] for word in words}  # "1256 Östra Göinge"
        country = kept.region.country
        self.areas: dict[str, dict[int, Area]] = defaultdict(dict)
        codes = AreaCode.objects.filter(code__in=words | heads, area__country=country)
        for code in codes.select_related("area"):
            self.areas[code.code][code.area_id] = code.area
        for area in Area.objects.filter(name__in=words, country=country).holding():
            self.areas[fold(area.name)][area.pk] = area
        self.places: dict[str, set[int]] = defaultdict(set)
        for place in Place.objects.filter(region=kept.region, name__in=words):
            self.places[fold(place.name)].add(place.pk)
        of_codes = PlaceCode.objects.filter(place__region=kept.region, code__in=words | heads)
        for word, place_id in of_codes.values_list("code", "place_id"):
            self.places[word].add(place_id)
        named = {row.get("indicator") for row in rows} - {""}
        self.indicators: dict[str, Indicator] = {}
        if named:
            for one in Indicator.objects.filter(Q(country=country) | Q(country="")):
                self.indicators[one.key] = one
                for text in one.names.values():
                    self.indicators.setdefault(fold(text), one)

    def figure(self, row: Row) -> tuple[Figure | None, str]:
        """The row's figure and what it is about; None where a cell cannot be understood."""
        indicator = self._indicator(row)
        area, period, value = row.need("area"), row.need("period"), row.need("value")
        if row.faults or indicator is None:
            return None, ""
        at = self._subject(row, area, indicator)
        if at is None:
            return None, ""
        exact, status = value
        if marked := row.get("status"):
            status = _MARKS.get(marked.casefold(), status)
        if row.get("status").casefold() in {"e", "p", "prel", Status.ESTIMATED}:
            status = Status.ESTIMATED
        figure = Figure(
            indicator.pk, *at[:2], period, exact, status, _dims(row), self.kept.unit,
            row.get("note")[:500],
        )  # fmt: skip
        return figure, f"{at[2]}: {indicator.name}"

    def _indicator(self, row: Row) -> Indicator | None:
        word = row.get("indicator")
        if not word:
            if self.kept.indicator is None:
                row.fault("indicator", _("Say which indicator it is."))
            return self.kept.indicator
        found = self.indicators.get(word) or self.indicators.get(fold(word)) or self.kept.indicator
        if found is None:
            row.fault("indicator", _("There is no indicator of this name."))
        return found

    def _subject(
        self, row: Row, word: str, indicator: Indicator
    ) -> tuple[int | None, int | None, str] | None:
        """Area and place, one of them None, and what it is called. A place's own holds."""
        head = word.split(" ", maxsplit=1)[0]
        if indicator.level == "place":
            places = self.places.get(fold(word)) or self.places.get(head) or set()
            if len(places) == 1:
                return None, next(iter(places)), word
        found = self.areas.get(word) or self.areas.get(fold(word)) or self.areas.get(head) or {}
        fitting = {pk: one for pk, one in found.items() if indicator.fits(one)}
        if len(fitting) == 1:
            (area,) = fitting.values()
            return area.pk, None, area.name
        if fitting:
            row.fault("area", _("There are several of this name. Write the code."))
        elif found:
            level = indicator.get_level_display()
            row.fault(
                "area",
                _("It is of another level than the indicator: %(level)s.") % {"level": level},
            )
        else:
            row.fault("area", _("No area and no place of yours has this code or name."))
        return None


def _dims(row: Row) -> dict[str, str]:
    found = {}
    for name in DIMENSIONS:
        text = row.get(name)
        text = sex_named(text) if name == "sex" else "" if is_whole(text) else text
        if text:
            found[name] = text[:60]
    return found

"""A file of figures as a table with one figure a row, whatever it came as.

PX and JSON-stat are cubes; CSV, XLSX and ODS are read by core/sheets, and one that has years as
columns is turned: what stood in the head of a column becomes the row's period.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.sheets.reading import read_table
from core.sheets.table import MAX_BYTES, Table
from facts.files.px import looks_like_px, read_px
from facts.jsonstat import Dataset, NotJsonStatError, read
from facts.sources.guessing import looks_like_areas
from facts.sources.tables import Variable

#: Rows of one file, after it was turned.
MOST_ROWS = 20_000
#: A heading that names a period, alone or after what is counted: "2023", "Folkmängd 2023K1".
_PERIOD = re.compile(r"(?:(.*\S)\s+)?((?:19|20)\d{2}(?:[KMQ]\d{1,2}|[-/]\d{2,4})?)", re.IGNORECASE)
PERIOD, VALUE, STATUS = "period", "value", "status"
#: From so many headings with a period on, the years are columns.
_WIDE = 2


def read_figures(content: bytes) -> tuple[Table, str]:
    """The table, and the unit where the file tells it.

    Refusals: those of `core.sheets.reading.read_table`, broken_px, broken_jsonstat.
    """
    if len(content) > MAX_BYTES:
        return read_table(content, _headings), ""
    if looks_like_px(content):
        cube = read_px(content)
        return _of_cube(cube), str(cube.extension.get("unit") or "")
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        cube = _json(content)
        units = {unit for one in cube.dimensions for unit in one.units.values() if unit}
        return _of_cube(cube), units.pop() if len(units) == 1 else ""
    table = read_table(content, _headings, most=MOST_ROWS)
    return _turned(table), ""


def _headings(cells: Sequence[str]) -> int:
    """How many cells are words or years: headings, not figures."""
    filled = [cell for cell in cells if cell]
    words = [c for c in filled if _PERIOD.fullmatch(c) or not re.fullmatch(r"[\d\s.,-]+", c)]
    return len(words) if len(words) == len(filled) else 0


def _json(content: bytes) -> Dataset:
    try:
        return read(json.loads(content))
    except (ValueError, NotJsonStatError) as error:
        raise Refusal(
            "broken_jsonstat",
            _("The file is no JSON-stat that can be read. Download it again, or as CSV."),
        ) from error


def _of_cube(cube: Dataset) -> Table:
    """One row a cell. Areas and periods by code, everything else by its text."""
    named = [
        one.code in cube.time
        or looks_like_areas(Variable(one.code, one.label, dict.fromkeys(one.codes, "")))
        for one in cube.dimensions
    ]
    shown = [
        {code: code if by_code else one.labels.get(code, code) for code in one.codes}
        for one, by_code in zip(cube.dimensions, named, strict=True)
    ]
    rows: list[tuple[int, list[str]]] = []
    for at, (codes, value) in enumerate(cube.cells()):
        if value is None and not cube.status_at(at):
            continue
        if len(rows) >= MOST_ROWS:
            raise _too_many()
        words = [known[code] for known, code in zip(shown, codes, strict=True)]
        mark = cube.status_at(at)
        told = [mark, ""] if value is None else [repr(value), mark]
        rows.append((at + 2, [*words, *told]))
    headings = [*(one.label for one in cube.dimensions), VALUE, STATUS]
    return Table(headings, rows, above=[cube.label] if cube.label else [])


def _turned(table: Table) -> Table:
    """The table with years as rows; as it is where it has one figure a row already."""
    found = {at: _PERIOD.fullmatch(heading) for at, heading in enumerate(table.headings)}
    wide = {at: one for at, one in found.items() if one is not None}
    if len(wide) < _WIDE:
        return table
    kept = [at for at in found if at not in wide]
    contents = {(one[1] or "").strip() for one in wide.values()}
    headings = [table.headings[at] for at in kept]
    if len(contents) > 1:
        headings.append("content")
    rows: list[tuple[int, list[str]]] = []
    for number, cells in table.rows:
        own = [cells[at] if at < len(cells) else "" for at in kept]
        for at, one in wide.items():
            value = cells[at] if at < len(cells) else ""
            if not value:
                continue
            if len(rows) >= MOST_ROWS:
                raise _too_many()
            told = [(one[1] or "").strip()] if len(contents) > 1 else []
            rows.append((number, [*own, *told, one[2], value]))
    # Marks name cells of the file as it was: those of hidden rows still hold.
    marks = {place: mark for place, mark in table.marks.items() if place[1] < 0}
    return replace(table, headings=[*headings, PERIOD, VALUE], rows=rows, marks=marks)


def _too_many() -> Refusal:
    return Refusal(
        "too_many_rows",
        _("The file holds more than %(most)s figures. Divide it.") % {"most": MOST_ROWS},
    )

"""The sheets of an XLSX or ODS file, unpacked under limits, and what its cells are beside words.

A merged cell holds its words once, and the other cells under it are empty; a formula that a
program wrote without computing it reads as empty too; a hidden row looks like any other. All
three would be lost without a word: they are marked.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET  # repacked under limits; expat refuses bombs

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.refusals import Refusal
from core.sheets.table import (
    FORMULA,
    HIDDEN,
    MERGED_ACROSS,
    MERGED_DOWN,
    WHOLE_ROW,
    Known,
    Marks,
    first_row,
    not_a_table,
    too_many_rows,
)

#: A spreadsheet unpacked. 10 000 rows of ours come to about 10 MB.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
#: A sheet is read as a full rectangle: two cells in far corners would fill the memory.
MAX_CELLS = 1_000_000

Area = tuple[tuple[int, int], tuple[int, int]]
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_POSITION = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)([0-9]+)["']""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{3}")


@dataclass(frozen=True, slots=True)
class Book:
    """What was read of a workbook, and the names of the sheets that were not."""

    rows: list[list[str]]
    marks: Marks
    sheet: str
    others: list[str]


def read_workbook(content: bytes, known: Known) -> Book:
    """The words of the first visible sheet with known headings, and the marks of its cells.

    Refusals: not_a_table, broken_spreadsheet, zip_bomb, too_many_rows.
    """
    try:
        parts = _unpacked(content)
        sheets = _Ods(parts) if "content.xml" in parts else _Xlsx(parts)
        book = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        name, rows = _sheet(book, known)
        marks = sheets.marks(name, book.get_sheet_by_name(name).merged_cell_ranges or [])
        others = [one for one in book.sheet_names if one != name and _says_something(book, one)]
        return Book(rows, marks, name, others)
    except (Refusal, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader's Rust code is no Exception
        raise Refusal(
            "broken_spreadsheet",
            _("The spreadsheet cannot be read. Save it again as XLSX, or as CSV."),
        ) from error


def _sheet(book: Any, known: Known) -> tuple[str, list[list[str]]]:
    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    first = None
    for name in shown or book.sheet_names[:1]:
        found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        words = [[_word(cell) for cell in row] for row in found]
        if first_row(words, known) is not None:
            return name, words
        first = first or (name, words)
    if first is None:
        raise not_a_table()
    return first


def _says_something(book: Any, name: str) -> bool:
    """Whether a sheet holds anything: Excel once made three, two of them empty."""
    found = book.get_sheet_by_name(name)
    return bool(found.height and found.width)


def _word(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        # As many digits as a spreadsheet shows. Three decimals of a number are no thousands.
        text = f"{cell:.15g}"
        return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


# --- The archive


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts that are needed, unpacked under our limits.

    What a packed part says about its size may be a lie, and the reader would believe it: it is
    given an archive that we packed anew.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        names = {part.filename for part in parts}
        is_ods = "content.xml" in names and _start(packed, "mimetype") == _ODS_TYPE
        if not is_ods and not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            raise not_a_table()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Refusal(
                "zip_bomb",
                _("The spreadsheet is far larger inside than it looks. It is not opened."),
            )
        found = {}
        for part in parts:
            if part.filename == "mimetype" or part.filename.endswith((".xml", ".rels")):
                with packed.open(part) as source:
                    found[part.filename] = source.read(MAX_UNPACKED)
        return found


def _start(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as source:
        return source.read(100).strip()


def _packed(parts: dict[str, bytes]) -> bytes:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as store:
        for name, text in parts.items():
            store.writestr(name, text)
    return clean.getvalue()


def _merged(areas: Iterable[Area]) -> Marks:
    """The marks of the cells that a merged one covers. `areas` count rows from 0.

    One that is merged over columns is marked whole: what stands in it belongs to no column.
    """
    marks: Marks = {}
    for (top, left), (bottom, right) in areas:
        if len(marks) + (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            raise too_many_rows()
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if right > left or row > top:
                    marks[row + 1, column] = MERGED_ACROSS if right > left else MERGED_DOWN
    return marks


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attributes(node: ET.Element) -> dict[str, str]:
    return {_local(name): value for name, value in node.attrib.items()}


# --- XLSX


class _Xlsx:
    """The parts of an Excel workbook."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        for name, text in parts.items():
            if name.startswith("xl/worksheets/"):
                _refuse_vast_sheet(text)

    def marks(self, name: str, merged: Iterable[Area]) -> Marks:
        marks = _merged(merged)
        sheet = io.BytesIO(self.parts[self._path(name)])
        for _event, node in ET.iterparse(sheet):  # noqa: S314 - see above
            kind = _local(node.tag)
            if kind == "row":
                if node.get("hidden") in {"1", "true"} and (number := node.get("r", "")).isdigit():
                    marks[int(number), WHOLE_ROW] = HIDDEN
                node.clear()
            elif kind == "c" and (place := _uncomputed(node)):
                marks[int(place[2]), _column(place[1]) - 1] = FORMULA
        return marks

    def _path(self, name: str) -> str:
        """Where the sheet of this name lies."""
        book = ET.fromstring(self.parts["xl/workbook.xml"])  # noqa: S314
        sheet = next(
            one for one in book.iter() if _local(one.tag) == "sheet" and one.get("name") == name
        )
        links = ET.fromstring(self.parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
        target = next(
            one.get("Target", "") for one in links if one.get("Id") == sheet.get(_RELATION)
        )
        return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def _uncomputed(cell: ET.Element) -> re.Match[str] | None:
    """Where the cell stands, if it holds a formula without a value or an error."""
    kinds = {_local(child.tag): child for child in cell}
    empty = "f" in kinds and not ("v" in kinds and kinds["v"].text)
    return _PLACE.fullmatch(cell.get("r", "")) if empty or cell.get("t") == "e" else None


def _refuse_vast_sheet(sheet: bytes) -> None:
    if b"\x00" in sheet:  # another encoding would hide the positions from us
        raise ValueError
    rows = columns = 1
    for letters, digits in _POSITION.findall(sheet):
        rows = max(rows, int(digits[:8]))
        columns = max(columns, _column(letters[:4].decode()))
    if rows * columns > MAX_CELLS:
        raise too_many_rows()


def _column(letters: str) -> int:
    """The number of a column from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# --- ODS


@dataclass(slots=True)
class _Looked:
    """What was seen of one sheet of an ODS file. `height` and `width` hold all that is written."""

    height: int = 0
    width: int = 0
    at: int = 0
    marks: Marks = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)


class _Ods:
    """The parts of an OpenDocument spreadsheet.

    Its rows and cells may say how often they are repeated: what they come to is counted before
    the reader writes them out.
    """

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.sheets: dict[str, _Looked] = {}
        looked = _Looked()
        content = io.BytesIO(parts["content.xml"])
        for event, node in ET.iterparse(content, ("start", "end")):  # noqa: S314 - see above
            kind = _local(node.tag)
            if event == "start" and kind == "table":
                looked = self.sheets.setdefault(_attributes(node).get("name", ""), _Looked())
            elif event == "end" and kind == "table-row":
                _look_at_row(looked, node)
                node.clear()

    def marks(self, name: str, merged: Iterable[Area]) -> Marks:
        looked = self.sheets[name]
        return _merged([*merged, *looked.merged]) | looked.marks


def _look_at_row(looked: _Looked, row: ET.Element) -> None:
    about = _attributes(row)
    number, times = looked.at, max(1, int(about.get("number-rows-repeated", "1")))
    looked.at += times
    width = column = 0
    for cell, repeated in _cells(row):
        told = _attributes(cell)
        if len(cell) or "value" in told or "formula" in told:
            width = column + repeated
            if "formula" in told and ("error" in cell.attrib.values() or not len(cell)):
                looked.marks[number + 1, column] = FORMULA
        down = int(told.get("number-rows-spanned", "1")) - 1
        right = int(told.get("number-columns-spanned", "1")) - 1
        if down > 0 or right > 0:
            looked.merged.append(((number, column), (number + down, column + right)))
        column += repeated
    if not width:
        return
    looked.height, looked.width = number + times, max(looked.width, width)
    if looked.height * looked.width > MAX_CELLS:
        raise too_many_rows()
    if about.get("visibility", "visible") != "visible":
        looked.marks |= {(one + 1, WHOLE_ROW): HIDDEN for one in range(number, number + times)}


def _cells(row: ET.Element) -> Iterator[tuple[ET.Element, int]]:
    for cell in row:
        if _local(cell.tag) in {"table-cell", "covered-table-cell"}:
            yield cell, max(1, int(_attributes(cell).get("number-columns-repeated", "1")))

"""From an uploaded file's bytes to a table of words: what the file is, not what it is called.

Reads XLSX and CSV with comma, semicolon or tab, in UTF-8, UTF-16 or the Windows and Latin
encodings that spreadsheets on Swedish and Danish machines write. Whatever is wrong with the
file is told as a Refusal; no bytes make it raise anything else.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Refusal
from places.domain.import_odd import odd_cells

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
#: A spreadsheet unpacked. 10 000 rows of ours come to about 10 MB.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
#: A sheet is read as a full rectangle: two cells in far corners would fill the memory.
MAX_CELLS = 1_000_000
#: Rows at the top among which the headings are looked for.
MAX_ABOVE = 10

_DELIMITERS = (";", ",", "\t")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_POSITION = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)([0-9]+)["']""")
_THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{3}")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"

#: How many of these headings are columns that the caller knows.
Known = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of trimmed words.

    `rows` carry the row's number as a spreadsheet counts it, headings being row 1; empty
    rows are left out. `odd` says of single cells, by row and column from 0, what words cannot
    (`places.domain.import_odd`); it is filled for callers that ask for it.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    odd: dict[tuple[int, int], str] = field(default_factory=dict)


def read_table(content: bytes, known: Known, *, look_at_cells: bool = False) -> Table:
    """The table in the file. `known` tells which delimiter gives sensible headings.

    With `look_at_cells` a spreadsheet's merged cells and formulas are told in `Table.odd`, and
    the headings are the first row in which two are known: a title may stand above them.

    Refusals: too_big, empty_file, not_a_table, old_excel, broken_spreadsheet, zip_bomb,
    too_many_rows, too_many_columns, no_rows.
    """
    if len(content) > MAX_BYTES:
        raise Refusal(
            "too_big",
            _("The file is larger than %(size)s MB. Divide it into smaller files.")
            % {"size": MAX_BYTES // 1024 // 1024},
        )
    if not content.strip():
        raise Refusal("empty_file", _("The file is empty."))
    odd: dict[tuple[int, int], str] = {}
    if content.startswith(b"PK"):
        records, odd = _spreadsheet(content, look_at_cells=look_at_cells)
    elif content.startswith(_OLD_EXCEL):
        raise Refusal(
            "old_excel",
            _("This is an old or locked Excel file. Save it as XLSX or CSV without password."),
        )
    else:
        records = _text_table(_decoded(content), known)
    first = _first_row(records, known) if look_at_cells else 0
    return replace(_table(records, first), odd=odd)


def _first_row(records: list[list[str]], known: Known) -> int:
    """Where the headings are: the first of the topmost rows that has two known ones, else row 0."""
    top = enumerate(records[:MAX_ABOVE])
    return next((number for number, cells in top if known(cells) > 1), 0)


def _table(records: list[list[str]], first: int = 0) -> Table:
    numbered = [
        (number, cells)
        for number, record in enumerate(records[first:], start=first + 1)
        if any(cells := [_CONTROL.sub(" ", cell).strip() for cell in record])
    ]
    if not numbered:
        raise Refusal("empty_file", _("The file is empty."))
    (_number, headings), *rows = numbered
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise Refusal(
            "too_many_columns",
            _("The file has more than %(most)s columns.") % {"most": MAX_COLUMNS},
        )
    if len(rows) > MAX_ROWS:
        raise _too_many_rows()
    if not rows:
        raise Refusal("no_rows", _("The file has headings but no rows under them."))
    return Table(headings, rows)


def _too_many_rows() -> Refusal:
    said = ngettext(
        "The file has more than %(most)s row. Divide it into smaller files.",
        "The file has more than %(most)s rows. Divide it into smaller files.",
        MAX_ROWS,
    )
    return Refusal("too_many_rows", said % {"most": MAX_ROWS})


def _not_a_table() -> Refusal:
    return Refusal("not_a_table", _("This is not a table. Choose a CSV or XLSX file."))


# --- Text


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _BOMS if content.startswith(mark)] or [
        "utf-8",
        "cp1252",
        "latin-1",
    ]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) or text.lstrip().startswith(("<", "%PDF", "{\\rtf", "%!PS")):
            raise _not_a_table()
        return text
    raise _not_a_table()


def _text_table(text: str, known: Known) -> list[list[str]]:
    if text[:4].lower() == "sep=":  # the line by which Excel notes its delimiter
        text = text.partition("\n")[2]
    first = next((line for line in text.splitlines() if line.strip()), "")

    def sense(delimiter: str) -> tuple[int, int]:
        headings = _split(first, delimiter)
        return known(headings), len(headings)

    delimiter = max(_DELIMITERS, key=sense)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        records = []
        for record in reader:
            records.append(record)
            if len(records) > 2 * MAX_ROWS:
                raise _too_many_rows()
    except csv.Error as error:
        raise _not_a_table() from error
    return records


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


# --- Spreadsheets


def _spreadsheet(
    content: bytes, *, look_at_cells: bool
) -> tuple[list[list[str]], dict[tuple[int, int], str]]:
    clean = _repacked(content)
    # Imported here: a file that is no spreadsheet needs no spreadsheet reader.
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(clean))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        odd = odd_cells(clean, sheet.merged_cell_ranges or []) if look_at_cells else {}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader's Rust code is no Exception
        raise _broken_spreadsheet() from error
    return [[_word(cell) for cell in row] for row in rows], odd


def _broken_spreadsheet() -> Refusal:
    return Refusal(
        "broken_spreadsheet", _("The spreadsheet cannot be read. Save it again as XLSX, or as CSV.")
    )


def _repacked(content: bytes) -> bytes:
    """The spreadsheet's parts, unpacked under our limits and packed again without compression.

    What a packed part says about its size may be a lie, and the reader would believe it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _unpack(packed)
    except Refusal:
        raise
    except Exception as error:
        raise _broken_spreadsheet() from error


def _unpack(packed: zipfile.ZipFile) -> bytes:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise _not_a_table()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refusal(
            "zip_bomb", _("The spreadsheet is far larger inside than it looks. It is not opened.")
        )
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as store:
        for part in parts:
            if part.is_dir() or not part.filename.endswith((".xml", ".rels")):
                continue
            with packed.open(part) as source:
                text = source.read(MAX_UNPACKED)
            if part.filename.startswith("xl/worksheets/"):
                _refuse_vast_sheet(text)
            store.writestr(part.filename, text)
    return clean.getvalue()


def _refuse_vast_sheet(sheet: bytes) -> None:
    if b"\x00" in sheet:  # another encoding would hide the positions from us
        raise _broken_spreadsheet()
    rows = columns = 1
    for letters, digits in _POSITION.findall(sheet):
        rows = max(rows, int(digits[:8]))
        columns = max(columns, _column_number(letters[:4]))
    if rows * columns > MAX_CELLS:
        raise _too_many_rows()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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

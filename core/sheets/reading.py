"""From an uploaded file's bytes to a table of words: what the file is, not what it is called.

Reads XLSX, ODS and CSV with comma, semicolon or tab, in UTF-8, UTF-16 and the encodings that
Windows, Mac and DOS programs write on Nordic machines. Whatever is wrong with the file is told
as a Refusal; no bytes make it raise anything else.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from django.utils.translation import gettext as _

from core.plain_text import without_turning
from core.refusals import Refusal
from core.sheets.cells import nfc
from core.sheets.table import (
    MAX_ABOVE,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TITLE,
    Known,
    Marks,
    Table,
    first_row,
    not_a_table,
    too_many_rows,
)

_DELIMITERS = (";", ",", "\t")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: The encodings without a mark of their own, the likeliest first.
_OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
#: A sign that hardly stands inside a Nordic word: the file is written in another encoding.
_STRANGE = re.compile("�|(?<=[a-z])[^\\x00-\\x7fåäöæøáéèëíñóúüÅÄÖÆØÉÜ’–](?=[a-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: How files begin that hold characters and are no tables.
_OTHER_KIND = ("<", "%PDF", "{\\rtf", "%!PS")
#: One control sign in so many is an accident, such as Word's line break; more are a program.
_SIGNS_TO_A_CONTROL = 20
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(
    content: bytes, known: Known, *, most: int = MAX_ROWS, largest: int = MAX_BYTES
) -> Table:
    """The table in the file. `known` tells where the headings are, and what divides the cells.

    The headings are the first row in which two are known: a title may stand above them. In a
    workbook the first visible sheet that has such a row is read, else the first visible one.

    Refusals: too_big, empty_file, not_a_table, old_excel, broken_spreadsheet, zip_bomb,
    too_many_rows, too_many_columns, no_rows.
    """
    if len(content) > largest:
        raise Refusal(
            "too_big",
            _("The file is larger than %(size)s MB. Divide it into smaller files.")
            % {"size": largest // 1024 // 1024},
        )
    if not content.strip():
        raise Refusal("empty_file", _("The file is empty."))
    if content.startswith(_OLD_EXCEL):
        raise Refusal(
            "old_excel",
            _("This is an old or locked Excel file. Save it as XLSX or CSV without password."),
        )
    if content.startswith(b"PK"):
        # Imported here: a file that is no spreadsheet needs no spreadsheet reader.
        from core.sheets.workbook import read_workbook  # noqa: PLC0415

        book = read_workbook(content, known)
        table = _table(book.rows, book.marks, known=known, most=most)
        return replace(table, sheet=book.sheet, others=book.others)
    return read_text(_decoded(content), known, most=most)


def read_text(text: str, known: Known, *, most: int = MAX_ROWS) -> Table:
    """The table in text with commas, semicolons or tabs between the cells.

    Refusals: those of `read_table` that are not about a file's kind.
    """
    return _table(_records(text, known, most), {}, known=known, most=most)


def _table(records: list[list[str]], marks: Marks, *, known: Known, most: int) -> Table:
    records = [[_clean(cell) for cell in record] for record in records]
    first = first_row(records, known) or 0
    numbered = [
        (number, cells)
        for number, cells in enumerate(records[first:], start=first + 1)
        if any(cells)
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
    if len(rows) > most:
        raise too_many_rows(most)
    if not rows:
        raise Refusal("no_rows", _("The file has headings but no rows under them."))
    told = {number for number, _cells in rows}
    return Table(
        headings,
        rows,
        {place: kind for place, kind in marks.items() if place[0] in told},
        [" ".join(filter(None, cells))[:MAX_TITLE] for cells in records[:first] if any(cells)],
    )


def _clean(cell: str) -> str:
    if cell.isascii() and cell.isprintable():  # nothing in it to be taken away
        return cell.strip()
    return without_turning(nfc(_CONTROL.sub(" ", cell))).strip()


# --- Text


def _decoded(content: bytes) -> str:
    try:
        text = content.decode(_encoding(content), errors="strict")
    except UnicodeDecodeError as error:
        raise not_a_table() from error
    text = text.rstrip("\x1a\x00")  # the end of a file that an old program wrote
    controls = len(_CONTROL.findall(text))
    if controls * _SIGNS_TO_A_CONTROL > len(text) or text.lstrip().startswith(_OTHER_KIND):
        raise not_a_table()
    return _CONTROL.sub(" ", text)


def _encoding(content: bytes) -> str:
    for mark, name in _BOMS.items():
        if content.startswith(mark):
            return name
    if content.count(0) * 4 > len(content):  # UTF-16 without its mark: every other byte is 0
        return "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        best = min(_OLD_ENCODINGS, key=lambda name: _strangeness(content, name))
        # The five bytes that Windows leaves undefined are control signs in Latin-1.
        return "latin-1" if "�" in content.decode(best, errors="replace") else best
    return "utf-8"


def _strangeness(content: bytes, encoding: str) -> int:
    return len(_STRANGE.findall(content.decode(encoding, errors="replace")))


def _records(text: str, known: Known, most: int) -> list[list[str]]:
    if text[:4].lower() == "sep=":  # the line by which Excel notes its delimiter
        text = text.partition("\n")[2]
    top = [line for line in text[:20_000].splitlines()[:MAX_ABOVE] if line.strip()]

    def sense(delimiter: str) -> tuple[int, int]:
        rows = [_split(line, delimiter) for line in top]
        return max(((known(cells), len(cells)) for cells in rows), default=(0, 0))

    delimiter = max(_DELIMITERS, key=sense)
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) > 2 * most + MAX_ABOVE:
                raise too_many_rows(most)
    except csv.Error as error:
        raise not_a_table() from error
    return records


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []

"""What a spreadsheet's cells are beside their words: merged, or a formula that nobody computed.

A merged cell holds its words once, and the other cells under it are empty; a formula that a
program wrote without computing it reads as empty too. Both would be lost without a word.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree as ET  # repacked under limits; expat refuses bombs

#: The cell goes on from the one above it, or from the one at its left.
MERGED_DOWN, MERGED_ACROSS = "merged_down", "merged_across"
#: A formula whose value was not stored, or is an error.
FORMULA = "formula"

Corner = tuple[int, int]
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def odd_cells(book: bytes, merged: Iterable[tuple[Corner, Corner]]) -> dict[Corner, str]:
    """The odd cells of the first sheet by row and column from 0. `book` is repacked by us."""
    odd = dict.fromkeys(_uncomputed(book), FORMULA)
    for (top, left), (bottom, right) in merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if column > left or right > left:
                    odd[row, column] = MERGED_ACROSS
                elif row > top:
                    odd[row, column] = MERGED_DOWN
    return odd


def _uncomputed(book: bytes) -> list[Corner]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read(_first_sheet(parts))
    found = []
    for _event, cell in ET.iterparse(io.BytesIO(sheet)):  # noqa: S314 - see above
        if _local(cell.tag) == "row":
            cell.clear()
        if _local(cell.tag) != "c":
            continue
        kinds = {_local(child.tag): child for child in cell}
        place = _PLACE.fullmatch(cell.get("r", ""))
        empty = "f" in kinds and not ("v" in kinds and kinds["v"].text)
        if place and (empty or cell.get("t") == "e"):
            found.append((int(place[2]) - 1, _column(place[1])))
    return found


def _first_sheet(parts: zipfile.ZipFile) -> str:
    """The path of the sheet that stands first in the workbook."""
    book = ET.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314
    first = next(one for one in book.iter() if _local(one.tag) == "sheet")
    links = ET.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(one.get("Target", "") for one in links if one.get("Id") == first.get(_RELATION))
    return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1

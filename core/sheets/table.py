"""What both readers share: the table, how large it may be, where its headings are, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
#: Rows at the top among which the headings are looked for.
MAX_ABOVE = 10
#: So much of a line above the headings is kept.
MAX_TITLE = 200

#: How many of these headings are columns that the caller knows.
Known = Callable[[Sequence[str]], int]
#: What a cell is beside its words, by row (from 1) and column (from 0).
Marks = dict[tuple[int, int], str]
#: The cell goes on from the one above it, or from the one at its left.
MERGED_DOWN, MERGED_ACROSS = "merged_down", "merged_across"
#: A formula whose value was not stored, or is an error.
FORMULA = "formula"
#: The row is hidden or filtered away. Its mark stands at this column.
HIDDEN, WHOLE_ROW = "hidden", -1


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of trimmed words, each letter in one spelling (NFC).

    `rows` carry the row's number as a spreadsheet counts it; empty rows are left out.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    marks: Marks = field(default_factory=dict)
    #: What stands over the headings.
    above: list[str] = field(default_factory=list)
    #: The sheet that was read, and the workbook's other ones; "" for text.
    sheet: str = ""
    others: list[str] = field(default_factory=list)

    def nameless(self) -> list[str]:
        """The letters of columns that hold something and have no heading."""
        headed = {at for at, heading in enumerate(self.headings) if heading}
        found = {at for _row, cells in self.rows for at, cell in enumerate(cells) if cell}
        return [letter(at) for at in sorted(found - headed)]

    @property
    def hidden(self) -> list[int]:
        """The numbers of the rows that the file hides."""
        return sorted(row for (row, _at), kind in self.marks.items() if kind == HIDDEN)


def letter(number: int) -> str:
    """The letters by which a spreadsheet calls a column; `number` counts from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def first_row(records: Sequence[Sequence[str]], known: Known) -> int | None:
    """Which of the topmost rows holds the headings: the first in which two are known."""
    top = enumerate(records[:MAX_ABOVE])
    return next((number for number, cells in top if known(cells) > 1), None)


def too_many_rows(most: int = MAX_ROWS) -> Refusal:
    """The file is longer than the list may be."""
    said = ngettext(
        "The file has more than %(most)s row. Divide it into smaller files.",
        "The file has more than %(most)s rows. Divide it into smaller files.",
        most,
    )
    return Refusal("too_many_rows", said % {"most": most})


def not_a_table() -> Refusal:
    """The file is something else."""
    return Refusal("not_a_table", _("This is not a table. Choose a CSV, XLSX or ODS file."))

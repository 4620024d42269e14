"""The rows of a list with their values; what cannot be read is a fault, told by row and cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.sheets.cells import CellFault
from core.sheets.columns import Columns
from core.sheets.table import FORMULA, MERGED_ACROSS, MERGED_DOWN, Marks, letter

#: So much of a faulty cell is shown.
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: its row and letter as a spreadsheet counts, the value, why.

    `column` is the key, "" after the last heading; `letter` is "" where the file has no such
    column.
    """

    row: int
    column: str
    value: str
    reason: str
    heading: str = ""
    letter: str = ""


@dataclass(slots=True)
class Row:
    """One row: its words and the values of its filled cells by column key, and its faults."""

    number: int
    words: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    columns: Columns | None = None
    keys: Sequence[str] = ()

    def get(self, column: str) -> str:
        """The cell's words, or "" where the file has no such column."""
        return self.words.get(column, "")

    def fault(self, column: str, reason: str, value: str | None = None) -> None:
        """Note what is wrong with a cell."""
        shown = self.get(column) if value is None else value
        heading = self.columns.by_key[column].name if self.columns and column else ""
        at = letter(self.keys.index(column)) if column in self.keys else ""
        self.faults.append(Fault(self.number, column, shown[:SHOWN], reason, heading, at))

    def need(self, column: str) -> Any:
        """The cell's value, which must not be empty; None when it is, or cannot be read."""
        if column not in self.values and not any(one.column == column for one in self.faults):
            self.fault(column, _("This cell must not be empty."))
        return self.values.get(column)


class Judged(Protocol):
    """What becomes of a row: `new`, `changed`, `same`, `faulty` and what the app adds."""

    @property
    def result(self) -> str:
        """One word."""


@dataclass(frozen=True)
class Plan[J: Judged]:
    """What an import would do. It can be carried out when there are no faults."""

    rows: Sequence[J]
    faults: Sequence[Fault] = ()
    #: What is to be known of the whole list: rows that are no things of their own, for instance.
    told: Sequence[str] = ()

    def of(self, *results: str) -> list[J]:
        """The rows of these results."""
        return [row for row in self.rows if row.result in results]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows there are of each result."""
        return Counter(row.result for row in self.rows)


def read_rows(
    columns: Columns,
    keys: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    marks: Marks | None = None,
) -> list[Row]:
    """Read every cell. `keys` are the columns of the file in their order, "" for one unread.

    Rows that say nothing in a column of ours are left out.
    """
    found, above = [], dict[int, str]()
    read = [(at, key, columns.by_key[key]) for at, key in enumerate(keys) if key]
    for number, cells in rows:
        row = Row(number, {}, columns=columns, keys=keys)
        marked = _marked(number, len(keys), marks) if marks else None
        for at, key, column in read:
            cell = cells[at] if at < len(cells) else ""
            said = ""
            if marked and (mark := marked.get(at)):
                if column.spreads and mark == MERGED_DOWN:
                    cell = above.get(at, "")
                said = _said_of(mark, spreads=column.spreads)
            row.words[key] = above[at] = cell
            if said:
                row.fault(key, said)
            elif cell:
                try:
                    row.values[key] = column.read(cell)
                except CellFault as fault:
                    row.fault(key, str(fault))
        if columns.strict and any(cells[len(keys) :]):
            row.fault("", _("The row has more cells than there are headings."), cells[len(keys)])
        if columns.strict or row.values or row.faults:
            found.append(row)
    return found


def _marked(number: int, width: int, marks: Marks) -> dict[int, str]:
    return {at: kind for at in range(width) if (kind := marks.get((number, at)))}


def _said_of(mark: str, *, spreads: bool) -> str:
    if mark == FORMULA:
        return _(
            "The formula has no value. Open the file in a spreadsheet program and save it again."
        )
    if mark == MERGED_ACROSS:
        return _("The cell is merged over several columns. Split it.")
    if mark == MERGED_DOWN and not spreads:
        return _("The cell is merged with the one above. Give each row its own.")
    return ""


def in_order(rows: Iterable[Row]) -> list[Fault]:
    """All faults, row by row and in each from the left; missing columns come last."""
    return [
        fault
        for row in sorted(rows, key=lambda row: row.number)
        for fault in sorted(row.faults, key=lambda one: (len(one.letter) or 9, one.letter))
    ]

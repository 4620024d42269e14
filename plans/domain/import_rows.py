"""A list of actions read row by row: cells become values, what cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _

from people.models import Sector
from places.domain.import_cells import CellFault, fold
from places.domain.import_odd import FORMULA, MERGED_ACROSS, MERGED_DOWN
from plans.changes import length_of
from plans.domain import import_cells as cells
from plans.domain.import_columns import BY_KEY
from plans.models import Action, ActionState, Doer, Goal, Origin, Priority, Theme

#: A merged cell of these counts for each row beside it; a sum would be counted twice.
_SPREADS = ("goal", "responsible", "organisation", "partners", "sector", "theme", "priority",
            "doer", "origin", "origin_text", "state")  # fmt: skip
CHOICES: dict[str, type[Choices]] = {
    "state": ActionState, "sector": Sector, "theme": Theme, "priority": Priority, "doer": Doer,
    "origin": Origin,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to put right: in which row and column of the file, what stands there, and why."""

    row: int
    column: str
    heading: str
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with its cells read: only those that say something."""

    row: int
    title: str
    values: dict[str, Any]
    faulty: bool


def spread(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    strange: dict[tuple[int, int], str],
) -> Iterable[tuple[int, list[str]]]:
    """Give each row the words of the merged cell that it shares with the row above."""
    above: dict[int, str] = {}
    for row, words in rows:
        cells_ = [*words, *[""] * (len(columns) - len(words))]
        for number, key in enumerate(columns):
            if strange.get((row, number)) == MERGED_DOWN and key in _SPREADS:
                cells_[number] = above.get(number, "")
            above[number] = cells_[number]
        yield row, cells_


def read_row(
    row: int,
    columns: Sequence[str],
    words: Sequence[str],
    strange: dict[tuple[int, int], str],
    faults: list[Fault],
) -> ReadRow | None:
    """The row's values, its faults added to the others; None when it says nothing we read."""
    values: dict[str, Any] = {}
    before = len(faults)
    for number, (key, cell) in enumerate(zip(columns, words, strict=False)):
        if not key:
            continue
        kind = strange.get((row, number), "")
        try:
            _refuse_odd(kind, key)
            if cell:
                values[key] = _READ[key](cell)
        except CellFault as fault:
            faults.append(fault_at(row, columns, key, cell, str(fault)))
    title = values.get("title", "")
    if not title and len(faults) == before:
        if not values:
            return None
        faults.append(fault_at(row, columns, "title", "", _("Say what is to be done.")))
    return ReadRow(row, title, values, faulty=len(faults) > before)


def _refuse_odd(kind: str, key: str) -> None:
    if kind == FORMULA:
        raise CellFault(
            _("The formula has no value. Open the file in a spreadsheet program and save it again.")
        )
    if kind == MERGED_ACROSS:
        raise CellFault(_("The cell is merged over several columns. Split it."))
    if kind == MERGED_DOWN and key not in _SPREADS:
        raise CellFault(_("The cell is merged with the one above. Give each row its own."))


def refuse_twins(read: list[ReadRow], columns: Sequence[str], faults: list[Fault]) -> None:
    """The same action twice in the file: nobody knows which one holds."""
    first: dict[tuple[str, str], int] = {}
    for one in read:
        if not one.title:
            continue
        key = fold(one.title), fold(one.values.get("goal", ""))
        if key in first:
            said = _("The same action stands in row %(row)s already.") % {"row": first[key]}
            faults.append(fault_at(one.row, columns, "title", one.title, said))
        first.setdefault(key, one.row)


def fault_at(row: int, columns: Sequence[str], key: str, found: str, said: str) -> Fault:
    """A fault in the column of that key; the column may be missing in the file."""
    column = _letter(columns.index(key)) if key in columns else ""
    return Fault(row, column, str(BY_KEY[key].heading), found[:80], said)


def _letter(number: int) -> str:
    """The letters by which a spreadsheet calls a column."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _limited(name: str) -> Callable[[str], str]:
    return lambda cell: cells.text(cell, most=length_of(Action, name))


def _choice(name: str) -> Callable[[str], str]:
    return lambda cell: cells.choice(CHOICES[name], cell)


def _goal(cell: str) -> str:
    return " ".join(cells.text(cell, most=length_of(Goal, "title")).split())


_READ: dict[str, Callable[[str], Any]] = {
    **{
        name: _limited(name)
        for name in (
            "title", "description", "first_step", "state_reason", "responsible", "origin_text",
        )
    },
    **{name: _choice(name) for name in CHOICES},
    "goal": _goal,
    "organisation": lambda cell: cells.text(cell, most=200),
    "partners": lambda cell: cells.text(cell, most=2000),
    "cost": cells.sum_of,
    "volunteer_hours": cells.hours_of,
    "starts_on": cells.date_of,
    "ends_on": cells.date_of,
}  # fmt: skip

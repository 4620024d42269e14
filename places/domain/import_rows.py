"""One row of a place import, read cell by cell; what cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from places.domain import import_cells as cells
from places.domain.import_cells import CellFault
from programmes.models import Municipality

#: So much of a faulty cell is shown.
SHOWN = 60

Figure = tuple[int, str]  # year and source


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: its row as a spreadsheet counts, the column, the value, why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Row:
    """One row's cells by column key. Reading a faulty one notes the fault and gives nothing."""

    number: int
    values: dict[str, str]
    faults: list[Fault]

    def fault(self, column: str, reason: str, value: str | None = None) -> None:
        """Note what is wrong with a cell."""
        shown = self.values.get(column, "") if value is None else value
        self.faults.append(Fault(self.number, column, shown[:SHOWN], reason))

    def get(self, column: str) -> str:
        """The cell, or "" where the file has no such column."""
        return self.values.get(column, "")

    def name(self) -> str:
        """The place's name."""
        return self._read("name", lambda text: cells.words(text, most=120), needed=True) or ""

    def municipality(self, find: Callable[[str, str], Municipality]) -> Municipality | None:
        """The municipality that `find` gives for code and name."""
        code, name = self.get("municipality_code"), self.get("municipality")
        by_code = bool(code) or "municipality" not in self.values
        column = "municipality_code" if by_code else "municipality"
        return self._read(column, lambda _text: find(code, name), needed=True)

    def kind(self) -> str:
        """The kind, or "" where the cell is empty."""
        return self._read("kind", cells.kind) or ""

    def position(self) -> dict[str, Any]:
        """Latitude and longitude, or None for both."""
        latitude = self._read("latitude", lambda text: cells.degrees(text, limit=90))
        longitude = self._read("longitude", lambda text: cells.degrees(text, limit=180))
        if bool(self.get("latitude")) != bool(self.get("longitude")):
            missing = "longitude" if self.get("latitude") else "latitude"
            self.fault(missing, _("Latitude and longitude come together."))
        return {"latitude": latitude, "longitude": longitude}

    def code(self) -> tuple[str, str] | None:
        """Scheme and code."""
        code = self._read("locality_code", lambda text: cells.words(text, most=20))
        if not code:
            if self.get("scheme"):
                self.fault("locality_code", _("A code system is given, but no code."))
            return None
        scheme = self._read("scheme", lambda text: cells.scheme(text, code), empty_too=True)
        return (scheme, code) if scheme else None

    def figure(self) -> tuple[Figure, int] | None:
        """Year, source and number of inhabitants. They come together."""
        number = self._read("population", cells.inhabitants)
        year = self._read("year", cells.year)
        source = self._read("source", lambda text: cells.words(text, most=500))
        given = {column: self.get(column) for column in ("population", "year", "source")}
        if not given["population"] and not given["year"]:
            return None
        missing = [column for column, text in given.items() if not text]
        for column in missing:
            self.fault(column, _("A population figure needs number, year and source."))
        if missing or number is None or year is None or not source:
            return None
        return (year, source), number

    def _read[T](
        self,
        column: str,
        read: Callable[[str], T],
        *,
        needed: bool = False,
        empty_too: bool = False,
    ) -> T | None:
        text = self.get(column)
        if not text and not empty_too:
            if needed:
                self.fault(column, _("This cell must not be empty."))
            return None
        try:
            return read(text)
        except CellFault as error:
            self.fault(column, str(error))
            return None

"""Writing a country's areas: validated rows wait in files beside, then all go in at once.

What is long (reading, converting, judging) happens outside of a transaction; the transaction only
copies, so that a worker that dies leaves the register as it was, and nobody waits for a lock.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self, TextIO

from django.db import connection
from django.utils import timezone

from areas.loading.rows import Planned
from areas.models import AreaImport

_BLOCK = 256 * 1024
_BATCH = 2000
#: Columns of an area as they lie in the files.
AREA = (
    "id", "created_at", "updated_at", "country", "level", "name", "words", "municipality_id",
    "parent_id", "population", "population_year", "land_km2", "latitude", "longitude", "outline",
    "source", "retrieved_on", "valid_from", "valid_to",
)  # fmt: skip
CODE = ("area_id", "scheme", "code")
#: What a file may change of an area that the register has; empty cells leave what is there.
CHANGED = (
    "name", "words", "municipality_id", "parent_id", "population", "population_year", "land_km2",
    "latitude", "longitude", "outline", "source", "valid_from", "valid_to",
)  # fmt: skip
#: Differences in these alone are none: the file has been fetched once more.
_SAID_WITH = ("source",)


@dataclass(frozen=True, slots=True)
class Written:
    """How many areas were made, changed, and found as they are."""

    made: int
    changed: int
    same: int


@dataclass
class Spool:
    """Rows on their way. Used as a context: what waits goes with it."""

    kept: AreaImport
    made: int = 0
    known: int = 0
    _files: dict[str, TextIO] = field(default_factory=dict)
    _writers: dict[str, Any] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: iter(()))

    def __enter__(self) -> Self:
        for name in ("new", "known", "codes"):
            file = TemporaryFile("w+", encoding="utf-8", newline="")
            self._files[name], self._writers[name] = file, csv.writer(file)
        self._now = timezone.now().isoformat()
        self._ids = _fresh_ids()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def take(self, planned: Planned) -> None:
        """Put an area into its file."""
        if planned.known is None:
            pk = next(self._ids)
            self.made += 1
            self._writers["new"].writerow(self._row(planned, pk))
        else:
            pk = planned.known
            self.known += 1
            self._writers["known"].writerow(self._row(planned, pk))
        self._writers["codes"].writerows((pk, scheme, code) for scheme, code in planned.codes)

    def _row(self, planned: Planned, pk: int) -> list[Any]:
        values, kept = planned.values, self.kept
        outline = planned.outline
        return [
            pk, self._now, self._now, kept.country, kept.level, planned.name, planned.words,
            planned.municipality, planned.parent, values["population"], values["population_year"],
            values["land_km2"], values["latitude"], values["longitude"],
            json.dumps(outline.geometry) if outline else None, kept.source, kept.retrieved_on,
            values["valid_from"], values["valid_to"],
        ]  # fmt: skip

    def write(self) -> Written:
        """Write all that waits. Called in a transaction; raises IntegrityError when it clashes."""
        self._copy("new", "areas_area", AREA)
        changed = self._change() if self.known else 0
        self._copy("codes", "areas_areacode", CODE)
        return Written(self.made, changed, self.known - changed)

    def _change(self) -> int:
        """Change the areas of which the file says something else."""
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE areas_incoming AS"  # noqa: S608 - our names
                f" SELECT {', '.join(AREA)} FROM areas_area WHERE 1 = 0"
            )
            try:
                self._copy("known", "areas_incoming", AREA)
                new = {name: f"coalesce(b.{name}, a.{name})" for name in CHANGED}
                compared = [name for name in CHANGED if name not in _SAID_WITH]
                cursor.execute(
                    f"UPDATE areas_area AS a SET"  # noqa: S608 - our names
                    f" {', '.join(f'{name} = {value}' for name, value in new.items())},"
                    " retrieved_on = b.retrieved_on, updated_at = b.updated_at"
                    " FROM areas_incoming AS b WHERE a.id = b.id AND ("
                    + " OR ".join(f"a.{name} IS DISTINCT FROM {new[name]}" for name in compared)
                    + ")"
                )
                return int(cursor.rowcount)
            finally:
                if not connection.needs_rollback:
                    cursor.execute("DROP TABLE areas_incoming")

    def _copy(self, name: str, table: str, columns: Sequence[str]) -> None:
        file = self._files[name]
        file.flush()
        file.seek(0)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                names = ", ".join(columns)
                always = " FORCE_NOT_NULL (source)," if "source" in columns else ""
                into = f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv,{always} NULL '')"
                with connection.wrap_database_errors, cursor.copy(into) as copy:
                    while block := file.read(_BLOCK):
                        copy.write(block)
                return
            marks = ", ".join(["%s"] * len(columns))
            into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our names
            empty = ["" if column == "source" else None for column in columns]
            for some in batched(csv.reader(file), _BATCH, strict=False):
                cursor.executemany(
                    into,
                    [
                        [cell or blank for cell, blank in zip(row, empty, strict=True)]
                        for row in some
                    ],
                )


def _fresh_ids() -> Iterator[int]:
    """Numbers for new areas, taken a thousand at a time. Those that are not used are lost."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM areas_area")
            (last,) = cursor.fetchone()
        while True:
            last += 1
            yield last
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('areas_area', 'id'))"
                " FROM generate_series(1, 1000)"
            )
            numbers = cursor.fetchall()
        for (number,) in numbers:
            yield number

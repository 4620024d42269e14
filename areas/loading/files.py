"""A statistical office's file as headings and rows: GeoPackage, GeoJSON, CSV, XLSX or ODS.

What the file is, its content says. Rows come one after the other: a country's outlines would not
fit into the memory at once.
"""

from __future__ import annotations

import codecs
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from areas.geometry import WGS_84
from areas.loading.columns import COLUMNS, keys_of
from core.refusals import Refusal
from core.sheets.reading import read_table
from core.sheets.table import Marks

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_BYTES = 300 * 1024 * 1024
#: A table is read whole.
MOST_BYTES_OF_TABLE = 30 * 1024 * 1024
MOST_ROWS = 100_000
CHUNK = 1000
_BLOCK = 1024 * 1024
#: One feature of a GeoJSON file; Norway's coast in full detail has less.
MOST_BYTES_OF_FEATURE = 32 * 1024 * 1024
_SQLITE = b"SQLite format 3\x00"
_CRS = re.compile(r'"crs"\s*:\s*\{.{0,200}?(?:EPSG:{1,2}|CRS)(\d+)"', re.DOTALL)
#: Bytes of the box round a geometry, by the flag in its header (GeoPackage 1.4, 2.1.3).
_BOXES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
#: SQLite asks every so many steps whether to go on; so many times it may.
_STEPS, _MOST_ASKED = 100_000, 20_000


class Feature(NamedTuple):
    """A row: its number in the file, its words, and its geometry where it has one.

    `system` is the geometry's own (an EPSG number), 0 where the file does not say.
    """

    number: int
    cells: Sequence[str]
    shape: BaseGeometry | None = None
    system: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened file: its headings, its rows in groups, and how many there are about (0: unknown).

    `unread` are headings that name no column of ours.
    """

    headings: list[str]
    groups: Iterable[list[Feature]]
    total: int = 0
    marks: Marks = field(default_factory=dict)

    @property
    def unread(self) -> list[str]:
        """The headings that name no column of ours."""
        return COLUMNS.unread(self.headings)


def open_file(path: Path) -> Opened:
    """The rows of a file. They are read while they are asked for.

    Refusals: too_big, empty_file, no_features, wrong_columns, broken_file, too_many_rows, and
    those of `core.sheets.reading.read_table`; some of them only while rows are read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise too_big(MOST_BYTES)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_SQLITE):
        opened = _geopackage(path)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        opened = _geojson(path)
    else:
        opened = _table(path)
    keys_of(opened.headings)  # refuses headings that are not ours
    return opened


def too_big(most: int) -> Refusal:
    """The file is larger than it may be."""
    return Refusal(
        "too_big",
        _("The file is larger than %(size)s MB. Divide it into smaller files.")
        % {"size": most // 1024 // 1024},
        field="file",
    )


def _broken(what: str) -> Refusal:
    return Refusal(
        "broken_file",
        _("The %(kind)s file cannot be read. Fetch it again from the statistical office.")
        % {"kind": what},
        field="file",
    )


def _no_features() -> Refusal:
    return Refusal("no_features", _("The file holds no areas."), field="file")


def _too_many_rows() -> Refusal:
    return Refusal(
        "too_many_rows",
        _("The file has more than %(most)s rows. Divide it into smaller files.")
        % {"most": MOST_ROWS},
        field="file",
    )


# --- Tables


def _table(path: Path) -> Opened:
    if path.stat().st_size > MOST_BYTES_OF_TABLE:
        raise too_big(MOST_BYTES_OF_TABLE)
    table = read_table(
        path.read_bytes(), COLUMNS.known, most=MOST_ROWS, largest=MOST_BYTES_OF_TABLE
    )
    rows = table.rows

    def groups() -> Iterator[list[Feature]]:
        for start in range(0, len(rows), CHUNK):
            yield [Feature(number, cells) for number, cells in rows[start : start + CHUNK]]

    return Opened(table.headings, groups(), len(rows), table.marks)


# --- GeoPackage: an SQLite file in which geometries have a header of their own


def _geopackage(path: Path) -> Opened:
    try:
        with closing(_connected(path)) as base:
            table, geometry, columns, total = _layer(base)
    except sqlite3.Error as error:
        raise _broken("GeoPackage") from error
    if not total:
        raise _no_features()
    if total > MOST_ROWS:
        raise _too_many_rows()
    return Opened(columns, _rows_of(path, table, geometry, columns), total)


def _connected(path: Path) -> sqlite3.Connection:
    """The file, to read only, without anything in it that could act."""
    base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    base.execute("PRAGMA trusted_schema=OFF")
    base.execute("PRAGMA cell_size_check=ON")
    base.text_factory = _text
    asked = iter(range(_MOST_ASKED))
    base.set_progress_handler(lambda: int(next(asked, None) is None), _STEPS)
    return base


def _text(value: bytes) -> str:
    """UTF-8, as the standard wants; some programs write Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _layer(base: sqlite3.Connection) -> tuple[str, str, list[str], int]:
    """The layer with most columns of ours: its table, geometry column, columns, rows."""
    found = base.execute(
        "SELECT c.table_name, g.column_name FROM gpkg_contents c"
        " JOIN gpkg_geometry_columns g ON g.table_name = c.table_name"
        " JOIN sqlite_master m ON m.name = c.table_name AND m.type = 'table'"
        " WHERE c.data_type = 'features'"
    ).fetchall()
    layers = []
    for table, geometry in found:
        names = [row[1] for row in base.execute(f"PRAGMA table_info({_quoted(table)})")]
        columns = [name for name in names if name != geometry]
        layers.append((COLUMNS.known(columns), table, geometry, columns))
    if not layers:
        raise _no_features()
    _known, table, geometry, columns = max(layers, key=lambda layer: layer[0])
    ((total,),) = base.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608 - quoted
    return table, geometry, columns, total


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows_of(path: Path, table: str, geometry: str, columns: list[str]) -> Iterator[list[Feature]]:
    names = ", ".join(map(_quoted, [geometry, *columns]))
    try:
        with closing(_connected(path)) as base:
            systems = _systems(base)
            rows = base.execute(f"SELECT {names} FROM {_quoted(table)}")  # noqa: S608 - quoted
            number = 0
            while some := rows.fetchmany(CHUNK):
                shapes = _shapes([row[0] for row in some])
                yield [
                    Feature(
                        number := number + 1,
                        [_word(cell) for cell in row[1:]],
                        shape,
                        systems.get(srs, 0),
                    )
                    for row, (srs, shape) in zip(some, shapes, strict=True)
                ]
    except sqlite3.Error as error:
        raise _broken("GeoPackage") from error


def _systems(base: sqlite3.Connection) -> dict[int, int]:
    """The EPSG number of each of the file's systems; of those that have one."""
    rows = base.execute(
        "SELECT srs_id, organization_coordsys_id FROM gpkg_spatial_ref_sys"
        " WHERE upper(organization) = 'EPSG'"
    )
    return {srs: int(number) for srs, number in rows}


def _shapes(blobs: list[Any]) -> list[tuple[int, BaseGeometry | None]]:
    import shapely  # noqa: PLC0415 - large, and few requests need it

    parts = [_opened(blob) for blob in blobs]
    shapes = shapely.from_wkb([wkb for _srs, wkb in parts], on_invalid="ignore")
    return [(srs, shape) for (srs, _wkb), shape in zip(parts, shapes, strict=True)]


def _opened(blob: Any) -> tuple[int, bytes | None]:
    """The system and the geometry behind the header; None for an empty one or another thing."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:  # noqa: PLR2004
        return 0, None
    flags = blob[3]
    srs = int.from_bytes(blob[4:8], "little" if flags & 1 else "big", signed=True)
    box = _BOXES.get((flags >> 1) & 7)
    return srs, None if box is None or flags & 16 else blob[8 + box :]


def _word(cell: object) -> str:
    if cell is None or isinstance(cell, bytes):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}"
    return str(cell).strip()


# --- GeoJSON


def _geojson(path: Path) -> Opened:
    encoding = _encoding(path)
    with path.open(encoding=encoding) as file:
        said = _CRS.search(file.read(4096))
    # "CRS84" is WGS 84 with the order that GeoJSON has anyway.
    system = 0 if said is None else WGS_84 if said[1] == "84" else int(said[1])
    first = list(islice(_features(path, encoding), 100))
    if not first:
        raise _no_features()
    headings = list(dict.fromkeys(name for one in first for name in one.get("properties") or {}))
    return Opened(headings, _grouped(_features(path, encoding), headings, system))


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"


def _grouped(
    features: Iterator[dict[str, Any]], headings: list[str], system: int
) -> Iterator[list[Feature]]:
    number = 0
    while some := list(islice(features, CHUNK)):
        group = []
        for one in some:
            number += 1
            told = one.get("properties") or {}
            cells = [_word(told.get(name)) for name in headings]
            group.append(Feature(number, cells, _shape_of(one.get("geometry")), system))
        if number > MOST_ROWS:
            raise _too_many_rows()
        yield group


def _shape_of(geometry: Any) -> BaseGeometry | None:
    """The shape; None for what is none: the row then says that it has no outline."""
    import shapely  # noqa: PLC0415 - large, and few requests need it

    if not isinstance(geometry, dict):
        return None
    return shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")


def _features(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    """The features of a collection, each parsed when it is there: the file may be large."""
    decoder = json.JSONDecoder()
    with path.open(encoding=encoding) as file:
        text = file.read(_BLOCK)
        begin = re.search(r'"features"\s*:\s*\[', text)
        if begin is None:
            raise _broken("GeoJSON")
        at, wanted = begin.end(), _BLOCK
        while True:
            at = _skipped(text, at)
            if at < len(text) and text[at] == "]":
                return
            try:
                feature, end = decoder.raw_decode(text, at)
                whole = end < len(text)
            except ValueError:
                feature, end, whole = None, at, False
            if whole:
                if not isinstance(feature, dict):
                    raise _broken("GeoJSON")
                yield feature
                at, wanted = end, _BLOCK
                continue
            more = file.read(wanted)
            wanted *= 2  # a large feature is not tried again for each block
            if not more or len(text) - at > MOST_BYTES_OF_FEATURE:
                raise _broken("GeoJSON")
            text, at = text[at:] + more, 0


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in ", \t\r\n":
        at += 1
    return at

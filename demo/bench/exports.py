"""The bench's lines for files: workbook, CSV, PDF."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO, StringIO
from itertools import batched
from typing import Any

from django.utils import timezone

from core.exports import CSV_ROWS, Column, Sheet, csv_parts
from core.pdf import ASSETS
from demo.bench.measure import Line, in_turn, queries, same_statements
from demo.bench.scale import Scale
from places.models import Participation, StepItem
from programmes.models import Programme
from reports.place import report as place
from reports.programme import table

PAIRS = 7
PDF_PAIRS = 9
LONG = 100_000
_FORMATS = {"date": "yyyy-mm-dd", "number": "0", "money": "#,##0.00"}


def tables(large: Scale) -> list[Line]:
    """Ten thousand places from the database to the last byte, as workbook and as CSV.

    The floor sends the very statements that ours sends, fetches every row, and hands rows
    that are ready to the fastest writer with the same formats.
    """
    two = (
        Programme.objects.filter(region=large.region)
        .order_by("pk")
        .values_list("pk", flat=True)[:2]
    )
    places = Participation.objects.filter(programme__in=list(two)).order_by("attention_on", "pk")
    today = timezone.localdate()
    book = partial(table.workbook, places, on=today, about="Scale")
    text = partial(table.csv, places, on=today)
    columns, ready = table.columns(), list(table.rows(places, on=today))
    fetch = same_statements(lambda: list(table.rows(places, on=today)))
    return [
        _line("xlsx_10000", book, lambda: (fetch(), write_xlsx(columns, ready)), len(ready)),
        _line("csv_10000", text, lambda: (fetch(), write_csv(columns, ready)), len(ready)),
    ]


def long_csv(large: Scale) -> Line:
    """A hundred thousand rows from PostgreSQL as CSV, part by part, against the bare writer.

    Both read the same rows by a server's cursor. A fifth of the rows must need as much memory.
    """
    rows = StepItem.objects.filter(participation__programme__region=large.region).order_by("pk")
    named = rows.values_list("pk", "participation__place__name", "state", "note", "created_at")
    columns = [
        Column("Line", "number"), Column("Place"), Column("State"), Column("Note"),
        Column("Made", "moment"),
    ]  # fmt: skip

    def ours(count: int = LONG) -> int:
        return sum(map(len, csv_parts(columns, named[:count].iterator(chunk_size=CSV_ROWS))))

    def bare() -> None:
        target = StringIO(newline="")
        writer = csv.writer(target, delimiter=";")
        for some in batched(named[:LONG].iterator(chunk_size=CSV_ROWS), CSV_ROWS, strict=False):
            writer.writerows(some)
            target.getvalue().encode()
            target.seek(0)
            target.truncate()

    ours_time, floor_time = in_turn([ours, bare], 3)
    few, many = (_peak(partial(ours, count)) for count in (LONG // 5, LONG))
    line = Line(
        "csv_100000", "ratio ≤ 2.0, as much memory as for a fifth", ours_time, floor_time,
        ours_time / floor_time, 1, LONG, facts={"MB": many, "MB_of_a_fifth": few},
    )  # fmt: skip
    line.require(rows.count() >= LONG, f"{rows.count()} rows")
    line.require(line.ratio <= 2.0, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(many <= few * 1.2, f"{many:.1f} MB, {few:.1f} MB for a fifth")
    return line


def _peak(work: Callable[[], Any]) -> float:
    """The most memory that Python's objects take while it works, in megabytes."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1024**2


def _line(name: str, ours: Callable[[], Any], floor: Callable[[], Any], rows: int) -> Line:
    ours_time, floor_time = in_turn([ours, floor], PAIRS)
    line = Line(
        name, "ratio ≤ 1.5", ours_time, floor_time, ours_time / floor_time, queries(ours)[0], rows
    )
    line.require(rows >= 10_000, f"{rows} rows")  # noqa: PLR2004
    line.require(line.ratio <= 1.5, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    return line


def write_xlsx(columns: list[Column], rows: list[tuple[Any, ...]]) -> bytes:
    """The floor of workbooks: rustpy-xlsxwriter with the same column formats and nothing else."""
    from rustpy_xlsxwriter import FastExcel, Format  # noqa: PLC0415 - as core.exports does

    titles = [column.title for column in columns]
    formats = {
        column.title: Format().set_num_format(_FORMATS[column.kind])
        for column in columns
        if column.kind in _FORMATS
    }
    target = BytesIO()
    book = FastExcel(target)
    records = [dict(zip(titles, row, strict=True)) for row in rows]
    book.sheet("Places", records, column_formats=formats)
    book.save()
    return target.getvalue()


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """The floor of a workbook of several sheets whose rows are ready."""
    from rustpy_xlsxwriter import FastExcel, Format  # noqa: PLC0415 - as core.exports does

    target = BytesIO()
    book = FastExcel(target)
    for sheet in sheets:
        titles = [column.title for column in sheet.columns]
        formats = {
            column.title: Format().set_num_format(_FORMATS[column.kind])
            for column in sheet.columns
            if column.kind in _FORMATS
        }
        records = [dict(zip(titles, row, strict=True)) for row in sheet.rows]
        book.sheet(sheet.name, records, column_formats=formats)
    book.save()
    return target.getvalue()


def write_csv(columns: list[Column], rows: list[tuple[Any, ...]]) -> bytes:
    """The floor of CSV: the standard library's writer."""
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([column.title for column in columns])
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def pdf(small: Scale) -> Line:
    """A place's report, its data loaded anew each time, against WeasyPrint on its HTML."""
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango

    from demo.bench.bare_pdf import PlainFiles  # noqa: PLC0415 - so does it

    number = small.participations.values_list("pk", flat=True)[1]
    today = timezone.localdate()

    def load() -> Any:
        one = Participation.objects.select_related(
            "place__municipality", "programme__region", "programme__owner", "method_version"
        ).get(pk=number)
        return place.collect(one, on=today)

    html = place.html(load())
    files = {name: str(path) for name, path in ASSETS.items()}

    def bare() -> bytes:
        document = HTML(string=html, base_url="asset:///", url_fetcher=PlainFiles(files))
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
        return made

    def ours() -> bytes:
        return place.pdf(load())

    ours_time, floor_time = in_turn([ours, bare], PDF_PAIRS)
    line = Line(
        "pdf_place", "ratio ≤ 1.10", ours_time, floor_time, ours_time / floor_time,
        queries(load)[0], 1,
        facts={"html_bytes": len(html)},
    )  # fmt: skip
    line.require(line.ratio <= 1.10, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    return line

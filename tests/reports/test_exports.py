"""The writers: no text is ever a formula, dates are dates, numbers are numbers."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.exports import Column, Sheet, csv_bytes, defused, file_name, xlsx

COLUMNS = [
    Column("Text"),
    Column("Day", "date"),
    Column("Number", "number"),
    Column("Money", "money"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def rows_of(book: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(book)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.day(dt.date(2026, 11, 16))
def test_xlsx_keeps_kinds_and_headings():
    book = xlsx(
        [Sheet("Plats/er", COLUMNS, [("=1+1", dt.date(2026, 5, 4), -3, Decimal("1234.50"))])]
    )

    sheet = openpyxl.load_workbook(BytesIO(book)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Text", "Day", "Number", "Money"]
    assert [cell.value for cell in sheet[2]] == ["=1+1", dt.datetime(2026, 5, 4), -3, 1234.5]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n"]
    assert (sheet.freeze_panes, sheet["A1"].font.b, sheet.title) == ("A2", True, "Plats er")


def test_xlsx_prints_across_with_all_columns_on_a_page_and_the_headings_on_each():
    sheet = openpyxl.load_workbook(BytesIO(xlsx([Sheet("P", COLUMNS, [])]))).worksheets[0]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    # One page across is what the file says by leaving the width out.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.day(dt.date(2026, 11, 16))
def test_persons_are_whole_numbers_beside_hours_and_times_are_times():
    columns = [Column("Figure", "figure"), Column("At", "moment")]
    at = dt.datetime(2026, 10, 28, 19, 0)
    rows = [(40.0, at), (7.5, at)]

    sheet = openpyxl.load_workbook(BytesIO(xlsx([Sheet("F", columns, rows)]))).worksheets[0]
    text = csv_bytes(columns, rows).decode("utf-8-sig")

    assert [(sheet.cell(row, 1).value, sheet.cell(row, 1).number_format) for row in (2, 3)] == [
        (40, "General"), (7.5, "General"),
    ]  # fmt: skip
    assert (sheet["B2"].value, sheet["B2"].number_format) == (at, "yyyy-mm-dd hh:mm")
    assert text == "Figure;At\r\n40;2026-10-28 19:00\r\n7,5;2026-10-28 19:00\r\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("25000.00"), "25000,00"),
        (Decimal("-7.50"), "-7,50"),
        (12.25, "12,25"),
        (40, "40"),
        (None, ""),
    ],
)
def test_csv_writes_a_decimal_comma(value, written):
    text = csv_bytes([Column("a"), Column("Sum", "money")], [("x", value)]).decode("utf-8-sig")

    assert text.splitlines()[1] == f"x;{written}"


def test_xlsx_without_rows_still_has_headings():
    assert rows_of(xlsx([Sheet("Empty", COLUMNS, [])]))[0] == ["Text", "Day", "Number", "Money"]


def test_xlsx_tells_equal_headings_apart():
    assert rows_of(xlsx([Sheet("Two", [Column("A"), Column("A")], [(1, 2)])])) == [
        ["A", "A 2"],
        [1, 2],
    ]


@given(TEXTS)
def test_xlsx_text_is_never_a_formula(text):
    book = xlsx([Sheet("One", [Column("Text")], [(text,)])])

    cell = openpyxl.load_workbook(BytesIO(book)).worksheets[0]["A2"]
    assert cell.data_type != "f"
    assert (cell.value or "") == text


@given(TEXTS)
@example("=1+1")
@example("\t@A1")
def test_csv_text_comes_back_and_starts_no_formula(text):
    content = csv_bytes([Column("Text")], [(text,)]).decode("utf-8-sig")

    [value] = list(csv.reader(StringIO(content, newline=""), delimiter=";"))[1] or [""]
    assert value == defused(text)
    assert not value.startswith(("=", "+", "-", "@", "|", "%"))


@pytest.mark.day(dt.date(2026, 11, 16))
def test_csv_leaves_negative_numbers_alone():
    content = csv_bytes(COLUMNS, [("a", dt.date(2026, 1, 2), -3, None)]).decode("utf-8-sig")

    assert content == "Text;Day;Number;Money\r\na;2026-01-02;-3;\r\n"


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nb", 'x"; y', "Näsum"])
def test_file_name_is_safe_on_every_system(name):
    made = file_name(name, ending="pdf", on=dt.date(2026, 1, 2))

    assert not set(made) & set("/\\\r\n\"';:")
    assert made.endswith(" 2026-01-02.pdf")

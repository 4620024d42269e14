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

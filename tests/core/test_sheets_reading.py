"""Spreadsheets as people save them come back as words; what is no table is told."""

from __future__ import annotations

import csv
import io
import zipfile
from html import escape

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from core.refusals import Refusal
from core.sheets.reading import read_table
from core.sheets.table import MAX_BYTES, MAX_ROWS, WHOLE_ROW

HEAD = ["Namn", "Kommun", "Antal"]
ROWS = [["Glimåkra", "Östra Göinge", "1 427"], ["Smørrebrød", "Ærø", "5"]]
ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def known(headings):
    return sum(heading in HEAD for heading in headings)


def read(content):
    table = read_table(content, known)
    return [table.headings, *(cells for _number, cells in table.rows)]


def refusal(content):
    with pytest.raises(Refusal) as caught:
        read_table(content, known)
    return caught.value.code


def text(rows, delimiter=";"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def workbook(*sheets, hidden_sheets=(), hidden_rows=(), merged=(), formulas=()):
    """An XLSX file of the sheets, the marks in its last one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if at in hidden_sheets:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    write = sheet.write_string if isinstance(cell, str) else sheet.write
                    write(number, column, cell)
        for number in hidden_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        for area in merged:
            sheet.merge_range(area, "merged")
        for place in formulas:
            sheet.write_formula(place, "=1+1", value="")
    return out.getvalue()


def ods_row(cells, about=""):
    words = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>"
        if cell
        else "<table:table-cell/>"
        for cell in cells
    )
    return f"<table:table-row {about}>{words}</table:table-row>"


def ods(*rows):
    """An ODS file of rows of XML, with the endless empty rows that LibreOffice writes."""
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = "".join(rows) + (
        f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    )
    return archive(
        {
            "mimetype": ODS_TYPE,
            "content.xml": f"<office:document-content {ODS}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


# --- Any table comes back alike

LETTERS = st.characters(
    categories=["L", "N", "P", "Zs"], max_codepoint=0xFF, exclude_characters="<\xad"
)
WORDS = st.text(LETTERS, max_size=12).map(str.strip)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(WORDS, min_size=width, max_size=width).filter(any), min_size=1, max_size=6
    )
)


def whole(rows):
    """The rows under headings that are found again."""
    width = len(rows[0])
    return [["Namn", "Kommun", *map(str, range(width))], *([["x", "y", *row] for row in rows])]


@given(TABLES, st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_table_comes_back_from_csv(rows, delimiter, encoding):
    table = whole(rows)
    assert read(text(table, delimiter).encode(encoding)) == table


@given(TABLES)
def test_any_table_comes_back_from_xlsx_and_ods(rows):
    table = whole(rows)
    assert read(workbook(table)) == table
    assert read(ods(*map(ods_row, table))) == table


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman",
     "cp850"],
)  # fmt: skip
def test_csv_of_any_encoding_and_delimiter_is_read(encoding, delimiter):
    assert read(text([HEAD, *ROWS], delimiter).encode(encoding)) == [HEAD, *ROWS]


def test_quotes_and_dashes_of_windows_are_not_taken_for_letters_of_another_system():
    words = [["Byns “hall” – först…", "Tomás Novák", "25 €"]]
    assert read(text([HEAD, *words]).encode("cp1252")) == [HEAD, *words]


def test_letter_in_two_signs_becomes_one():
    assert read("Namn;Kommun\nNa\u0308sum;O\u0308stra Go\u0308inge".encode()) == [
        ["Namn", "Kommun"],
        ["Näsum", "Östra Göinge"],
    ]


@pytest.mark.parametrize(
    "content",
    [b"Namn;Kommun\nAnna\x0bEk;B\nBo;C\n", b"Namn;Kommun\r\nAnna Ek;B\r\nBo;C\r\n\x1a"],
)
def test_control_sign_of_an_old_program_is_a_space(content):
    assert read(content) == [["Namn", "Kommun"], ["Anna Ek", "B"], ["Bo", "C"]]


def test_line_with_which_excel_notes_its_delimiter_is_no_heading():
    assert read(b"sep=;\r\nNamn;Kommun\r\na;b") == [["Namn", "Kommun"], ["a", "b"]]


def test_empty_rows_and_columns_are_left_out_and_rows_keep_their_numbers():
    table = read_table(b"\r\nNamn;Kommun;;\r\n\r\na;b;;\r\n;;;;;;;\r\n\r\nc;d", known)
    assert table.headings == ["Namn", "Kommun"]
    assert [number for number, _cells in table.rows] == [4, 7]


@pytest.mark.parametrize("delimiter", [";", ","])
def test_title_may_stand_above_the_headings(delimiter):
    rows = [["Lista 2027"], [], HEAD, *ROWS]
    table = read_table(text(rows, delimiter).encode(), known)
    assert (table.headings, table.rows[0][0]) == (HEAD, 4)


# --- Workbooks


def test_numbers_and_dates_of_a_workbook_are_words():
    rows = [HEAD, ["a", "b", 1234.5], ["c", "d", 234.567], ["e", "f", 0.1 + 0.2], ["g", "h", 5.0]]
    assert [row[2] for row in read(workbook(rows))] == ["Antal", "1234.5", "234.5670", "0.3", "5"]


def test_first_visible_sheet_with_known_headings_is_read():
    hidden, about = [HEAD, ["old", "x", "1"]], [["Så här gör du"], ["Läs detta"]]
    content = workbook(about, hidden, [HEAD, *ROWS], hidden_sheets=[1])
    assert read(content) == [HEAD, *ROWS]


def test_sheet_without_known_headings_is_read_when_there_is_no_better():
    assert read(workbook([["Fisk"], ["Gädda"]])) == [["Fisk"], ["Gädda"]]


def test_hidden_rows_merged_cells_and_formulas_are_marked():
    content = workbook(
        [HEAD, *ROWS, ["a", "b", "c"], ["d", "e", "f"]],
        hidden_rows=[3],
        merged=["A4:B4", "C4:C5"],
        formulas=["C2"],
    )
    assert read_table(content, known).marks == {
        (2, 2): "formula",
        (3, WHOLE_ROW): "hidden",
        (4, 0): "merged_across",
        (4, 1): "merged_across",
        (5, 2): "merged_down",
    }
    assert read_table(content, known).hidden == [3]


def test_hidden_rows_merged_cells_and_formulas_of_ods_are_marked():
    merged = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2" '
        'office:value-type="string"><text:p>a</text:p>'
        '</table:table-cell><table:covered-table-cell/><table:table-cell table:formula="of:=1"/>'
        "</table:table-row>"
    )
    content = ods(ods_row(HEAD), ods_row(ROWS[0], 'table:visibility="filter"'), merged)
    assert read_table(content, known).marks == {
        (2, WHOLE_ROW): "hidden",
        (3, 0): "merged_across",
        (3, 1): "merged_across",
        (3, 2): "formula",
    }


# --- Files that are wrong as a whole


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n ;;; \n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"Namn;Kommun", "no_rows"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"<!DOCTYPE html><table><tr><td>name</td></tr></table>", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_table"),
        (b"MZ\x90\x00\x03\x00", "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04 and no more", "broken_spreadsheet"),
        (b'name;municipality\n"' + b"x" * 200_000, "not_a_table"),
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (b"name\n" + b"x\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b"a;" * 100 + b"\n1", "too_many_columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_no_table_is_refused(content, code):
    assert refusal(content) == code


def test_list_may_be_shorter_than_a_file():
    with pytest.raises(Refusal) as caught:
        read_table(text([HEAD, *ROWS]).encode(), known, most=1)
    assert "more than 1 row." in str(caught.value)


@pytest.mark.parametrize(
    "parts",
    [
        {"readme.txt": "hello"},
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
    ],
)
def test_archive_of_another_program_is_refused(parts):
    assert refusal(archive(parts)) == "not_a_table"


SHEET, PARTS = "xl/worksheets/sheet1.xml", {"[Content_Types].xml": "", "xl/workbook.xml": ""}


def test_zip_bomb_is_refused():
    bomb = archive(PARTS | {SHEET: b"0" * 70_000_000})
    assert len(bomb) < 100_000
    assert refusal(bomb) == "zip_bomb"


def test_spreadsheet_with_a_lying_size_is_refused():
    content = bytearray(workbook([["name"], ["x" * 5000]]))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(content)) == "broken_spreadsheet"


def test_sheet_with_cells_in_far_corners_is_refused():
    sheet = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    assert refusal(archive(PARTS | {SHEET: sheet})) == "too_many_rows"


def test_merged_cell_without_end_is_refused():
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD, *ROWS], merged=["A1:B9"]))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[SHEET] = parts[SHEET].replace(b"A1:B9", b"A1:XFD1048576")
    assert refusal(archive(parts)) == "too_many_rows"


def test_ods_with_endless_full_rows_is_refused():
    vast = ods_row(["x"] * 20, 'table:number-rows-repeated="1000000"')
    assert refusal(ods(ods_row(HEAD), vast)) == "too_many_rows"


# --- No bytes raise


@given(
    st.binary(max_size=300)
    | st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b)
    | st.text(max_size=300).map(str.encode)
)
def test_any_bytes_give_a_table_or_a_refusal(content):
    try:
        table = read_table(content, known)
    except Refusal as said:
        assert str(said)  # noqa: PT017 - either outcome is right
    else:
        assert table.rows


@given(
    st.sampled_from([workbook([HEAD, *ROWS]), ods(*map(ods_row, [HEAD, *ROWS]))]),
    st.binary(min_size=1, max_size=4),
    st.floats(0, 1, exclude_max=True),
)
def test_any_damage_to_a_spreadsheet_gives_a_table_or_a_refusal(content, damage, where):
    at = int(where * len(content))
    assume(at + len(damage) <= len(content))
    damaged = content[:at] + damage + content[at + len(damage) :]
    try:
        read_table(damaged, known)
    except Refusal as said:
        assert str(said)  # noqa: PT017 - either outcome is right

"""Columns under people's names, rows with their values, faults by row and cell."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.refusals import Refusal
from core.sheets.cells import sum_of, words
from core.sheets.columns import Column, Columns
from core.sheets.rows import Fault, in_order, letter, read_rows

NAME = Column("name", words(most=5), heading="Name", also=("namn", "navn"))
GROUP = Column("group", heading="Group", also=("grupp",), spreads=True)
COST = Column("cost", sum_of, heading="Cost", also=("kostnad",))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def listed(*, strict=False):
    needs = (("name",), ("group", "cost"))
    return Columns(NAME, GROUP, COST, wrong="Not our list.", needs=needs, strict=strict)


def wrong(headings, *, strict=False):
    with pytest.raises(Refusal) as caught:
        listed(strict=strict).keys_of(headings)
    assert (caught.value.code, str(caught.value)) == ("wrong_columns", "Not our list.")
    return caught.value.details


def test_headings_are_known_in_any_case_and_spelling():
    columns = listed()
    assert columns.keys_of(["NAMN:", "färg", "kostnad *"]) == ["name", "", "cost"]
    assert columns.known(["namn", "färg", "cost"]) == 2
    assert columns.unread(["namn", "", "färg"]) == ["färg"]


def test_headings_that_are_missing_or_twice_are_named():
    assert wrong(["nam", "cost", "Kostnad"]) == [
        "The column Cost is there twice.",
        "The column Name is missing. Is it “nam”?",
    ]
    assert wrong(["namn"]) == ["The column Group is missing."]


def test_strict_list_refuses_headings_that_are_not_known():
    assert wrong(["name", "costs", "", "x"], strict=True) == [
        "The column “costs” is not known. Is it Cost?",
        "A column has no heading.",
        "The column “x” is not known.",
        "The column Group is missing.",
    ]


def test_cells_become_values_and_what_cannot_be_read_a_fault():
    rows = read_rows(
        listed(),
        ["cost", "", "name"],
        [(2, ["1 234,50", "own", "Bench"]), (4, ["many", "", "Too long"]), (5, ["", "own"])],
    )
    assert [(row.number, row.values) for row in rows] == [
        (2, {"cost": sum_of("1234.50"), "name": "Bench"}),
        (4, {}),
    ]
    assert in_order(rows) == [
        Fault(4, "cost", "many", rows[1].faults[0].reason, "Cost", "A"),
        Fault(4, "name", "Too long", "At most 5 characters fit here.", "Name", "C"),
    ]


def test_needed_cell_is_told_once():
    [empty, faulty] = read_rows(listed(), ["cost", "name"], [(2, ["5"]), (3, ["", "Too long"])])
    assert [row.need("name") for row in (empty, faulty)] == [None, None]
    assert [fault.reason for fault in in_order([empty, faulty])] == [
        "This cell must not be empty.",
        "At most 5 characters fit here.",
    ]
    assert empty.need("group") is None
    assert empty.faults[-1].letter == ""


def test_merged_cell_counts_for_each_row_where_that_is_meant():
    marks = {
        (3, 0): "merged_down",
        (3, 1): "merged_down",
        (4, 1): "merged_across",
        (5, 1): "formula",
    }
    cells = [(2, ["A", "1"]), (3, ["", ""]), (4, ["B", "x"]), (5, ["B", ""])]
    rows = read_rows(listed(), ["group", "cost"], cells, marks)
    assert [row.values.get("group") for row in rows] == ["A", "A", "B", "B"]
    assert [(fault.row, fault.column, fault.reason[:23]) for fault in in_order(rows)] == [
        (3, "cost", "The cell is merged with"),
        (4, "cost", "The cell is merged over"),
        (5, "cost", "The formula has no valu"),
    ]


def test_strict_list_tells_cells_after_the_last_heading():
    [row] = read_rows(listed(strict=True), ["name"], [(2, ["Bench", "more"])])
    assert row.faults == [
        Fault(2, "", "more", "The row has more cells than there are headings.", "", "")
    ]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letter_is_what_a_spreadsheet_calls_the_column(number, letters):
    assert letter(number) == letters

"""Cells of a list of actions: what people write is read, what cannot be read is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from people.models import Sector
from places.domain.import_cells import CellFault
from plans.domain import import_cells as cells
from plans.domain.import_columns import COLUMNS, key_of
from plans.models import ActionState, Doer, Origin, Priority, Theme

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
SUMS = st.decimals(0, 10**9, places=2)
CHOICES = [ActionState, Priority, Doer, Origin, Theme, Sector]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01", "2026-3-1", "2026-03-01T00:00:00", "2026-03-01 00:00", "20260301",
        "1.3.2026", "01.03.2026", "1. 3. 2026", "1/3 2026", "1/3/2026", "01-03-2026",
        "1 mars 2026", "den 1 mars 2026", "1. marts 2026", "1 March 2026", "1 mar. 2026",
    ],
)  # fmt: skip
def test_date_of_reads_what_people_write(written):
    assert cells.date_of(written) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mars 2026", "A month is no date."),
        ("marts", "A month is no date."),
        ("46082", "This is a number, not a date."),
        ("1.3.26", "Write the year with four digits"),
        ("31.2.2026", "There is no such day."),
        ("2026-13-01", "There is no such day."),
        ("Q2 2026", "Write a whole date"),
        ("snarast", "Write a whole date"),
        ("2026", "Write a whole date"),
    ],
)
def test_date_of_says_what_is_wrong(written, said):
    with pytest.raises(CellFault, match=said):
        cells.date_of(written)


@given(DAYS)
def test_date_of_reads_every_date_in_every_notation(day):
    for written in (f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day:%Y}", f"{day:%d-%m-%Y}"):
        assert cells.date_of(written) == day


def told(reader, text):
    try:
        reader(text)
    except CellFault as fault:
        return str(fault)
    return "read"


@given(st.text(max_size=30))
def test_any_text_is_read_or_told_never_more(text):
    for reader in (cells.date_of, cells.sum_of, cells.hours_of):
        assert told(reader, text)


@given(SUMS)
def test_sum_of_reads_every_sum_exactly(value):
    swedish = f"{value:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    danish = f"{value:,.2f}".replace(",", ";").replace(".", ",").replace(";", ".")

    assert cells.sum_of(f"{value:.2f}") == cells.sum_of(swedish) == cells.sum_of(danish) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [("1 234,50", "1234.50"), ("12.500 kr", "12500"), ("1,234.50", "1234.50"), ("0", "0")],
)
def test_sum_of_reads_what_people_write(written, value):
    assert cells.sum_of(written) == Decimal(value)


@pytest.mark.parametrize("written", ["-5", "1,234,5", "12,345.678", "ca 500", "500-700", "1e5"])
def test_sum_of_refuses_what_is_no_sum(written):
    with pytest.raises(CellFault):
        cells.sum_of(written)


@pytest.mark.parametrize(
    ("choices", "written", "value"),
    [
        (ActionState, "Pågår", "under_way"),
        (ActionState, "i gang", "under_way"),
        (ActionState, "IDÉ", "idea"),
        (ActionState, "Færdig", "done"),
        (ActionState, "dropped", "dropped"),
        (Priority, "Kort sikt", "quick"),
        (Priority, "senere", "later"),
        (Doer, "Kommunen", "municipality"),
        (Origin, "enkät", "survey"),
    ],
)
def test_choice_is_read_in_three_languages(choices, written, value):
    assert cells.choice(choices, written) == value


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_label_of_a_page_is_read_back_in_its_language(choices, language):
    """What the export writes, the import reads."""
    with translation.override(language):
        read = {str(label): cells.choice(choices, str(label)) for label in choices.labels}

        assert read == {str(choice.label): choice.value for choice in choices}


def test_choice_that_is_not_known_names_those_that_are():
    with pytest.raises(CellFault, match="Write one of: Quick, now, Larger, later"):
        cells.choice(Priority, "gul")


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_heading_of_a_page_leads_to_its_column(column, language):
    with translation.override(language):
        assert key_of(str(column.heading)) == column.key


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_no_other_name_of_a_column_belongs_to_another(column):
    assert {name: key_of(name) for name in column.also} == dict.fromkeys(column.also, column.key)

"""Cells of a list: what people write is read, what cannot be read is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.sheets import cells
from core.sheets.cells import CellFault, choice, date_of, fold, hours_of, sum_of, whole_number

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))  # any day
SUMS = st.decimals(0, 10**9, places=2)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01", "2026-3-1", "2026-03-01T00:00:00", "2026-03-01 00:00", "20260301",  # any day
        "1.3.2026", "01.03.2026", "1. 3. 2026", "1/3 2026", "1/3/2026", "01-03-2026",
        "2026-03-01T18:30",  # any day
        "1 mars 2026", "den 1 mars 2026", "1. marts 2026", "1 March 2026",
        "1 mar. 2026",
    ],
)  # fmt: skip
def test_date_of_reads_what_people_write(written):
    assert date_of(written) == dt.date(2026, 3, 1)  # any day


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
        date_of(written)


@given(DAYS)
def test_date_of_reads_every_date_in_every_notation(day):
    for written in (f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day:%Y}", f"{day:%d-%m-%Y}"):
        assert date_of(written) == day


def told(reader, text):
    try:
        reader(text)
    except CellFault as fault:
        return str(fault)
    return "read"


@given(st.text(max_size=30))
def test_any_text_is_read_or_told_never_more(text):
    for reader in (date_of, sum_of, hours_of):
        assert told(reader, text)


@given(SUMS)
def test_sum_of_reads_every_sum_exactly(value):
    swedish = f"{value:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    danish = f"{value:,.2f}".replace(",", ";").replace(".", ",").replace(";", ".")

    assert sum_of(f"{value:.2f}") == sum_of(swedish) == sum_of(danish) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [("1 234,50", "1234.50"), ("12.500 kr", "12500"), ("1,234.50", "1234.50"), ("0", "0")],
)
def test_sum_of_reads_what_people_write(written, value):
    assert sum_of(written) == Decimal(value)


@pytest.mark.parametrize("written", ["-5", "1,234,5", "12,345.678", "ca 500", "500-700", "1e5"])
def test_sum_of_refuses_what_is_no_sum(written):
    with pytest.raises(CellFault):
        sum_of(written)


@pytest.mark.parametrize("written", ["1119", "1 119", "1.119", "1\N{NO-BREAK SPACE}119", "1119,0"])
def test_whole_number_is_read_as_people_write_it(written):
    assert whole_number(written, low=0, high=2000) == 1119


@pytest.mark.parametrize("written", ["many", "-5", "12.5", "2001", "1e3"])
def test_whole_number_refuses_what_is_none_or_too_large(written):
    with pytest.raises(CellFault):
        whole_number(written, low=0, high=2000)


def test_fold_takes_one_letter_in_two_spellings_for_the_same():
    assert fold(" Na\u0308sum_By ") == fold("NÄSUM  by")


class Kind(TextChoices):
    VILLAGE = "village", "Village (by)"
    TOWN = "town", "Town"


def test_choice_is_known_by_label_without_brackets_value_and_what_people_call_it():
    read = choice(Kind, {"stad": "town"})
    assert [read(word) for word in ("Village", "VILLAGE (by)", "town", "Stad")] == [
        "village", "village", "town", "town",
    ]  # fmt: skip
    with pytest.raises(CellFault, match="Write one of: A, B"):
        choice(Kind, told=lambda: ["A", "B"])("hamlet")


def test_word_that_means_two_things_in_two_languages_counts_in_the_active_one(monkeypatch):
    labels = {
        "sv": [("by", "village")],
        "da": [("by", "town"), ("landsby", "village")],
        "en": [("village", "village")],
    }
    monkeypatch.setattr(cells, "_labels", lambda _choices, language: labels[language])
    cells._names_of.cache_clear()
    found = {}
    for language in labels:
        with translation.override(language):
            found[language] = [cells.value_named(Kind, word) for word in ("By", "Landsby")]
    cells._names_of.cache_clear()
    assert found == {
        "sv": ["village", "village"], "da": ["town", "village"], "en": [None, "village"],
    }  # fmt: skip

"""Dates as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from core.dates import (
    ago,
    day_and_hour,
    months,
    short_date,
    span,
    weekday_and_day,
)

TODAY = "2026-11-22T12:00:00+01:00"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("language", "this_year", "other_year"),
    [("sv", "3 nov", "3 nov 2024"), ("da", "3. nov", "3. nov 2024"), ("en", "3 Nov", "3 Nov 2024")],
)
def test_short_date_has_the_year_only_when_it_is_another(language, this_year, other_year):
    with translation.override(language):
        shown = (short_date(dt.date(2026, 11, 3)), short_date(dt.date(2024, 11, 3)))
    # Django's Swedish and Danish month names may carry a full stop.
    assert tuple(text.replace("nov.", "nov") for text in shown) == (this_year, other_year)


def test_short_date_of_nothing_is_empty():
    assert (short_date(None), ago(None)) == ("", "")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 22), "today"),
        (dt.date(2026, 11, 21), "yesterday"),
        (dt.date(2026, 11, 23), "tomorrow"),
        (dt.date(2026, 10, 12), "41 days ago"),
        (dt.date(2026, 11, 27), "in 5 days"),
        (dt.date(2026, 7, 22), "4 months ago"),
        (dt.date(2027, 5, 22), "in 6 months"),
        (dt.date(2023, 11, 22), "3 years ago"),
        (dt.date(2029, 11, 22), "in 3 years"),
    ],
)
def test_ago_says_days_then_months_then_years(day, words):
    assert ago(day) == words


def test_ago_counts_days_in_the_sites_time_zone():
    """Half past midnight in Stockholm is still the day before in UTC."""
    assert ago(dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.UTC)) == "today"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 11, 1), dt.date(2029, 6, 30), "1 nov 2026 – 30 jun 2029"),
        (dt.date(2026, 11, 1), dt.date(2026, 12, 31), "1 nov – 31 dec"),
        (dt.date(2027, 1, 1), dt.date(2027, 4, 30), "1 jan – 30 apr 2027"),
        (dt.date(2027, 1, 1), dt.date(2027, 1, 1), "1 jan 2027"),
        (dt.date(2026, 12, 1), None, "från 1 dec"),
        (None, None, ""),
    ],
)
def test_span_names_both_years_when_they_differ(first, last, words):
    with translation.override("sv"):
        assert span(first, last) == words


def test_span_of_months_names_one_month_once():
    with translation.override("sv"):
        assert months(dt.date(2026, 12, 1), dt.date(2026, 12, 31)) == "december 2026"
        assert months(dt.date(2026, 11, 1), dt.date(2029, 6, 3)) == "november 2026 – juni 2029"


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("sv", "torsdag 10 december", "torsdag 10 december kl. 18.00"),
        ("da", "torsdag den 10. december", "torsdag den 10. december kl. 18.00"),
        ("en", "Thursday 10 December", "Thursday 10 December 18:00"),
    ],
)
def test_day_and_hour_are_written_as_the_language_does(language, day, moment):
    when = dt.datetime(2026, 12, 10, 18, tzinfo=dt.UTC)
    with translation.override(language):
        assert (weekday_and_day(when), day_and_hour(when)) == (day, moment)
        assert weekday_and_day(when.replace(year=2027)).endswith(" 2027")


def test_text_of_a_day_as_json_keeps_it_is_a_day():
    assert short_date("2026-10-21") == "21 Oct"
    assert short_date("2024-10-21T12:00:00+00:00") == "21 Oct 2024"


def test_september_is_shortened_as_danes_do():
    with translation.override("da"):
        assert short_date(dt.date(2026, 9, 3)) == "3. sep"

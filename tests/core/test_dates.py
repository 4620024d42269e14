"""Dates as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from core.dates import ago, period, short_date

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


def test_period_over_new_year_has_both_years():
    start = dt.date(2026, 2, 1)
    assert period(start, dt.date(2026, 7, 31)) == "1 Feb – 31 Jul"
    assert period(start, dt.date(2027, 7, 31)) == "1 Feb 2026 – 31 Jul 2027"


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

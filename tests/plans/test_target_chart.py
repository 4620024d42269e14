"""The chart of an indicator: days on its axis, the target at its day, a table that agrees."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from plans.goals.chart import indicator_chart, year_of
from plans.models import Indicator, Observation

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

TODAY = dt.date(2026, 11, 22)


def indicator(**fields):
    usual = {
        "title": "Gästnätter", "unit": "nätter", "direction": "up", "source": "Liggaren",
        "baseline": Decimal(1100), "baseline_on": dt.date(2025, 8, 31),
        "target": Decimal(1800), "target_on": dt.date(2029, 8, 31),
    }  # fmt: skip
    return Indicator(**usual | fields)


def test_chart_table_has_baseline_values_and_target_by_day_with_their_source():
    seen = [Observation(on=dt.date(2026, 8, 31), value=Decimal("1312.50"), source="Räknat")]
    chart = indicator_chart(indicator(), seen, TODAY)
    assert chart.headers == ["Date", "Measured", "Target", "Source"]
    assert chart.rows == [
        ["31 Aug 2025", "1,100", "", "Liggaren"],
        ["31 Aug", "1,312.5", "", "Räknat"],
        ["31 Aug 2029", "", "1,800", "Target"],
    ]


def test_chart_says_in_its_description_what_was_found():
    chart = indicator_chart(indicator(), [], TODAY)
    assert chart.description.replace("\N{NO-BREAK SPACE}", " ") == (
        "1,100 nätter on 31 Aug 2025, not measured since; the target is 1,800. "
        "It is to be reached by 31 Aug 2029."
    )


def test_chart_axis_has_whole_years_around_the_days():
    svg = indicator_chart(indicator(), [], TODAY).svg
    assert re.findall(r">(20\d\d)<", svg) == ["2025", "2026", "2027", "2028", "2029", "2030"]


def test_chart_within_one_year_still_has_its_two_ends():
    one = indicator(baseline_on=dt.date(2026, 2, 1), target_on=dt.date(2026, 10, 1))
    assert re.findall(r">(20\d\d)<", indicator_chart(one, [], TODAY).svg) == ["2026", "2027"]


def test_chart_of_values_below_zero_stays_inside_its_frame():
    one = indicator(baseline=Decimal(-40), target=Decimal(-5), unit="°C")
    svg = indicator_chart(one, [], TODAY).svg
    heights = [float(y) for y in re.findall(r'c?y="(-?[\d.]+)"', svg)]
    assert all(0 <= y <= 270 for y in heights)


def test_year_of_a_day_is_its_share_of_the_year():
    assert [year_of(day) for day in (dt.date(2026, 1, 1), dt.date(2024, 7, 2))] == [2026.0, 2024.5]

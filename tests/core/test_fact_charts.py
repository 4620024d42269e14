"""Charts of a place beside others: drawn whole on page and paper, with a table that agrees."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.utils import translation

from core.charts import Chart, Point
from core.fact_charts import (
    Amount,
    Band,
    Bar,
    Marked,
    Way,
    bars_chart,
    marks_chart,
    pyramid,
    series_chart,
    signed,
    two_ways,
)
from core.palette import Palette

ABOUT = {"title": "Title & more", "description": "Said < here"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def series(palette: Palette = "page") -> Chart:
    points = [
        Point(1990, 480, "A"),
        Point(2000, 466, "A"),
        Point(2015, 558, "B", True),
        Point(2020, 540),
    ]
    return series_chart(
        points, **ABOUT, heading="Inhabitants", palette=palette,
        broken=lambda year: (f"New {year:g}", "Not to be compared"),
    )  # fmt: skip


def ages(palette: Palette = "page") -> Chart:
    bands = [
        Band("80+", Amount(2.6), Amount(None, "protected"), 2.5, 3.0),
        Band("0–9", Amount(6.2), Amount(5.9), 5.0, 5.0, strong=True),
    ]
    return pyramid(
        bands, **ABOUT, names=("Men", "Women"), others=("Men, town", "Women, town"), unit="%",
        palette=palette,
    )  # fmt: skip


def moves(palette: Palette = "page") -> Chart:
    ways = [Way("18–24", Amount(23), Amount(9)), Way("65+", Amount(None, "protected"), Amount(6))]
    return two_ways(ways, **ABOUT, names=("Age", "Out", "In", "Net"), palette=palette)


def work(palette: Palette = "page") -> Chart:
    rows = [Marked("In work", {"circle": Amount(77), "square": Amount(75, "estimated")})]
    names = {"circle": "Here", "square": "Town", "diamond": "Alike"}
    return marks_chart(rows, **ABOUT, names=names, heading="Work", unit="%", palette=palette)  # type: ignore[arg-type]


def branches(palette: Palette = "page") -> Chart:
    bars = [Bar("Farming", Amount(31), strong=True), Bar("Care", Amount(None, "protected"))]
    return bars_chart(bars, **ABOUT, headers=("Branch", "Workplaces"), palette=palette)


CHARTS = [series, ages, moves, work, branches]


@pytest.mark.parametrize("palette", ["page", "paper"])
@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_has_title_and_description_and_paper_needs_no_style_sheet(
    chart: Callable[[Palette], Chart], palette: Palette
) -> None:
    drawn = chart(palette)
    root = ET.fromstring(str(drawn.svg))
    assert [child.text for child in list(root)[:2]] == ["Title & more", "Said < here"]
    if palette == "paper":
        assert re.findall(r'class="(?!fc")', str(drawn.svg)) == []
        assert root.get("viewBox")
        assert '%"' not in str(drawn.svg)


def test_a_line_is_never_drawn_over_a_break() -> None:
    joins = re.findall(r'class="ch-l ch-s0"', str(series().svg))
    assert len(joins) == 2
    assert "New 2015" in str(series().svg)
    assert series().rows[2] == ["2015", "558", "B; Series break before this year"]


def test_what_is_protected_is_a_field_without_a_number() -> None:
    for chart in (ages(), moves(), branches()):
        assert "fc-hid" in str(chart.svg)
        assert any("protected" in cell for row in chart.rows for cell in row)
    assert moves().rows[1][3] == "–"


def test_the_table_says_what_qualifies_a_number_and_who_has_none() -> None:
    assert work().rows == [["In work", "77", "75 (estimated)", "–"]]


def test_a_change_has_its_sign() -> None:
    assert [signed(6.4, 0, "%"), signed(-12, 0), signed(0.2)] == ["+6\xa0%", "−12", "0"]

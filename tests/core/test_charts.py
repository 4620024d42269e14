"""Line charts: the picture, its words and the table of its numbers agree."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from core.charts import HEIGHT, WIDTH, Chart, Point, Series, line_chart, nice_step

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def broken() -> Series:
    return Series(
        "Lerdala",
        [
            Point(2000, 466, "Register A"),
            Point(1990, 480, "Register A"),
            Point(2010, 401, "Register B", break_before=True),
            Point(2020, 415, "Register B"),
        ],
    )


def test_chart_table_has_every_number_by_year_with_source_and_break():
    chart = line_chart([broken()], title="Population of Lerdala")
    assert chart.headers == ["Year", "Lerdala", "Source"]
    assert chart.rows == [
        ["1990", "480", "Register A"],
        ["2000", "466", "Register A"],
        ["2010", "401", "Register B; Series break before this year"],
        ["2020", "415", "Register B"],
    ]


def test_chart_description_tells_the_ends_and_the_break():
    chart = line_chart([broken()], title="Population of Lerdala")
    assert chart.description == (
        "From 480 in 1990 to 415 in 2020. A series break lies before 2010: the numbers on its "
        "two sides are not comparable."
    )
    root = ET.fromstring(chart.svg)
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (
        "Population of Lerdala",
        chart.description,
    )


def test_chart_line_is_interrupted_at_the_break_only():
    whole = Series("Näsum", [Point(2000, 1), Point(2010, 2), Point(2020, 3)])
    starts = {
        name: re.search(r'class="ch-l ch-s0" d="([^"]+)"', line_chart([s], title="t").svg)
        .group(1)
        .count("M")
        for name, s in {"broken": broken(), "whole": whole}.items()
    }
    assert starts == {"broken": 2, "whole": 1}


def test_chart_of_two_series_names_both_and_leaves_gaps_in_the_table():
    chart = line_chart(
        [
            Series("Planned", [Point(2024, 10), Point(2026, 40)]),
            Series("Held", [Point(2024, 9), Point(2025, 21)]),
        ],
        title="Meetings",
    )
    assert chart.rows == [["2024", "10", "9"], ["2025", "", "21"], ["2026", "40", ""]]
    assert chart.value_columns == 3
    assert ">Planned</text>" in chart.svg
    assert ">Held</text>" in chart.svg


def test_chart_without_points_is_refused():
    with pytest.raises(ValueError, match="1 to 3 series"):
        line_chart([Series("Empty", [])], title="t")


def test_chart_words_are_escaped():
    chart = line_chart([Series("<b>", [Point(2020, 1)])], title="A & B", unit="<i>")
    assert ET.fromstring(chart.svg).findtext(f"{SVG}title") == "A & B"


def test_chart_on_paper_has_no_classes():
    assert "class=" not in line_chart([broken()], title="t", palette="paper").svg


@pytest.mark.parametrize(
    ("span", "step"), [(4, 1), (1612, 500), (90, 25), (7, 2), (0.3, 0.1), (60, 20)]
)
def test_axis_step_is_round(span, step):
    assert nice_step(span, 4) == pytest.approx(step)


@given(
    st.lists(
        st.tuples(st.integers(1700, 2100), st.integers(0, 10**7)),
        min_size=1,
        max_size=20,
        unique_by=lambda pair: pair[0],
    ),
    st.booleans(),
)
def test_chart_of_any_numbers_is_sound_svg_inside_its_frame(pairs, from_zero):
    series = Series("S", [Point(year, value) for year, value in pairs])
    root = ET.fromstring(line_chart([series], title="t", from_zero=from_zero).svg)
    dots = [(float(c.get("cx")), float(c.get("cy"))) for c in root.iter(f"{SVG}circle")]
    assert len(dots) == len(pairs)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in dots)


def test_the_table_of_a_chart_escapes_what_people_wrote() -> None:
    drawn = Chart("A <b>", "", SafeString(""), ["Year", "N", "Source"], [["2024", "7", "<i>"]], 2)
    table = drawn.table
    assert 'aria-label="A &lt;b&gt;"' in table
    assert '<th scope="row">2024</th><td class="num">7</td><td>&lt;i&gt;</td>' in table

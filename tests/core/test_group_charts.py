"""Groups side by side: marks, numbers that do not cover each other, bars that add up, the radar."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from core.group_charts import (
    NEAR,
    Dot,
    Ring,
    bar_line,
    dot_line,
    mark,
    radar_chart,
    tone_of,
)
from core.palette import PAPER

AXES = [f"Theme {n}" for n in range(1, 15)]


def numbers(svg: str) -> list[float]:
    return [float(x) for x in re.findall(r'<text [^>]*x="([\d.]+)%', svg)]


def test_marks_stand_where_the_share_is_and_differ_by_shape():
    svg = dot_line([Dot(24, "circle", "24"), Dot(49, "square", "49"), Dot(71, "triangle", "71")])
    assert re.findall(r'<svg x="([\d.]+)%"', svg) == ["24.0", "49.0", "71.0"]
    names = ("circle", "square", "triangle", "diamond")
    shapes = [re.sub(r'class="[^"]*"', "", mark(name)) for name in names]
    assert len(set(shapes)) == 4


@pytest.mark.parametrize("shares", [(35, 36, 38), (50, 50), (97, 98, 100), (0, 1, 2)])
def test_numbers_of_near_marks_do_not_cover_each_other(shares):
    found = sorted(numbers(dot_line([Dot(one, "circle", str(one)) for one in shares])))
    gaps = [later - sooner for sooner, later in pairwise(found)]
    assert min(gaps) >= NEAR * 0.75
    assert found[0] >= 0
    assert found[-1] <= 100


def test_parts_of_a_bar_fill_it():
    svg = bar_line([10, 20, 40, 30, 0])
    widths = [float(one) for one in re.findall(r'width="([\d.]+)%" y', svg)]
    assert widths == [10, 20, 40, 30]
    assert ">40<" in svg


def test_tones_part_at_the_middle_of_the_scale():
    assert [tone_of(n, 5)[0] for n in range(5)] == ["gc-low"] * 2 + ["gc-mid"] + ["gc-high"] * 2
    assert [tone_of(n, 4)[0] for n in range(4)] == ["gc-low"] * 2 + ["gc-high"] * 2


def test_a_radar_has_an_axis_for_each_theme_and_a_table_of_its_numbers():
    rings = [Ring("2025", [4.0] * 14), Ring("2026", [5.26] + [4.0] * 13)]
    chart = radar_chart(AXES, rings, low=1, high=7, title="The place", description="What it says")
    assert chart.svg.startswith("<svg")
    assert "<title>The place</title><desc>What it says</desc>" in chart.svg
    assert chart.rows[0] == ["1. Theme 1", "4.0", "5.3"]
    assert len(chart.rows) == 14
    # The further out, the higher: the first axis points upwards.
    top = re.findall(r'class="rd-now-p" cx="([\d.]+)" cy="([\d.]+)"', chart.svg)[0]
    before = re.findall(r'class="rd-then-p" cx="([\d.]+)" cy="([\d.]+)"', chart.svg)[0]
    assert float(top[1]) < float(before[1])


def test_a_theme_without_a_value_leaves_a_gap_and_no_false_shape():
    svg = radar_chart(
        AXES, [Ring("now", [None] + [3.0] * 13)], low=1, high=7, title="t", description="d"
    ).svg
    assert svg.count('class="rd-now-p"') == 13
    assert 'class="rd-now"' not in svg


def test_paper_carries_its_colours():
    svg = radar_chart(
        AXES, [Ring("now", [3.0] * 14)], low=1, high=7, title="t", description="d", palette="paper"
    ).svg
    assert "class=" not in svg.replace('class="radar"', "")
    assert PAPER["rd-now"] in svg
    line = dot_line([Dot(10, "circle", "10")], palette="paper")
    assert "class=" not in line.replace('class="gc"', "")


def test_too_few_axes_are_refused():
    with pytest.raises(ValueError, match="three axes"):
        radar_chart(AXES[:2], [Ring("now", [1, 2])], low=1, high=3, title="t", description="d")

"""The timeline's picture: any dates give a valid picture inside its frame, states tell apart."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from core import palette
from plans.models import ActionState
from plans.timeline.axis import axis_over
from plans.timeline.drawing import (
    SHEET,
    WIDTH,
    TimelineRow,
    height_of,
    timeline_pages,
    timeline_svg,
)

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

TODAY = dt.date(2026, 11, 22)
SVG = "{http://www.w3.org/2000/svg}"


def row(**fields: object) -> TimelineRow:
    """An action under way from January to the end of May 2027."""
    values = {
        "key": 1,
        "title": "Paint the hall",
        "state": ActionState.UNDER_WAY,
        "goal": "A living hall",
        "starts_on": dt.date(2027, 1, 1),
        "ends_on": dt.date(2027, 5, 31),
    }
    return TimelineRow(**(values | fields))  # type: ignore[arg-type]


def drawn(*rows: TimelineRow, today: dt.date | None = TODAY) -> ET.Element:
    """The picture as a tree."""
    return ET.fromstring(timeline_svg(rows, today=today, title="The plan"))


def marks(tree: ET.Element, look: str) -> list[ET.Element]:
    """The marks with this look."""
    return [mark for mark in tree.iter() if look in mark.get("class", "").split()]


# Letters that mean something in XML, wide ones and composed ones; no control characters, which
# forms and database do not let in.
words = st.text("aÅW <>&\"';…\u0301\u4e16\U0001f600%{", max_size=40)
days = st.none() | st.dates()


@st.composite
def rows(draw: st.DrawFn) -> list[TimelineRow]:
    """Up to six actions with any dates, states, names and dependencies."""
    count = draw(st.integers(0, 6))
    made = []
    for key in range(count):
        first, last = draw(days), draw(days)
        if first and last and last < first:
            first, last = last, first
        made.append(
            TimelineRow(
                key=key,
                title=draw(words),
                state=draw(st.sampled_from(ActionState.values)),
                goal=draw(words),
                starts_on=first,
                ends_on=last,
                done_on=draw(days),
                responsible=draw(words),
                needs=tuple(draw(st.lists(st.integers(0, 8), max_size=3))),
            )
        )
    return made


@pace(suppress_health_check=[HealthCheck.too_slow])
@given(rows(), st.none() | st.dates(), st.sampled_from(["page", "paper"]))
def test_timeline_any_rows_give_valid_xml_with_bars_inside(made, today, look):
    svg = timeline_svg(made, today=today, title="<The & plan>", palette=look)
    if not any(one.is_drawn for one in made):
        assert svg == ""
        return
    tree = ET.fromstring(svg)
    _left, _top, wide, high = (float(n) for n in tree.get("viewBox").split())
    assert wide == WIDTH
    bars = list(tree.iter(f"{SVG}rect"))
    ranged = [one for one in made if one.is_drawn and one.first_on]
    assert len(bars) == len(ranged)
    for bar in bars:
        x, y = float(bar.get("x")), float(bar.get("y"))
        assert 0 <= x <= x + float(bar.get("width")) <= WIDTH
        assert float(bar.get("width")) >= 3.9
        assert 0 < y < y + float(bar.get("height")) <= high
    for path in tree.iter(f"{SVG}path"):
        x, y = (float(n) for n in re.match(r"M(-?[\d.]+) (-?[\d.]+)", path.get("d")).groups())
        assert -1 <= x <= WIDTH + 1
        assert 0 <= y <= high


@given(st.lists(st.dates(), min_size=1, max_size=6))
def test_axis_any_days_lie_on_it_in_their_order(found):
    axis = axis_over(found, left=6, right=994)
    places = [axis.at(day) for day in sorted(found)]
    assert places == sorted(places)
    assert all(6 <= place <= axis.at(day, end=True) <= 994 for place, day in zip(
        places, sorted(found), strict=True
    ))  # fmt: skip
    assert 2 <= len(axis.ticks()) <= 26


def test_axis_of_no_days_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        axis_over([], left=0, right=10)


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (dt.date(2027, 3, 31), ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]),
        (dt.date(2029, 6, 30), ["Q1", "Q2", "Q3", "Q4"] * 2 + ["Q1", "Q2"]),
        (dt.date(2034, 6, 30), [str(year) for year in range(2027, 2035)]),
    ],
)
def test_axis_counts_months_quarters_or_years(last, ticks):
    axis = axis_over([dt.date(2027, 1, 1), last], left=0, right=100)
    assert [word for _x, word in axis.ticks()] == ticks


def test_axis_year_above_months_stands_where_it_begins():
    axis = axis_over([dt.date(2026, 11, 5), dt.date(2027, 10, 1)], left=0, right=1200)
    assert axis.years() == [(0.0, "2026"), (200.0, "2027")]


@pytest.mark.parametrize(
    ("state", "look"),
    [
        (ActionState.IDEA, "gt-i"),
        (ActionState.PLANNED, "gt-p"),
        (ActionState.UNDER_WAY, "gt-u"),
        (ActionState.PAUSED, "gt-h"),
        (ActionState.DONE, "gt-d"),
    ],
)
def test_timeline_state_is_a_shape_and_a_word(state, look):
    tree = drawn(row(state=state, responsible="Anna"))
    assert len(marks(tree, look)) == 1
    assert [mark.text for mark in marks(tree, "gt-s")] == [f"{state.label} · Anna"]


def test_timeline_without_dates_or_dropped_draws_nothing():
    dropped = row(state=ActionState.DROPPED)
    assert timeline_svg([row(ends_on=None), dropped], today=TODAY, title="The plan") == ""


def test_timeline_end_without_start_is_a_diamond():
    tree = drawn(row(starts_on=None))
    assert list(tree.iter(f"{SVG}rect")) == []
    assert len(marks(tree, "gt-u")) == 1


def test_timeline_done_without_planned_end_is_drawn_on_its_day():
    tree = drawn(row(state=ActionState.DONE, starts_on=None, ends_on=None, done_on=TODAY))
    assert len(marks(tree, "gt-m")) == 1


def test_timeline_done_early_ends_on_the_day_it_was_done():
    early = row(state=ActionState.DONE, starts_on=dt.date(2026, 1, 1), done_on=TODAY)
    before = row(key=2, state=ActionState.DONE, done_on=TODAY)  # before its planned start
    tree = drawn(early, before)
    bars = list(tree.iter(f"{SVG}rect"))
    assert (len(bars), len(marks(tree, "gt-m"))) == (1, 2)
    ends = float(bars[0].get("x")) + float(bars[0].get("width"))
    middles = [float(mark.get("d")[1:].split()[0]) for mark in marks(tree, "gt-m")]
    assert middles == [pytest.approx(ends, abs=8.1)] * 2


def test_timeline_overdue_reaches_today_and_says_so():
    tree = drawn(row(starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 31)))
    assert [mark.text for mark in marks(tree, "gt-lt")] == ["Overdue"]
    late = marks(tree, "gt-l")[0].get("d")
    now = marks(tree, "gt-now")[0].get("d")
    assert late.split("H")[1] == now[1:].split()[0]
    assert tree.find(f"{SVG}desc").text.endswith("1 is overdue.")


def test_timeline_of_a_frozen_plan_knows_no_today():
    tree = drawn(row(ends_on=dt.date(2027, 2, 1)), today=None)
    assert marks(tree, "gt-now") == []
    assert marks(tree, "gt-lt") == []


def test_timeline_dependency_that_starts_too_early_is_dashed():
    first = row(key=1)
    after = row(key=2, starts_on=dt.date(2027, 6, 1), ends_on=dt.date(2027, 8, 1), needs=(1,))
    early = row(key=3, starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 8, 1), needs=(1,))
    tree = drawn(first, after, early)
    assert (len(marks(tree, "gt-dep")), len(marks(tree, "gt-dx"))) == (1, 1)


def test_timeline_dependency_on_what_is_not_drawn_has_no_line():
    tree = drawn(row(key=1, ends_on=None), row(key=2, needs=(1, 2, 77)))
    assert marks(tree, "gt-dep") == []


def test_timeline_long_name_is_cut_and_told_in_full():
    name = "A very long name " * 12
    tree = drawn(row(title=name.strip()))
    text = marks(tree, "gt-t")[0]
    assert text.find(f"{SVG}title").text == name.strip()
    assert text.find(f"{SVG}title").tail.endswith("…")


def test_timeline_hostile_name_stays_text():
    tree = drawn(row(title="</text><script>alert(1)</script>", goal="<b>", responsible="&lt;"))
    assert list(tree.iter(f"{SVG}script")) == []
    assert "<script>" in "".join(tree.itertext())


def test_timeline_pages_hold_every_row_once():
    made = [row(key=n, title=f"Action {n}") for n in range(30)]
    pages = timeline_pages(made, today=None, title="The plan", most=14)
    assert [page.count("<rect") for page in pages] == [14, 14, 2]
    assert all("class=" not in page for page in pages)


def test_timeline_no_row_is_cut_where_a_printed_sheet_ends():
    made = [row(key=n, goal=f"Goal {n // 3}") for n in range(60)]
    svg = timeline_svg(made, today=TODAY, title="The plan")
    tree = ET.fromstring(svg)
    tops = [float(bar.get("y")) for bar in tree.iter(f"{SVG}rect")]
    assert all(22 <= top % SHEET <= SHEET - 18 for top in tops)
    sheets = int(tops[-1] // SHEET) + 1
    assert sheets > 3
    assert [mark.text for mark in marks(tree, "gt-y")].count("2027") == sheets


def test_height_of_is_the_height_of_the_picture():
    made = [row(), row(key=2), row(key=3, goal="Other")]
    assert drawn(*made).get("viewBox") == f"0 0 {WIDTH} {height_of(made)}"


def test_timeline_names_goals_and_those_without():
    tree = drawn(row(), row(key=2, goal=""))
    assert [mark.text for mark in marks(tree, "gt-g")] == ["A living hall", "Other actions"]


def test_timeline_looks_on_paper_are_those_of_the_page():
    """Each look of the style sheet, with the light theme's colours, is the one for paper."""
    css = (Path(settings.BASE_DIR) / "static/css/timeline.css").read_text()
    sheet = css.split("@media print")[0]
    rules = dict(re.findall(r"\.(gt-[a-z]+) \{([^}]*)\}", sheet))
    assert set(rules) == {name for name in palette.PAPER if name.startswith("gt-")}
    for name, body in rules.items():
        wanted = dict(re.findall(r"([a-z-]+): ([^;]+);", body))
        found = dict(re.findall(r'([a-z-]+)="([^"]*)"', palette.PAPER[name]))
        found.pop("font-family", None)
        plain = {
            key: getattr(palette, value[6:-1].upper().replace("-", "_"))
            if value.startswith("var(")
            else value.removesuffix("px")
            for key, value in wanted.items()
        }
        assert plain == found, name

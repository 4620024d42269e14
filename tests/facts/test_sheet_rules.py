"""Rules of the fact sheet, without a database: stretches, changes, ages, sentences, notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from facts.sheet import findings, rules
from facts.sheet.reading import PLACE, Known, Subject, sources_of
from facts.sheet.rules import (
    Figure,
    ages_of,
    change,
    in_bands,
    parts_of,
    spans,
    stretches,
    undivided,
)


def figure(year: int, value: float | None, *, cut: bool = False, **fields: object) -> Figure:
    given_fields = {"who": "place", "measure": "population", "level": "place"} | fields
    return Figure(year=year, value=value, series_break=cut, period=str(year), **given_fields)  # type: ignore[arg-type]


GLIMAKRA = [
    figure(1960, 1189), figure(1980, 1598), figure(1990, 1578), figure(2010, 1383),
    figure(2015, 1466, cut=True), figure(2020, 1550),
]  # fmt: skip


def test_an_address_as_source_is_told_by_its_host() -> None:
    rows = [
        figure(2020, 900, source="https://sv.wikipedia.org/wiki/Glim%C3%A5kra"),
        figure(2023, 880, source="https://sv.wikipedia.org/wiki/Broby"),
    ]
    known = Known({PLACE: Subject(PLACE, "Glimåkra")})
    assert sources_of(rows, known) == ["Glimåkra: sv.wikipedia.org, 2020–2023."]


def test_a_series_is_cut_at_its_break() -> None:
    assert [[one.year for one in part] for part in stretches(GLIMAKRA)] == [
        [1960, 1980, 1990, 2010], [2015, 2020],
    ]  # fmt: skip


def test_a_change_is_counted_within_one_delimitation() -> None:
    assert round(change(GLIMAKRA, 1990, 2010) or 0) == -12
    assert round(change(GLIMAKRA, 2015, 2020) or 0) == 6
    assert change(GLIMAKRA, 2010, 2020) is None
    assert spans(GLIMAKRA) == [(1990, 2010), (2015, 2020)]


series = st.lists(
    st.tuples(st.integers(1900, 2030), st.integers(1, 10_000), st.booleans()),
    min_size=2, max_size=20, unique_by=lambda one: one[0],
).map(lambda rows: [figure(y, v, cut=c) for y, v, c in sorted(rows)])  # fmt: skip


@given(series, st.data())
def test_a_change_is_never_counted_across_a_break(rows: list[Figure], data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(rows))
    end = data.draw(st.sampled_from(rows))
    low, high = sorted((start.year, end.year))
    crosses = any(one.series_break and low < one.year <= high for one in rows)
    assert (change(rows, low, high) is None) == crosses
    for first, last in spans(rows):
        assert not any(one.series_break and first < one.year <= last for one in rows)


@given(series)
def test_the_sentence_names_no_year_before_the_last_break(rows: list[Figure]) -> None:
    with translation.override("en"):
        said = str(findings.population(rows))
    before = [one.year for part in stretches(rows)[:-1] for one in part]
    numbers = {rules_number(one.value) for one in rows}
    assert not any(f"in {year}." in said or f"of {year}." in said for year in before), numbers


def rules_number(value: float | None) -> str:
    return str(value)


@pytest.mark.parametrize(
    ("code", "ages"),
    [("0-9", (0, 9)), ("20–29 år", (20, 29)), ("80+", (80, 200)), ("100+ år", (100, 200)),
     ("25", (25, 25)), ("65 år och äldre", (65, 200)), ("total", None), ("", None)],
)  # fmt: skip
def test_ages_are_read_off_codes(code: str, ages: tuple[int, int] | None) -> None:
    assert ages_of(code) == ages


def test_single_years_are_added_up_and_a_protected_one_hides_its_band() -> None:
    rows = [figure(2024, 3.0, dims={"age": str(age)}) for age in range(10)]
    bands = in_bands(rows)
    assert bands[0, 9] is not None
    assert bands[0, 9].value == 30
    assert bands[10, 19] is None
    rows[4] = replace(rows[4], value=None, status="protected")
    hidden = in_bands(rows)[0, 9]
    assert hidden is not None
    assert (hidden.value, hidden.status) == (None, "protected")


def test_parts_make_no_whole_where_the_whole_is_known_or_one_is_kept_back() -> None:
    parts = [figure(2024, 3.0, dims={"branch": "a"}), figure(2024, 4.0, dims={"branch": "b"})]
    assert [one.value for one in undivided(parts)] == [7]
    assert undivided([*parts, figure(2020, 9.0)]) == []
    assert undivided([*parts, figure(2024, None, dims={"branch": "c"}, status="protected")]) == []


def test_ages_that_do_not_cover_everybody_make_no_whole() -> None:
    assert undivided([figure(2024, 3.0, dims={"age": "0-9"})]) == []


def test_parts_are_added_over_what_else_divides_them() -> None:
    rows = [
        figure(2024, 3.0, dims={"branch": "Farming", "size": "0"}),
        figure(2024, 2.0, dims={"branch": "Farming", "size": "1-4"}),
        figure(2024, 5.0, dims={"branch": "Trade", "size": "0"}),
        figure(2020, 99.0, dims={"branch": "Trade", "size": "0"}),
    ]
    found = {name: one.value for name, one in parts_of(rows, "branch").items()}
    assert found == {"Farming": 5, "Trade": 5}


SAID = {
    "en": (
        "1,550 inhabitants in 2020. More than in 2015. One in 9 of the municipality's people "
        "lives here."
    ),
    "sv": "1\xa0550 invånare 2020. Fler än 2015. Var 9:e i kommunen bor här.",
    "da": "1.550 indbyggere i 2020. Flere end i 2015. Hver 9. i kommunen bor her.",
}


@pytest.mark.parametrize("language", SAID)
def test_the_finding_stands_in_each_language(language: str) -> None:
    with translation.override(language):
        assert str(findings.population(GLIMAKRA, 14_400)) == SAID[language]


MOVES = {
    "en": "14 more aged 18–24 leave than come each year. 9 more aged 25–34 come than leave each "
    "year. In all 2 fewer a year.",
    "sv": "14 fler i åldern 18–24 flyttar ut än in varje år. 9 fler i åldern 25–34 flyttar in än "
    "ut varje år. Sammantaget 2 färre om året.",
    "da": "14 flere på 18–24 år flytter fra end til hvert år. 9 flere på 25–34 år flytter til end "
    "fra hvert år. I alt 2 færre om året.",
}


@pytest.mark.parametrize("language", MOVES)
def test_moves_say_who_leaves_who_comes_and_the_sum(language: str) -> None:
    net = {"0–17": 3.0, "18–24": -14.0, "25–34": 9.0, "35–64": 3.0, "65+": -3.0}
    with translation.override(language):
        assert str(findings.moves(net, -2)) == MOVES[language]


def test_a_finding_of_the_municipality_is_never_said_of_the_village() -> None:
    with translation.override("en"):
        own = findings.beside("In work", 75.0, [], unit="%", near=1)
        said = str(findings.only_there(own, "Östra Göinge kommun", "Glimåkra"))
    assert said.startswith("In Östra Göinge kommun: In work: 75\xa0%.")
    assert said.endswith("There are no figures of Glimåkra alone.")


def test_the_group_that_differs_most_is_named() -> None:
    own = {"children": 24.0, "young": 9.4, "middle": 48.0, "old": 18.6}
    town = {"children": 23.6, "young": 11.6, "middle": 47.6, "old": 17.2}
    with translation.override("en"):
        said, group = findings.ages(own, town)
    assert group == "young"
    assert said.lead == "Fewer aged 20–29 than in the municipality."
    assert said.rest == "More are 70 and over. Children are about as many."


DAY = dt.date(2026, 6, 1)  # any day


@pytest.mark.parametrize(
    ("text", "finished", "written", "confirmed", "newest", "state"),
    [
        ("", False, None, None, DAY, "empty"),
        ("We see it", False, DAY, None, None, "writing"),
        ("We see it", True, DAY, None, DAY, "written"),
        ("We see it", True, DAY - dt.timedelta(days=1), None, DAY, "older"),
        ("We see it", True, DAY - dt.timedelta(days=1), DAY, DAY, "written"),
        ("We see it", True, DAY, None, None, "written"),
    ],
)
def test_a_note_is_older_than_figures_that_came_after_it(
    text, finished, written, confirmed, newest, state
) -> None:
    assert state == rules.note_state(
        text, finished=finished, written_on=written, confirmed_on=confirmed, newest=newest
    )

"""The rules of a call, computed: bounds are inside, nothing is guessed, answers can be kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.checking import Facts, Stand, all_met, compute, restored, stored
from calls.models import CallRule
from people.models.organisation import THREE_SECTORS
from programmes.models.programme import RURAL_KINDS, PlaceKind

people = st.integers(0, 12_000)


def population(low=400, high=4000, **fields):
    return CallRule(key="population", effect="block", low=low, high=high, **fields)


def answer(rule, **facts):
    [found] = compute([rule], Facts(**facts))
    return found


@given(number=people, low=st.none() | people, high=st.none() | people)
def test_population_is_met_exactly_inside_the_bounds(number, low, high):
    found = answer(population(low, high), population=number, year=2023, registered=True)
    inside = (low is None or low <= number) and (high is None or number <= high)
    assert (found.state == "met") is inside
    assert found.stops is not inside


@pytest.mark.parametrize(
    ("number", "state"), [(399, "broken"), (400, "met"), (4000, "met"), (4001, "broken")]
)
def test_the_bounds_themselves_count_as_inside(number, state):
    assert answer(population(), population=number, year=2023).state == state


@given(year=st.none() | st.integers(1990, 2026), since=st.integers(1990, 2026))
def test_a_figure_older_than_the_call_asks_for_says_nothing(year, since):
    found = answer(population(since=since), population=900, year=year, registered=True)
    assert found.state == ("met" if year is not None and year >= since else "unknown")


def test_an_own_figure_says_nothing_where_only_the_register_counts():
    rule = population(registered=True)
    assert answer(rule, population=900, year=2023).state == "unknown"
    assert answer(rule, population=900, year=2023, registered=True).state == "met"
    assert answer(rule).state == "unknown"


@given(kind=st.sampled_from(["", *PlaceKind.values]))
def test_a_city_district_is_no_rural_place(kind):
    rule = CallRule(key="kind", effect="block", kinds=[one.value for one in RURAL_KINDS])
    found = answer(rule, kind=kind).state
    assert found == ("unknown" if not kind else "met" if kind in RURAL_KINDS else "broken")


@given(st.lists(st.sampled_from(["", "asked", "confirmed", "declined"]), min_size=3, max_size=3))
def test_three_sectors_are_met_only_by_three_confirmations(states):
    stands = {
        sector.value: Stand(state, "Eva")
        for sector, state in zip(THREE_SECTORS, states, strict=True)
    }
    found = answer(CallRule(key="sectors", effect="warn"), sectors=stands)
    assert (found.state == "met") is all(state == "confirmed" for state in states)
    assert (found.state == "broken") is ("declined" in states)
    assert not found.stops  # it warns


@given(
    number=st.none() | people,
    kind=st.sampled_from(["", *PlaceKind.values]),
    inside=st.none() | st.booleans(),
)
def test_answers_can_be_kept_and_read_again(number, kind, inside):
    rules = [
        CallRule(key="municipality", effect="warn"), population(),
        CallRule(key="kind", effect="block", kinds=["village"]),
        CallRule(key="sectors", effect="block"),
    ]  # fmt: skip
    found = compute(rules, Facts(population=number, year=2020, kind=kind, in_region=inside))
    again = restored(json.loads(json.dumps(stored(found))))
    assert [(one.key, one.state, one.text) for one in again] == [
        (one.key, one.state, one.text) for one in found
    ]
    assert all(one.text and "%(" not in one.text for one in again)
    assert not all_met(again)

"""Places alike: the rules, and choosing others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from areas.models import Area
from core.refusals import NotAllowed, Refusal
from facts.peers import pages
from facts.peers.rules import Settlement, compared, kilometres, nearest, to_town
from facts.peers.services import choose_peers, compute_peers, likenesses, peers_of
from tests.factories import World, world
from tests.facts.sheet_samples import register

OWN = Settlement(1, "Näsum", "Bromölla", 1100, 750.0, 20.0)


def other(pk: int, population: int | None, density: float | None, km: float | None) -> Settlement:
    return Settlement(pk, f"By {pk}", "", population, density, km)


def test_the_nearest_are_alike_in_all_three_and_the_place_itself_is_none() -> None:
    rows = [
        OWN, other(2, 1100, 750, 20), other(3, 1100, 2000, 20), other(4, 3000, 750, 20),
        other(5, 1100, 750, 90), other(6, 1200, 800, 22), other(7, None, 750, 20),
    ]  # fmt: skip
    found = [one.settlement.pk for one in nearest(OWN, rows, many=2)]
    assert found == [2, 6]
    assert 7 not in {one.settlement.pk for one in nearest(OWN, rows, many=9)}


def test_half_as_many_is_as_far_as_twice_as_many() -> None:
    rows = [other(2, 550, 750, 20), other(3, 2200, 750, 20)]
    first, second = nearest(OWN, rows)
    assert first.distance == pytest.approx(second.distance)


def test_what_is_not_known_is_no_likeness() -> None:
    rows = [other(2, 1100, None, None), other(3, 1110, 760, 21), other(4, 5000, 100, 80)]
    assert nearest(OWN, rows)[0].settlement.pk == 3


def test_each_side_is_told_in_words() -> None:
    sides = compared(OWN, other(2, 1150, 400.0, 60.0))
    assert sides == {"population": "alike", "density": "less", "town_km": "more"}


settlements = st.lists(
    st.tuples(
        st.integers(50, 20_000), st.none() | st.floats(1, 5000), st.none() | st.floats(0, 300)
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@given(settlements)
def test_order_is_by_distance_and_does_not_hang_on_the_order_of_the_register(rows: list) -> None:
    found = [other(number + 2, *row) for number, row in enumerate(rows)]
    one = nearest(OWN, found)
    assert [each.distance for each in one] == sorted(each.distance for each in one)
    assert one == nearest(OWN, found[::-1])
    assert all(each.distance >= 0 for each in one)


def test_kilometres_are_those_of_the_globe() -> None:
    glimakra, nasum = (56.30583, 14.13667), (56.1726, 14.4988)
    assert kilometres(glimakra, nasum) == pytest.approx(26.9, abs=0.3)
    assert to_town(glimakra, [(9, *nasum), (1, *glimakra)], own=1) == pytest.approx(26.9, abs=0.3)
    assert to_town(None, [(9, *nasum)]) is None


@pytest.fixture
def w() -> World:
    return world()


@pytest.mark.django_db
def test_five_are_computed_and_others_may_be_chosen(w: World) -> None:
    register(w)
    assert len(peers_of(w.participation)) == 5
    assert w.place.area not in peers_of(w.participation)
    chosen = list(Area.objects.filter(name__in=["By 0", "By 7"]))
    choose_peers(participation=w.participation, by=w.member, areas=chosen)
    assert {one.name for one in peers_of(w.participation)} == {"By 0", "By 7"}
    compute_peers(participation=w.participation, by=w.leader)
    assert len(peers_of(w.participation)) == 5


@pytest.mark.django_db
def test_what_may_not_be_chosen(w: World) -> None:
    own = register(w)
    for areas, code in (([], "none_chosen"), ([own], "itself"), ([own.parent], "no_settlement")):
        with pytest.raises(Refusal) as refused:
            choose_peers(participation=w.participation, by=w.leader, areas=areas)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        choose_peers(participation=w.participation, by=w.observer, areas=[own])


@pytest.mark.django_db
def test_a_place_that_is_not_in_the_register_has_peers_by_its_own_figures(w: World) -> None:
    register(w)
    w.place.area = None
    w.place.save()
    w.place.population.create(year=2023, inhabitants=1100, source="SCB")
    found = likenesses(w.place)
    assert found
    assert all("density" not in one.sides for one in found)
    assert pages.why(replace(found[0])).endswith(".")


@pytest.mark.django_db
def test_the_page_says_why_and_finds_others_by_name(w: World, client) -> None:
    register(w)
    client.force_login(w.leader)
    url = reverse("facts:peers", args=[w.participation.pk])
    html = client.get(url, {"q": "by 0"}).text
    assert "inhabitants" in html
    assert "By 0" in html
    picked = Area.objects.get(name="By 0")
    answer = client.post(
        reverse("facts:peers_choose", args=[w.participation.pk]), {"areas": [picked.pk]}
    )
    assert answer.status_code == 302
    assert [one.name for one in peers_of(w.participation)] == ["By 0"]

"""The result chain: its words, what is counted over the years, what was measured."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from mapping.chain.pages import plan_indicators, population, services_by_year
from mapping.chain.services import (
    add_indicator,
    chain_of,
    remove_indicator,
    save_chain,
    save_value,
)
from mapping.models import ChainIndicator, Service, ServiceSeen
from people.models import ProgrammePost, ProgrammeRole
from places.models import PopulationObservation
from plans.models import Goal, Indicator, Observation
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def test_its_words_have_two_writers(w: World) -> None:
    save_chain(programme=w.programme, by=w.manager, version=0, moving="Young families")
    with pytest.raises(Conflict) as conflict:
        save_chain(programme=w.programme, by=w.admin, version=0, moving="Anybody")
    assert conflict.value.theirs["moving"] == "Young families"
    assert chain_of(w.programme).moving == "Young families"
    with pytest.raises(NotAllowed):
        save_chain(programme=w.programme, by=w.coach, version=1, moving="X")


def test_a_year_is_measured_once_and_put_right(w: World) -> None:
    facts = {"programme": w.programme, "by": w.manager, "step": "moving", "title": "Homes"}
    one = add_indicator(**facts)
    assert add_indicator(**facts) == one
    this_year = timezone.localdate().year
    for value in (9, 10):
        save_value(
            indicator=one, by=w.manager, year=this_year, value=Decimal(value), source="Register"
        )
    assert list(one.values.values_list("value", flat=True)) == [Decimal(10)]
    for problem, wrong in (
        ("wrong_year", {"year": this_year + 1, "source": "x"}),
        ("no_source", {"year": this_year, "source": " "}),
    ):
        with pytest.raises(Refusal) as refused:
            save_value(**{"indicator": one, "by": w.manager, "value": Decimal(1)} | wrong)
        assert refused.value.code == problem
    remove_indicator(indicator=one, by=w.manager)
    remove_indicator(indicator=one, by=w.manager)
    assert not ChainIndicator.objects.exists()


def test_services_are_counted_at_each_years_end_as_they_were_seen_then(w: World) -> None:
    today = timezone.localdate()
    two_years_ago = dt.date(today.year - 2, 6, 1)
    last_year = dt.date(today.year - 1, 6, 1)
    shop = Service.objects.create(
        participation=w.participation, kind="groceries", state="gone", start_state="here",
        seen_on=last_year,
    )  # fmt: skip
    ServiceSeen.objects.create(service=shop, on=two_years_ago, state="here")
    ServiceSeen.objects.create(service=shop, on=last_year, state="gone")
    hall = Service.objects.create(
        participation=w.neighbour, kind="hall", state="new", start_state="never", seen_on=today
    )
    ServiceSeen.objects.create(service=hall, on=today, state="new")
    rows = services_by_year(w.programme)
    assert [(one.label, one.numbers) for one in rows] == [
        (str(today.year - 2), [1, 0, 0, 0]),
        (str(today.year - 1), [0, 0, 1, 0]),
        ("Today", [0, 0, 1, 1]),
    ]


def test_population_says_of_how_many_places_it_is(w: World) -> None:
    for place, year, number in (
        (w.place, 2015, 900),
        (w.place, 2020, 880),
        (w.neighbour.place, 2020, 500),
    ):
        PopulationObservation.objects.create(
            place=place, year=year, inhabitants=number, source="SCB",
            series_break=(year == 2020 and place == w.place),
        )  # fmt: skip
    assert [
        (one.year, one.places, one.inhabitants, one.series_break) for one in population(w.programme)
    ] == [
        (2015, 1, 900, False),
        (2020, 2, 1380, True),
    ]


def test_indicators_of_the_plans_are_counted_not_ranked(w: World) -> None:
    goal = Goal.objects.create(participation=w.participation, title="Life in the village")
    today = timezone.localdate()
    for title in ("Guests", "Members"):
        one = Indicator.objects.create(
            goal=goal, title=title, baseline=1, target=10,
            baseline_on=today - dt.timedelta(days=90), target_on=today + dt.timedelta(days=90),
        )  # fmt: skip
    Observation.objects.create(indicator=one, on=today, value=12, source="Counted")
    assert plan_indicators(w.programme) == {"all": 2, "measured": 1, "reached": 1}


def test_a_researcher_reads_it_and_writes_nothing(w: World, client) -> None:
    ProgrammeRole.objects.create(
        programme=w.programme, user=w.facilitator, role=ProgrammePost.RESEARCHER,
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + dt.timedelta(days=9),
    )  # fmt: skip
    client.force_login(w.facilitator)
    for name in ("chain", "kept"):
        assert client.get(reverse(f"mapping:{name}", args=[w.programme.pk])).status_code == 200
    assert client.get(reverse("mapping:chain_edit", args=[w.programme.pk])).status_code == 403


def test_the_page_asks_as_much_for_many_as_for_few(
    w: World, client, django_assert_max_num_queries
) -> None:
    client.force_login(w.manager)
    url = reverse("mapping:chain", args=[w.programme.pk])
    add = {"programme": w.programme, "by": w.manager, "step": "base"}
    add_indicator(title="Children", **add)
    today = timezone.localdate()
    for place in (w.participation, w.neighbour):
        shop = Service.objects.create(
            participation=place, kind="fuel", state="here", start_state="here", seen_on=today
        )
        ServiceSeen.objects.create(service=shop, on=today, state="here")
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for number in range(6):
        add_indicator(title=f"Indicator {number}", **add)
    with django_assert_max_num_queries(len(few)):
        client.get(url)

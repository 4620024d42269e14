"""Single figures by hand, their corrections and breaks; levels; who sees which; ready sets."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from facts.models import Indicator, Observation, Origin, Query, dims_key, year_of
from facts.observations.services import add_figure, correct_figure, mark_break
from facts.queries import history, observations, series
from facts.recording import Figure, Provenance, keep
from facts.sets import loading
from facts.sets.services import codes_of_places, fetch_set
from places.models import PlaceCode
from tests.factories import MunicipalityFactory, UserFactory, world
from tests.facts.samples import FETCHED, area, indicator, municipalities, observe
from tests.facts.server import value

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    w = world()
    w.areas = municipalities()
    w.indicator = indicator()
    w.own = indicator("se-population-locality", level="place")
    return w


def add(w, amount=900, *, by=None, **more):
    fields = {
        "indicator": w.own,
        "place": w.place,
        "period": "2023",
        "source": "The parish",
        "retrieved_on": FETCHED,
    } | more
    return add_figure(region=w.region, value=amount and Decimal(amount), by=by or w.admin, **fields)


def test_by_hand_with_source_and_day(here):
    one = add(here)
    assert (one.origin, one.source, one.retrieved_on) == ("manual", "The parish", FETCHED)
    assert (one.place, one.area, one.added_by) == (here.place, None, here.admin)


@pytest.mark.parametrize(("more", "code"), [
    ({"source": " "}, "no_source"),
    ({"retrieved_on": dt.date(2999, 1, 1)}, "not_yet"),  # any day
    ({"period": "soon"}, "no_period"),
    ({"amount": None}, "no_value"),
    ({"status": "protected"}, "no_value"),
    ({"amount": 10**15}, "no_value"),
    ({"place": None}, "area_or_place"),
])  # fmt: skip  # any day
def test_what_is_missing_is_said(here, more, code):
    with pytest.raises(Refusal) as told:
        add(here, more.pop("amount", 900), **more)
    assert told.value.code == code


def test_a_municipalitys_figure_is_not_entered_for_a_village(here):
    with pytest.raises(Refusal) as told:
        add(here, indicator=here.indicator)
    assert told.value.code == "other_level"
    with pytest.raises(Refusal):
        add(here, place=None, area=here.areas["1256"])
    assert add(here, place=None, area=here.areas["1256"], indicator=here.indicator).area


def test_a_place_of_another_region_is_refused(here):
    with pytest.raises(Refusal) as told:
        add(here, place=here.other_participation.place)
    assert told.value.code == "other_region"


def test_twice_the_same_period_is_a_correction(here):
    add(here)
    with pytest.raises(Refusal) as told:
        add(here, 901)
    assert told.value.code == "there_already"


def fix(one, amount, by, **more):
    fields = {"status": "ok", "source": "SCB", "retrieved_on": FETCHED} | more
    return correct_figure(observation=one, value=amount and Decimal(amount), by=by, **fields)


def test_a_correction_keeps_all_earlier_values(here):
    first = add(here)
    second = fix(first, 910, here.admin)
    third = fix(second, 920, here.admin)
    assert [row.value for row in history(third)] == [910, 900]
    first.refresh_from_db()
    assert (first.value, first.superseded_on) == (900, timezone.localdate())
    assert [row.value for row in series(here.own, here.place)] == [920]


def test_two_who_correct_at_once_are_told(here):
    first = add(here)
    fix(first, 910, here.admin)
    with pytest.raises(Conflict) as told:
        fix(first, 920, here.admin)
    assert told.value.theirs == {"value": 910}


def test_a_correction_that_says_the_same_is_none(here):
    with pytest.raises(Refusal) as told:
        fix(add(here), 900, here.admin)
    assert told.value.code == "nothing_else"


def test_a_break_wants_a_reason_and_outlives_a_correction(here):
    one = add(here)
    with pytest.raises(Refusal):
        mark_break(observation=one, series_break=True, note="", by=here.admin)
    mark_break(observation=one, series_break=True, note="Limits drawn wider", by=here.admin)
    again = fix(one, 950, here.admin)
    assert (again.series_break, again.note) == (True, "Limits drawn wider")
    assert not mark_break(
        observation=again, series_break=False, note="", by=here.admin
    ).series_break


def test_only_those_who_collect_change_figures(here):
    one = add(here)
    for stranger in (here.leader, here.coach, here.manager, here.other_admin, here.operator):
        with pytest.raises(NotAllowed):
            add(here, period="2020", by=stranger)
        with pytest.raises(NotAllowed):
            fix(one, 1, stranger)
        with pytest.raises(NotAllowed):
            mark_break(observation=one, series_break=True, note="x", by=stranger)


def test_who_sees_figures(here):
    own, of_area = add(here), observe(here.region, here.indicator, 5, at=here.areas["1256"])

    def seen(user):
        return set(Observation.objects.visible_to(user))

    assert seen(here.admin) == seen(here.manager) == {own, of_area}
    assert seen(here.leader) == {own}
    for stranger in (here.neighbour_leader, here.other_admin, here.outsider, here.operator):
        assert seen(stranger) == set()


# --- Reading


def test_levels_stay_apart(here):
    observe(here.region, here.indicator, 13000, at=here.areas["1256"])
    here.place.area = area("Näsum", "scb_old", "T2994", "locality")
    here.place.save()
    observe(here.region, here.own, 1100, at=here.place.area)
    assert series(here.indicator, here.place) == []
    assert series(here.indicator, here.place.area, region=here.region) == []
    assert [row.value for row in series(here.own, here.place)] == [1100]
    assert [row.value for row in observations(here.place, region=here.region)] == [1100]


def test_a_wrong_row_of_another_level_is_not_read_for_a_place(here):
    """Even when it stands at the place's own area."""
    here.place.area = area("Näsum", "scb_old", "T2994", "locality")
    here.place.save()
    observe(here.region, here.indicator, 13000, at=here.place.area)
    assert not observations(here.place, region=here.region).exists()


def test_the_places_own_figure_holds_before_the_registers(here):
    here.place.area = area("Näsum", "scb_old", "T2994", "locality")
    here.place.save()
    observe(here.region, here.own, 1100, at=here.place.area)
    observe(here.region, here.own, 1111, place=here.place, origin=Origin.MANUAL)
    assert [row.value for row in series(here.own, here.place)] == [1111]


def test_one_region_does_not_read_what_another_collected(here):
    observe(here.region, here.indicator, 1, at=here.areas["1256"])
    observe(here.other_region, here.indicator, 2, at=here.areas["1256"])
    (one,) = series(here.indicator, here.areas["1256"], region=here.region)
    assert one.value == 1
    with pytest.raises(ValueError, match="region"):
        series(here.indicator, here.areas["1256"])


def test_parts_are_chosen(here):
    for sex, amount in (("women", 5), ("men", 6)):
        observe(here.region, here.indicator, amount, at=here.areas["1256"], dims={"sex": sex}) if (
            sex == "women"
        ) else keep(
            [Figure(here.indicator.pk, here.areas["1256"].pk, None, "2023", Decimal(amount),
                    dims={"sex": sex})],
            region=here.region, by=None,
            provenance=Provenance(source="SCB", origin=Origin.FETCHED, retrieved_on=FETCHED),
        )  # fmt: skip
    found = series(here.indicator, here.areas["1256"], region=here.region, dims={"sex": "men"})
    assert [row.value for row in found] == [6]
    assert series(here.indicator, here.areas["1256"], region=here.region, dims={}) == []


def test_the_database_keeps_area_or_place_and_one_figure(here):
    base = {
        "region": here.region, "indicator": here.own, "period": "2023", "year": 2023,
        "value": 1, "source": "x", "retrieved_on": FETCHED, "origin": "manual",
    }  # fmt: skip
    for wrong in ({}, {"area": here.areas["1256"], "place": here.place}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.create(**base | wrong)
    Observation.objects.create(**base, place=here.place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**base, place=here.place)


def test_words_of_parts_and_periods():
    assert dims_key({"sex": "men", "age": "0-4"}) == "age=0-4;sex=men"
    assert [year_of(text) for text in ("2023", "2023K1", "2019-2023", "1968")] == [
        2023,
        2023,
        2019,
        1968,
    ]


# --- Sets


def test_every_set_says_all_in_three_languages_and_loads():
    sets = loading.all_sets()
    assert {"population", "moves", "births-deaths", "work", "business", "income", "housing",
            "tourism", "broadband", "services", "turnout", "ordered"} == set(sets)  # fmt: skip
    for key, one in sets.items():  # what is ordered or counted by hand belongs to any country
        countries = {"", "SE", "DK"} if key == "ordered" else {"SE", "DK"}
        assert {row["country"] for row in one.indicators} == countries
    made = loading.load()
    assert made == Indicator.objects.count() > 30
    assert loading.load() == 0


def test_a_set_is_fetched_for_the_regions_places(here, office, settings, monkeypatch):
    """The set's hosts stand in for the office."""
    for one in loading.all_sets().values():
        for row in one.indicators:
            monkeypatch.setitem(row, "host", office.net)
    Indicator.objects.all().delete()
    here.place.municipality = MunicipalityFactory(code="1272", name="Bromölla")
    here.place.save()
    here.neighbour.place.municipality = MunicipalityFactory(code="1256", name="Östra Göinge")
    here.neighbour.place.save()
    office.tables.regions |= {"1272": "Bromölla"}
    for code in codes_of_places(here.region)["municipality"]:
        office.tables.regions.setdefault(code, code)
    asked = fetch_set(region=here.region, set_key="population", by=here.admin)
    assert [job.state for job in asked.jobs] == ["ready"] * 3, [job.reason for job in asked.jobs]
    assert asked.without == ["se-population-locality"], "no place has a code of 2023"
    county = Observation.objects.get(indicator__key="se-population-county", period="2024")
    assert (county.area, county.value) == (here.areas["12"], value("12", "BE0101N1", "2024"))
    ages = Observation.objects.filter(
        indicator__key="se-population-municipality", area=here.areas["1272"], period="2025"
    )
    assert ages.get(dims_key="age=0-4;sex=women").value == value(
        "1272", "0-4", "2", "BE0101N1", "2025"
    )
    assert ages.get(dims_key="").value == value("1272", "BE0101N1", "2025")
    again = fetch_set(region=here.region, set_key="population", by=here.admin)
    assert Query.objects.count() == len(again.queries) == 3


def test_a_set_without_a_code_or_a_known_table_says_so(here):
    with pytest.raises(Refusal) as told:
        fetch_set(region=here.region, set_key="broadband", by=here.admin)
    assert told.value.code == "nothing_to_ask"
    with pytest.raises(NotAllowed):
        fetch_set(region=here.region, set_key="population", by=UserFactory())


def test_codes_of_places(here):
    PlaceCode.objects.create(place=here.place, scheme="scb_2023", code="1272TC101")
    found = codes_of_places(here.region)
    assert found["scb_2023"] == ["1272TC101"]
    assert all(code[:2] in found["county"] for code in found["municipality"])

"""What became of an area, right before and after the day; the areas that are always there."""

import datetime as dt

import pytest
from django.urls import reverse

from areas.base.services import found
from areas.models import Area, AreaChange
from areas.register import history
from programmes.models import Municipality
from programmes.regions.municipalities import load_municipalities
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
EAST = "Region Østdanmark"
#: Municipalities, areas, codes, counties, changes, and the brackets of the transaction.
QUESTIONS = 7


@pytest.fixture
def denmark():
    MunicipalityFactory(country="DK", code="0101", name="København", county="Region Hovedstaden")
    MunicipalityFactory(country="DK", code="0370", name="Næstved", county="Region Sjælland")
    MunicipalityFactory(country="DK", code="0751", name="Aarhus", county="Region Midtjylland")
    found()


def page(client, name):
    client.force_login(UserFactory())
    return client.get(reverse("areas:area", args=[Area.objects.get(name=name).pk]))


def lines(name):
    return [(one.ahead, one.text) for one in history.told(Area.objects.get(name=name))]


@pytest.mark.day(dt.date(2026, 12, 31))
def test_on_the_day_before_the_two_danish_regions_are_still_there(denmark, client):
    day = "1 Jan 2027"

    assert lines("Region Hovedstaden") == [(True, f"Will be merged into {EAST} on {day}.")]
    assert lines(EAST) == [
        (True, f"Region Hovedstaden and Region Sjælland will be merged into it on {day}.")
    ]
    assert [one.name for one in page(client, "København").context["above"]] == [
        "Region Hovedstaden", "Danmark",
    ]  # fmt: skip
    there = set(Area.objects.holding().filter(level="county").values_list("name", flat=True))
    assert {"Region Hovedstaden", "Region Sjælland"} <= there
    assert EAST not in there


@pytest.mark.day(dt.date(2027, 1, 1))
def test_on_the_day_itself_they_are_one(denmark, client):
    day = "1 Jan 2027"

    assert lines("Region Sjælland") == [(False, f"Merged into {EAST} on {day}.")]
    assert lines(EAST) == [
        (False, f"Region Hovedstaden and Region Sjælland were merged into it on {day}.")
    ]
    shown = page(client, "Næstved")
    assert [one.name for one in shown.context["above"]] == [EAST, "Danmark"]
    assert EAST in shown.content.decode()
    assert [one.name for one in page(client, "Aarhus").context["above"]] == [
        "Region Midtjylland", "Danmark",
    ]  # fmt: skip
    there = set(Area.objects.holding().filter(level="county").values_list("name", flat=True))
    assert EAST in there
    assert not {"Region Hovedstaden", "Region Sjælland"} & there


def test_change_names_its_law(denmark):
    assert all("§ 126" in change.note and change.source for change in AreaChange.objects.all())
    assert AreaChange.objects.count() == 2


# any day
def test_municipalities_and_counties_become_areas_by_themselves():
    load_municipalities()

    levels = dict.fromkeys(Area.objects.values_list("level", flat=True).order_by("pk"), 0)
    for level in levels:
        levels[level] = Area.objects.filter(level=level).count()
    assert levels == {"country": 2, "county": 21 + 6, "municipality": 290 + 98}
    bromolla = Area.objects.get(level="municipality", name="Bromölla")
    assert bromolla.codes.get().code == bromolla.municipality.code == "1272"
    assert (bromolla.parent.name, bromolla.parent.codes.get().code) == ("Skåne län", "12")
    assert Area.objects.get(codes__scheme="dst_region", codes__code="1082").parent.name == "Danmark"


def test_loading_them_again_changes_nothing(django_assert_num_queries):
    load_municipalities()
    before = list(Area.objects.order_by("pk").values())

    assert found() == 0
    with django_assert_num_queries(QUESTIONS):
        found()

    assert list(Area.objects.order_by("pk").values()) == before


def test_renamed_municipality_keeps_its_area_and_what_is_known_of_it():
    town = MunicipalityFactory(code="1272", name="Bromölla", county="Skåne län")
    found()
    area = Area.objects.get(level="municipality")
    Area.objects.filter(pk=area.pk).update(population=12_000, population_year=2024)
    Municipality.objects.filter(pk=town.pk).update(name="Bromölla stad")

    found()

    area.refresh_from_db()
    assert (area.name, area.population, area.words) == (
        "Bromölla stad",
        12_000,
        "bromolla stad 1272",
    )


def test_change_of_a_locality_is_read_from_both_sides():
    made = [Area.objects.create(country="SE", level="locality", name=name) for name in "ABC"]
    one, other, into = made
    for area in (one, other):
        AreaChange.objects.create(area=area, into=into, on=dt.date(2015, 1, 1), kind="merged")
    AreaChange.objects.create(area=into, on=dt.date(2018, 1, 1), kind="redrawn")

    assert lines("A") == [(False, "Merged into C on 1 Jan 2015.")]
    assert [text for _ahead, text in lines("C")] == [
        "Its border was drawn anew on 1 Jan 2018.",
        "A and B were merged into it on 1 Jan 2015.",
    ]
    assert history.standing(one) == into
    assert history.standing(one, dt.date(2014, 12, 31)) == one


def test_areas_that_became_each_other_end_somewhere():
    one, other = (Area.objects.create(country="SE", level="locality", name=name) for name in "AB")
    AreaChange.objects.create(area=one, into=other, on=dt.date(2015, 1, 1), kind="merged")
    AreaChange.objects.create(area=other, into=one, on=dt.date(2016, 1, 1), kind="merged")

    assert history.standing(one) in {one, other}

"""Pages name an elected region as it is called on the day: right before and on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from areas.base.services import found
from areas.models import Area, AreaChange, AreaLevel
from areas.register import history
from calls.checking import lies_in
from core.web.picker import _sources
from people.models import Region
from programmes.regions.elected import elected
from programmes.regions.municipalities import areas, offered_in
from tests.factories import MunicipalityFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db
CAPITAL, ZEALAND, EAST = "Region Hovedstaden", "Region Sjælland", "Region Østdanmark"
BEFORE = pytest.mark.day(dt.date(2026, 12, 31))  # any day
ON_THE_DAY = pytest.mark.day(dt.date(2027, 1, 1))  # any day


@pytest.fixture
def denmark():
    for code, name, region in (
        ("0101", "København", CAPITAL),
        ("0370", "Næstved", ZEALAND),
        ("0751", "Aarhus", "Region Midtjylland"),
    ):
        MunicipalityFactory(country="DK", code=code, name=name, county=region, region_name=region)
    found()
    return RegionFactory(name="Sjælland", country="DK", area=ZEALAND)


def notes(region: Region) -> dict[str, str]:
    note = _sources["municipalities"].note
    return {row.name: note(row) for row in offered_in([region])}


def near(region: Region) -> set[str]:
    return {row.name for row in offered_in([region]) if row.far == 0}


def of_list(client, region: Region) -> str:
    client.force_login(UserFactory(is_staff=True))
    rows = client.get(reverse("programmes:regions")).context["regions"]
    return next(row.area for row in rows if row.pk == region.pk)


@BEFORE
def test_on_the_day_before_pages_name_the_two_regions(denmark, client):
    assert areas("DK") == [CAPITAL, "Region Midtjylland", ZEALAND]
    assert notes(denmark) == {
        "København": CAPITAL, "Næstved": ZEALAND, "Aarhus": "Region Midtjylland",
    }  # fmt: skip
    assert near(denmark) == {"Næstved"}
    assert of_list(client, denmark) == ZEALAND
    copenhagen = next(row for row in offered_in([denmark]) if row.name == "København")
    assert lies_in(copenhagen, denmark) is False


@ON_THE_DAY
def test_on_the_day_itself_pages_name_the_one_region(denmark, client):
    assert areas("DK") == ["Region Midtjylland", EAST]
    assert notes(denmark) == {"København": EAST, "Næstved": EAST, "Aarhus": "Region Midtjylland"}
    assert near(denmark) == {"København", "Næstved"}
    assert of_list(client, denmark) == EAST
    copenhagen = next(row for row in offered_in([denmark]) if row.name == "København")
    assert lies_in(copenhagen, denmark) is True


@ON_THE_DAY
def test_a_region_that_is_entered_by_its_new_name_has_its_municipalities(denmark):
    region = RegionFactory(name="Østdanmark", country="DK", area=EAST)
    assert near(region) == {"København", "Næstved"}


@ON_THE_DAY
def test_a_region_of_the_same_name_elsewhere_is_not_meant(denmark):
    assert elected().name("SE", ZEALAND) == ZEALAND


def test_what_becomes_another_one_again_is_followed_to_its_end(denmark, django_assert_num_queries):
    renamed_on = dt.date(2031, 1, 1)  # any day
    east = Area.objects.get(name=EAST)
    last = Area.objects.create(country="DK", level=AreaLevel.COUNTY, name="Region Øst")
    AreaChange.objects.create(area=east, into=last, on=renamed_on, kind="renamed")
    with django_assert_num_queries(1):
        told = history.became(renamed_on)
    assert told == {("DK", CAPITAL): last.name, ("DK", ZEALAND): last.name, ("DK", EAST): last.name}
    before = history.became(renamed_on - dt.timedelta(days=1))
    assert before == {("DK", CAPITAL): EAST, ("DK", ZEALAND): EAST}

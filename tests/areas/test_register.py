"""Finding an area: by name, by code, in a language's order; its list and page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from areas.models import Area
from areas.register import pages
from core.search import finding
from tests.factories import MunicipalityFactory, PlaceFactory, world

# any day
pytestmark = pytest.mark.django_db
NAMES = ("Åby", "Ålby", "Aby", "Örby", "Zätterby", "Ärby", "Glimåkra", "Dals Rostock")


@pytest.fixture
def areas():
    town = MunicipalityFactory(name="Bromölla", code="1272")
    made = {
        name: Area.objects.create(
            country="SE", level="locality", name=name, municipality=town, population=number * 100,
            population_year=2023,
        )
        for number, name in enumerate(NAMES, start=1)
    }  # fmt: skip
    made["Glimåkra"].codes.create(scheme="scb_old", code="T2884")
    made["Glimåkra"].save()
    Area.objects.create(country="DK", level="urban_area", name="Aaby")
    Area.objects.create(country="SE", level="county", name="Skåne län")
    return made


@pytest.fixture
def reader(client):
    here = world()
    client.force_login(here.manager)
    client.cookies["django_language"] = "sv"
    return client


def names(client, **query):
    return [area.name for area in client.get(reverse("areas:list"), query).context["listing"].rows]


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("glimakra", ["Glimåkra"]),
        ("GLIMÅ", ["Glimåkra"]),
        ("t2884", ["Glimåkra"]),
        ("rostock dals", ["Dals Rostock"]),
        ("tterb", ["Zätterby"]),
        ("by", []),
        ("nowhere", []),
        ("åby", ["Aaby", "Aby", "Åby"]),
        ("% _", []),
    ],
)
def test_area_is_found_by_name_and_code(areas, reader, typed, hits):
    assert sorted(names(reader, q=typed)) == sorted(hits)


def test_list_is_in_the_order_of_the_language(areas, reader):
    swedish = ["Aaby", "Aby", "Dals Rostock", "Glimåkra", "Zätterby", "Åby", "Ålby", "Ärby", "Örby"]

    assert names(reader, level="settlements") == swedish
    with translation.override("da"):
        danish = Area.objects.filter(level="locality").order_by(*pages.order()["name"].by)
        assert [area.name for area in danish][-2:] == ["Åby", "Ålby"]


def test_list_is_filtered_and_sorted(areas, reader):
    MunicipalityFactory(name="Elsewhere")
    town = areas["Åby"].municipality_id

    assert names(reader, country="DK") == ["Aaby"]
    assert names(reader, level="county") == ["Skåne län"]
    assert len(names(reader, municipality=town)) == len(NAMES)
    assert names(reader, sort="population")[0] == "Dals Rostock"
    assert names(reader, years="ended") == []
    Area.objects.filter(name="Åby").update(valid_to=2020)
    assert names(reader, years="ended") == ["Åby"]


def test_list_asks_the_same_questions_for_any_number(areas, reader):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            reader.get(reverse("areas:list"), {"q": "by"})
        return len(seen)

    Area.objects.create(country="SE", level="locality", name="By")
    few = asked()
    for number in range(60):
        Area.objects.create(country="SE", level="locality", name=f"By {number}")
    assert asked() == few <= 8


def test_page_shows_what_is_known_and_places_of_mine(areas, reader):
    here = areas["Glimåkra"]
    from places.models import Place  # noqa: PLC0415

    mine = Place.objects.get(name="Näsum")
    Place.objects.filter(pk=mine.pk).update(area=here)
    PlaceFactory(name="Of others", area=here)

    shown = reader.get(reverse("areas:area", args=[here.pk]))
    text = shown.content.decode()

    assert "T2884" in text
    assert reverse("places:place", args=[mine.pk]) in text
    assert "Of others" not in text


def test_head_finds_areas_by_name_and_code(areas):
    user = world().manager

    def titles(typed):
        found = finding.found(user, finding.read(typed), most=5, kind="areas")
        return [hit.title for group in found.groups for hit in group.hits]

    assert titles("glimak") == ["Glimåkra"]
    assert titles("T2884") == ["Glimåkra"]
    assert titles("Glimokra") == ["Glimåkra"]  # near

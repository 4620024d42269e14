"""A place and the register of areas: picked from it, linked with it, by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from areas.models import Area
from core import audit
from core.refusals import NotAllowed, Refusal
from places.models import Place
from places.register import areas
from tests.factories import MunicipalityFactory, PlaceFactory, world

# any day
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


@pytest.fixture
def manager(here, client):
    client.force_login(here.manager)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def glimakra():
    area = Area.objects.create(
        country="SE", level="locality", name="Sibbhult", population=1480, population_year=2023,
        municipality=MunicipalityFactory(name="Östra Göinge", code="1256"),
        latitude="56.30583", longitude="14.13667", source="SCB, Tätorter 2023",
        retrieved_on=dt.date(2026, 1, 2),  # any day
    )  # fmt: skip
    area.codes.create(scheme="scb_2023", code="1256TC105")
    area.codes.create(scheme="scb_old", code="T2884")
    area.save()
    return area


NEW = reverse("places:place_new")


def filled(form):
    """What a browser sends of a form as it stands."""
    values = {name: form[name].value() for name in form.fields}
    return {
        name: "" if value is None else getattr(value, "pk", value) for name, value in values.items()
    }


def test_place_is_picked_from_the_register_with_all_that_is_known(here, manager, glimakra):
    form = manager.get(NEW, {"area": glimakra.pk}).context["form"]
    made = manager.post(f"{NEW}?area={glimakra.pk}", filled(form))
    place = Place.objects.get(name="Sibbhult")

    assert made.url == reverse("places:place", args=[place.pk])
    assert (place.area, place.municipality, place.kind) == (
        glimakra,
        glimakra.municipality,
        "locality",
    )
    assert (place.latitude, place.longitude) == (Decimal("56.30583"), Decimal("14.13667"))
    assert {row.code for row in place.codes.all()} == {"1256TC105", "T2884"}
    figure = place.population.get()
    assert (figure.inhabitants, figure.year, figure.source) == (1480, 2023, "SCB, Tätorter 2023")
    page = manager.get(made.url).content.decode()
    assert reverse("areas:area", args=[glimakra.pk]) in page


def test_search_without_a_script_finds_by_code(here, manager, glimakra):
    for number in range(60):
        Area.objects.create(country="SE", level="locality", name=f"Ort {number}")

    page = manager.get(NEW, {"area_q": "t2884", "area_find": "1"}).content.decode()

    assert f'value="{glimakra.pk}"' in page
    assert "Östra Göinge" in page


def test_place_by_hand_stays_possible_in_metres_and_is_told(here, manager):
    town = MunicipalityFactory(name="Skövde", latitude="58.39", longitude="13.85")
    data = {"name": "Lerdala", "municipality": town.pk, "kind": "village",
            "latitude": "6477000", "longitude": "423000"}  # fmt: skip

    response = manager.post(NEW, data, follow=True)
    place = Place.objects.get(name="Lerdala")

    assert (round(place.latitude, 1), round(place.longitude, 1)) == (
        Decimal("58.4"), Decimal("13.7"),
    )  # fmt: skip
    assert place.area is None
    assert "The position was given in SWEREF 99 TM." in response.content.decode()


@pytest.mark.parametrize("pair", [("58.44, 13.68", ""), ("13,68", "58,44")])
def test_position_may_be_pasted_whole_or_the_wrong_way_round(here, manager, pair):
    data = filled(manager.get(reverse("places:place_edit", args=[here.place.pk])).context["form"])
    data |= {"latitude": pair[0], "longitude": pair[1]}

    manager.post(reverse("places:place_edit", args=[here.place.pk]), data)

    here.place.refresh_from_db()
    assert (here.place.latitude, here.place.longitude) == (Decimal("58.44"), Decimal("13.68"))


def test_form_shows_the_stored_position_in_the_language_and_leaves_it(here, manager):
    Place.objects.filter(pk=here.place.pk).update(latitude="56.17260", longitude="14.49880")
    manager.cookies["django_language"] = "sv"
    url = reverse("places:place_edit", args=[here.place.pk])

    form = manager.get(url).context["form"]
    assert form["latitude"].value() == "56,1726"
    manager.post(url, filled(form))

    here.place.refresh_from_db()
    assert here.place.latitude == Decimal("56.17260")
    assert not audit.history(here.place)


def test_place_is_linked_and_unlinked_on_its_own_page(here, manager, glimakra):
    url = reverse("places:place_area", args=[here.place.pk])
    manager.post(url, {"area": glimakra.pk})
    here.place.refresh_from_db()
    assert here.place.area == glimakra
    assert here.place.latitude == Decimal("56.30583")
    assert here.place.codes.count() == 2
    assert here.place.population.filter(year=2023).exists()

    manager.post(url, {"area": glimakra.pk})  # again: nothing more
    assert here.place.codes.count() == 2

    manager.post(url, {"area": ""})
    here.place.refresh_from_db()
    assert here.place.area is None
    verbs = [line.verb for line in audit.history(here.place)]
    assert verbs[0] == "place.area_left"
    assert verbs[-1] == "place.area_linked"


def test_area_that_fits_is_offered(here, manager, glimakra):
    Place.objects.filter(pk=here.place.pk).update(
        name="Sibbhult", municipality=glimakra.municipality
    )
    shown = manager.get(reverse("places:place_area", args=[here.place.pk])).context["form"]
    assert shown["area"].value() == glimakra.pk or shown["area"].value() == glimakra


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"country": "DK"}, "other_country"),
        ({"level": "municipality"}, "not_a_settlement"),
        ({}, "area_taken"),
    ],
)
def test_area_that_does_not_fit_is_refused(here, glimakra, changes, code):
    Area.objects.filter(pk=glimakra.pk).update(**changes)
    glimakra.refresh_from_db()
    PlaceFactory(region=here.region, name="Taken", area=glimakra)

    with pytest.raises(Refusal) as caught:
        areas.link_area(place=here.place, area=glimakra, by=here.manager)
    assert caught.value.code == code


def test_place_in_another_region_may_be_the_same_area(here, glimakra):
    PlaceFactory(region=here.other_region, name="Elsewhere", area=glimakra)

    assert areas.link_area(place=here.place, area=glimakra, by=here.manager).area == glimakra


def test_others_may_not_link(here, glimakra):
    with pytest.raises(NotAllowed):
        areas.link_area(place=here.place, area=glimakra, by=here.users["leader"])


def test_area_of_two_places_is_entered_by_none(here, manager, glimakra):
    PlaceFactory(region=here.region, name="Taken", area=glimakra)
    form = manager.get(NEW, {"area": glimakra.pk}).context["form"]

    response = manager.post(f"{NEW}?area={glimakra.pk}", filled(form))

    assert response.status_code == 409
    assert not Place.objects.filter(name="Sibbhult").exists()
    assert "Taken is this area already." in response.content.decode()

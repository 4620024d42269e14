"""From an empty register to a place: by the interface alone, on phone and desktop."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from areas.base.services import found
from areas.models import Area
from people.models import RegionRole
from places.models import Place
from tests.areas.files import csv_of
from tests.factories import MunicipalityFactory, RegionFactory, UserFactory

# any day
NASUM = "1272TC103;Näsum;1272;Bromölla;12;1122;128,5;2023;6225404;468888"
HEAD = "tatortskod;tatort;kommun;kommunnamn;lan;bef;area_ha;ar;n;e"


@pytest.fixture
def admin(settings):
    """Who runs a region in which nothing is entered yet."""
    settings.LANGUAGE_CODE = "en"
    region = RegionFactory(name="Region Nord")
    MunicipalityFactory(
        name="Bromölla", full_name="Bromölla kommun", code="1272", county="Skåne län"
    )
    found()
    user = UserFactory(name="Siv Alm", email="siv@example.org")
    RegionRole.objects.create(user=user, region=region, starts_on=dt.date(2024, 1, 1))
    return user


@pytest.fixture(params=["page", pytest.param("phone", marks=pytest.mark.slow)])
def screen(request) -> Page:
    """A page 1280 pixels wide, then one of 390."""
    return request.getfixturevalue(request.param)


def send(screen: Page, *rows: str) -> None:
    """A file, by the form."""
    screen.locator("#id_file").set_input_files(
        {"name": "tatorter.csv", "mimeType": "text/csv", "buffer": csv_of(*rows, head=HEAD)}
    )
    screen.locator("#id_source").fill("SCB, Tätorter 2023")
    screen.get_by_role("button", name="Bring in the file").click()


def test_administrator_brings_a_file_in_and_makes_a_place_of_a_locality(
    screen, enter, admin, check_page
):
    enter(screen, admin, reverse("places:register"))
    screen.get_by_role("link", name="Register of areas").first.click()
    screen.get_by_role("link", name="Bring in a file").click()
    check_page(screen)
    send(screen, NASUM, "hello;Fel;1272;;12;5;1;2023;;")
    expect(screen.get_by_text("This is no code that we know.")).to_be_visible()
    check_page(screen)

    others = [f"1272TC{number};Ort {number};1272;;12;50;9;2023;;" for number in range(200, 270)]
    screen.get_by_role("link", name="Bring in a mended file").click()
    send(screen, NASUM, *others)
    expect(screen.get_by_text("1 position was given in SWEREF 99 TM")).to_be_visible()
    check_page(screen)
    screen.get_by_role("link", name="Open the register").click()
    screen.get_by_role("searchbox", name="Search name or code").fill("1272tc103")
    screen.get_by_role("link", name="Näsum").click()
    check_page(screen)

    screen.get_by_role("link", name="Enter it as a place").click()
    expect(screen.locator("#id_name")).to_have_value("Näsum")
    check_page(screen)
    screen.get_by_role("button", name="Enter the place").click()
    expect(screen.get_by_text("Näsum is in the register.")).to_be_visible()
    check_page(screen)
    place = Place.objects.get()
    assert place.area == Area.objects.get(level="locality", name="Näsum")
    assert (place.population.get().inhabitants, place.codes.get().code) == (1122, "1272TC103")


def test_locality_is_searched_where_a_place_is_entered(page, enter, admin, check_page):
    for number in range(60):
        area = Area.objects.create(country="SE", level="locality", name=f"Ort {number}")
    area.codes.create(scheme="scb_old", code="T2884")
    area.save()
    enter(page, admin, reverse("places:place_new"))
    field = page.get_by_role("combobox", name="In the register of areas")
    field.focus()
    page.keyboard.type("t2884")
    expect(page.locator(".ts-dropdown [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    check_page(page)
    page.get_by_role("button", name="Take it over").click()
    expect(page.locator("#id_name")).to_have_value("Ort 59")

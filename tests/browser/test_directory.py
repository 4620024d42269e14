"""Who do I turn to? In Swedish, from an empty directory to a villager's answer on a phone.

The region names who keeps a municipality's entries; that person answers the yearly letter without
an account, a villager asks without one, and an answer that the region gave once stands there too.
"""

from __future__ import annotations

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from learning.directory.services import run
from learning.models import PublicFunction
from learning.questions.services import answer, ask
from outbox.models import Letter
from tests.factories import World, world

pytestmark = pytest.mark.slow

LIST = (
    "Funktion;Kommun;Hjälper med;Folks ord;Ämne;Vem svarar;Telefon\n"
    "Vägenheten;{municipality};Plogning och hål i vägen;plogar, snö;Vägar och snö;"
    "Gatukontoret;0123-456 78\n"
)


def picture(page: Page, name: str) -> None:
    """A picture to look at, where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def bring_in(page: Page, municipality: str, check_page) -> None:
    """The region brings its list in, shown to everybody at once."""
    page.goto("/")
    page.locator(".menu-who").click()
    page.get_by_role("link", name="Vem vänder jag mig till?").first.click()
    expect(page.get_by_text("Inget här")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Hämta in en lista").click()
    page.locator("input[type=file]").set_input_files({
        "name": "katalog.csv", "mimeType": "text/csv",
        "buffer": LIST.format(municipality=municipality).encode(),
    })  # fmt: skip
    page.get_by_label("Visa nya uppgifter för alla direkt").check()
    check_page(page)
    picture(page, "directory-import-1280")
    page.get_by_role("button", name="Titta på listan").click()
    expect(page.get_by_text("Vägenheten")).to_be_visible()
    check_page(page)
    picture(page, "directory-preview-1280")
    page.get_by_role("button", name="Lägg till 1 uppgift").click()
    page.get_by_role("link", name="Till katalogen").click()
    check_page(page)
    picture(page, "directory-1280")


def name_keeper(page: Page, municipality: str, check_page) -> None:
    """The municipality's contact is asked to keep it."""
    page.get_by_role("link", name="Vem som sköter den").click()
    page.get_by_label("Kommun").select_option(label=municipality)
    page.get_by_role("textbox", name="Namn").fill("Kim Väg")
    page.get_by_label("E-post").fill("kim@kommun.example")
    page.get_by_role("button", name="Utse").click()
    expect(page.get_by_text("Kim Väg, kim@kommun.example")).to_be_visible()
    check_page(page)
    picture(page, "keepers-1280")


def answer_the_letter(phone: Page, check_page) -> None:
    """By the letter's link alone: what is right stays, what is wrong is mended."""
    letter = Letter.objects.get(to_address="kim@kommun.example")
    link = re.search(
        re.escape(settings.SITE_URL.rstrip("/")) + r"(/open/who/keep/\S+)", letter.text
    )
    assert link
    phone.goto(link[1])
    check_page(phone)
    picture(phone, "keep-390")
    phone.get_by_role("link", name="Rätta").tap()
    phone.get_by_label("Telefon").fill("0123-999 99")
    check_page(phone)
    phone.get_by_role("button", name="Spara").tap()
    expect(phone.get_by_text("0123-999 99")).to_be_visible()
    phone.get_by_role("button", name="Det stämmer fortfarande").tap()
    expect(phone.get_by_text("Det är noterat att uppgiften stämmer")).to_be_visible()


def search(phone: Page, check_page) -> None:
    """A villager begins at the front page, in own words."""
    phone.goto("/")
    phone.get_by_label("Din fråga").fill("Vem plogar vägen?")
    picture(phone, "front-390")
    check_page(phone)
    phone.get_by_role("button", name="Fråga").tap()
    expect(phone.get_by_role("heading", name="Vägenheten")).to_be_visible()
    expect(phone.get_by_role("link", name="0123-999 99")).to_have_attribute(
        "href", "tel:0123-99999"
    )
    check_page(phone)
    picture(phone, "who-390")


def keep_the_answer(page: Page, w: World, check_page) -> None:
    """What the region answered a place is put where everybody finds it."""
    page.goto("/")
    page.get_by_role("link", name="Platser").first.click()
    page.get_by_role("link", name="Frågor till regionen").first.click()
    page.locator("select[name=state]").select_option("answered")
    page.get_by_role("link", name="Vem hjälper oss").click()
    check_page(page)
    picture(page, "question-answered-1280")
    page.get_by_role("link", name="Lägg svaret i katalogen").click()
    page.get_by_label("Vad det heter").fill("Servicebidrag")
    page.get_by_label("Ämne").select_option("business")
    page.get_by_label("E-post").fill("service@lansstyrelsen.example")
    check_page(page)
    picture(page, "from-question-1280")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name="Visa den för alla").click()
    check_page(page)
    picture(page, "entry-1280")


@pytest.fixture
def swedish(live_server):
    """Return a function that lets a browser speak Swedish, without anybody who sat there."""

    def speak(page: Page) -> None:
        page.context.clear_cookies()
        cookie = {"name": "django_language", "value": "sv", "url": live_server.url}
        page.context.add_cookies([cookie])

    return speak


def test_a_villager_finds_whom_to_ask(phone, page, sign_in, swedish, settings, check_page):
    settings.LANGUAGE_CODE = "sv"
    w = world()
    w.region.language = "sv"
    w.region.save()
    municipality = w.place.municipality.name
    for one in (phone, page):
        swedish(one)
    sign_in(page, w.admin)
    bring_in(page, municipality, check_page)
    name_keeper(page, municipality, check_page)
    assert run() == 1
    answer_the_letter(phone, check_page)
    search(phone, check_page)
    asked = ask(
        participation=w.participation, by=w.leader, text="Vem hjälper oss att ha kvar butiken?"
    )
    answer(question=asked, by=w.coach, text="Länsstyrelsen ger servicebidrag.", kind="advice")
    keep_the_answer(page, w, check_page)
    phone.goto("/")
    phone.get_by_label("Din fråga").fill("bidrag till butiken")
    phone.get_by_role("button", name="Fråga").tap()
    expect(phone.get_by_role("heading", name="Servicebidrag")).to_be_visible()
    assert PublicFunction.objects.get(name="Servicebidrag").question == asked

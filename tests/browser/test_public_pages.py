"""From a place that nobody outside knows of to an outsider who signs up for its meeting.

The manager has a phone; the outsider's browser runs no scripts.
"""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests.factories import world
from tests.published.samples import photo, place_page, programme_page
from tests.workshops.samples import meeting
from workshops.models import Invitation


@pytest.fixture
def w(settings, live_server, tmp_path):
    settings.SITE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path
    return world()


def jpeg():
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(out, "JPEG")
    return {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_manager_shows_the_place_and_an_outsider_signs_up(
    w, phone, new_context, enter, check_page
):
    meeting(w, open_sign_up=True, capacity=24)
    enter(phone, w.users["manager"], reverse("places:participation", args=[w.participation.pk]))
    phone.get_by_role("link", name="Public", exact=True).click()
    check_page(phone)
    phone.get_by_role("main").get_by_role("link", name="Add a photo").click()
    add_the_photo(phone, check_page)
    publish(phone, check_page)
    address = phone.locator(".public-state a").first.get_attribute("href")

    outsider = new_context(java_script_enabled=False).new_page()
    outsider.goto(address)
    expect(outsider.get_by_role("heading", name="Näsum", exact=True)).to_be_visible()
    expect(outsider.get_by_text("Här bygger vi en mötesplats.")).to_be_visible()
    seen = outsider.get_by_alt_text("Torget en lördag")
    expect(seen).to_be_visible()
    outsider.get_by_label("Your name").fill("Nils")
    outsider.get_by_label("E-mail address").fill("nils@example.org")
    outsider.get_by_role("button", name="Sign me up").click()
    expect(outsider.get_by_role("heading", level=1)).to_be_visible()
    assert Invitation.objects.get().name == "Nils"

    phone.get_by_role("button", name="Take the page back").click()
    expect(phone.get_by_text("Its address leads nowhere now.")).to_be_visible()
    assert outsider.goto(address).status == 404


def add_the_photo(phone, check_page):
    phone.locator("input[type=file]").set_input_files(jpeg())
    expect(phone.get_by_text("So it will look on the place's page.")).to_be_visible()
    check_page(phone)
    phone.get_by_label("What the photo shows").fill("Torget en lördag")
    phone.get_by_label("Credit").fill("Foto: Eva Alm")
    phone.get_by_label("Nobody can be recognised in it").check()
    phone.get_by_role("button", name="Add the photo").click()
    expect(phone.get_by_text("It stands for the place now.")).to_be_visible()
    expect(phone.get_by_alt_text("Torget en lördag")).to_be_visible()
    check_page(phone)


def publish(phone, check_page):
    phone.get_by_role("link", name="Public page").click()
    expect(phone.get_by_text("Nobody outside sees the page.")).to_be_visible()
    check_page(phone)
    phone.get_by_label("in 30 seconds").fill("Här bygger vi en mötesplats.")
    phone.get_by_label("address for questions").fill("nasum@example.org")
    phone.get_by_role("button", name="Save the draft").click()
    expect(phone.get_by_text("Nobody outside sees it before it is published.")).to_be_visible()
    phone.get_by_role("button", name="Publish the page").click()
    expect(phone.get_by_text("Everybody can read it now.")).to_be_visible()


def test_open_pages_are_for_everybody(w, page, phone, check_page):
    """The front door, the list, a place and its programme hold for keyboard, axe and 320 px."""
    meeting(w, open_sign_up=True)
    photo(w)
    film = {
        "film_title": "Tre bord",
        "film_url": "https://film.example.org/1",
        "film_facts": "3 min, textad",
        "film_text": "Bild: torget.",
    }
    place = place_page(w, lessons="Det tar tid. Räkna med det.", **film)
    programme = programme_page(w, how_to_join="Skriv till oss.", lessons="Planera för slutet.")
    for url in (
        "/",
        reverse("published:places"),
        reverse("published:place", args=[place.slug]),
        reverse("published:programme", args=[programme.slug]),
        reverse("published:news_list", args=[programme.slug]),
    ):
        for device in (page, phone):
            device.goto(url)
            check_page(device)


def test_a_manager_writes_news_and_the_programmes_page(w, page, enter, check_page):
    enter(page, w.users["manager"], reverse("programmes:programme", args=[w.programme.pk]))
    page.get_by_role("main").get_by_role("link", name="Public page").click()
    page.get_by_label("what it is, in two sentences").fill("Orter formar sin framtid.")
    page.get_by_label("address for questions").fill("program@example.org")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish the page").click()
    expect(page.get_by_text("Everybody can read it now.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="News of the programme").click()
    page.get_by_role("link", name="Write news").click()
    page.get_by_label("Heading").fill("Planen är antagen")
    page.get_by_label("Text").fill("Alla kom.")
    check_page(page)
    page.get_by_role("button", name="Save the draft").click()
    check_page(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("“Planen är antagen” is published.")).to_be_visible()

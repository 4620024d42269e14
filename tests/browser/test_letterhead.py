"""A real browser on the page of a region's letters: the logo shows, in the frame too."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests.factories import world


@pytest.fixture
def w(settings, live_server):
    settings.SITE_URL = live_server.url
    return world()


def test_administrator_sets_the_logo_and_sees_it_in_the_letter(w, page, enter, check_page):
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "green").save(out, "PNG")
    enter(page, w.admin, reverse("outbox:list"))
    page.get_by_role("link", name="Letters of the region").click()
    check_page(page)
    frame = page.frame_locator("iframe.letter-frame")
    expect(frame.get_by_text("▬◆▬")).to_be_visible()

    page.get_by_label("Logo").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}
    )
    page.get_by_label("E-mail for answers").fill("plats@example.org")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved. New letters look like this.")).to_be_visible()
    for image in (page.get_by_alt_text("The present logo"), frame.locator("img.logo")):
        expect(image).to_be_visible()
        expect(image).to_have_js_property("naturalWidth", 300)
    check_page(page)

"""On a phone in the village, from nothing: services tapped, a photo of the shop, who is missing."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from mapping.models import Asset, GroupPresence, Service
from tests.factories import world


def jpeg():
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(out, "JPEG")
    return {"name": "shop.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


TARGET = 76  # px: what a thumb hits


@pytest.fixture
def made(settings, tmp_path):
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path
    return world()


@pytest.mark.slow
def test_a_shop_is_marked_at_risk_and_photographed(
    phone, page, enter, made, check_axe, check_width
):
    place = made.participation
    enter(phone, made.member, reverse("places:participation", args=[place.pk]))
    phone.get_by_role("link", name="Mapping").click()
    phone.locator("main nav.rooms").get_by_role("link", name="Services", exact=True).click()
    check_axe(phone)
    phone.get_by_role("button", name="Begin with the usual kinds").click()
    expect(phone.locator("[data-sums]")).to_have_text("0 of 15 seen")
    phone.wait_for_selector("html[data-services=ready]")
    check_axe(phone)
    check_width(phone)

    shop = phone.locator("[data-item]", has_text="Groceries")
    risk = shop.locator("label", has_text="At risk")
    box = risk.bounding_box()
    assert box["height"] >= TARGET
    assert box["width"] >= TARGET - 4
    expect(shop.get_by_label("Why?")).to_be_hidden()
    risk.tap()
    shop.get_by_label("Why?").fill("The owner stops in June")
    expect(phone.locator("[data-sums]")).to_have_text("1 of 15 seen · 1 at risk")
    expect(phone.locator("[data-saved]")).to_contain_text("Saved")
    check_axe(phone)
    phone.reload()
    row = Service.objects.get(kind="groceries")
    assert (row.state, row.note) == ("at_risk", "The owner stops in June")

    # Somebody else was faster with the same row: both values, and a choice.
    phone.wait_for_selector("html[data-services=ready]")
    Service.objects.filter(pk=row.pk).update(state="here", note="Saved!", version=row.version + 1)
    shop.locator("label", has_text="Gone").tap()
    expect(shop.get_by_role("alert").filter(has_text="Somebody else")).to_be_visible()
    shop.get_by_role("button", name="Keep mine").tap()
    expect(phone.locator("[data-sums]")).to_have_text("1 of 15 seen · 1 gone")
    shop.locator("label", has_text="At risk").tap()
    expect(phone.locator("[data-sums]")).to_have_text("1 of 15 seen · 1 at risk")

    shop.get_by_role("link", name="Photograph it").tap()
    phone.locator("input[type=file]").set_input_files(jpeg())
    check_axe(phone)
    phone.get_by_label("Nobody can be recognised in it").check()
    phone.get_by_role("button", name="Add the photo").click()
    expect(shop.locator("img")).to_be_visible()

    # Who reads over all places sees it counted.
    enter(page, made.manager, reverse("mapping:kept", args=[made.programme.pk]))
    expect(page.get_by_role("row", name=re.compile("Groceries 0 1 0 0"))).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="The programme's result chain").click()
    check_axe(page)
    check_width(page)


@pytest.mark.slow
def test_an_asset_an_actor_and_who_is_missing(phone, enter, made, check_axe, check_width):
    place = made.participation
    enter(phone, made.leader, reverse("mapping:assets", args=[place.pk]))
    phone.get_by_role("link", name="Add the first").click()
    phone.get_by_label("What it is").select_option(label="Skill")
    phone.get_by_label("Name", exact=False).first.fill("Bakes bread")
    check_axe(phone)
    phone.get_by_role("button", name="Save").click()
    assert Asset.objects.get().name == "Bakes bread"
    check_axe(phone)
    phone.get_by_role("link", name="Assets and ideas").first.click()
    phone.get_by_label("Who knows or has something?").last.fill("Who bakes?")
    phone.get_by_role("button", name="Ask").click()
    expect(phone.get_by_text("1 answer")).to_be_visible()
    check_axe(phone)
    check_width(phone)

    phone.goto(reverse("mapping:actors", args=[place.pk]))
    phone.wait_for_selector("html[data-presence=ready]")
    check_axe(phone)
    check_width(phone)
    young = phone.locator("[data-item=young]")
    young.get_by_label("Missing").check()
    young.get_by_role("textbox").fill("Ask the school")
    expect(phone.locator("[data-saved]")).to_contain_text("Saved")
    phone.reload()
    stored = GroupPresence.objects.get()
    assert (stored.takes_part, stored.who) == (False, "Ask the school")
    phone.goto(reverse("mapping:economy", args=[place.pk]))
    check_axe(phone)
    check_width(phone)

"""The process leader in the village, on a phone: services, the map, what there is, who acts."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.know_the_place.people import Swede

TARGET = 76  # px: what a thumb hits
WHY = "Ägaren slutar till sommaren."


def jpeg() -> dict[str, object]:
    """A photo as a phone takes it."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(out, "JPEG")
    return {"name": "affaren.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def put_shop_on_map(leader: Swede, check: Check) -> None:
    """A tap on the map where the shop is, then how it stands on its card."""
    page = leader.page
    leader.room("Mapping")
    leader.tab("Map")
    check(page)
    page.locator("[data-map]").tap(position={"x": 150, "y": 120})
    leader.press("A service")
    leader.label("Kind of service").select_option("groceries")
    leader.label("Name", exact=True).fill("Matbutiken")
    check(page)
    leader.press("Save")
    row = page.locator(".map-row", has_text="Matbutiken")
    row.locator("a").tap()
    card = page.locator("[data-map-card]")
    risk = card.locator("label", has_text=leader.said("At risk", "a service"))
    box = risk.bounding_box()
    assert box["height"] >= TARGET
    risk.tap()
    leader.told(re.compile("^" + leader.said("Saved %(time)s", time="")))
    expect(card.get_by_role("radio", checked=True)).to_have_value("at_risk")
    check(page)
    expect(row).to_contain_text(leader.said("At risk", "a service"))
    expect(page.locator(".map-point.is-chosen")).to_have_attribute("aria-label", "Matbutiken")


def photograph(leader: Swede, check: Check) -> None:
    """Why, in a sentence, which is kept on the way to the photo; it goes to the place's photos."""
    page = leader.page
    card = page.locator("[data-map-card]")
    card.get_by_label(leader.said("Why?")).fill(WHY)
    card.get_by_role("button", name=leader.said("Photograph it")).tap()
    page.locator("input[type=file]").set_input_files(jpeg())
    leader.label("Nobody can be recognised in it").check()
    check(page)
    leader.press("Add the photo")
    shop = page.locator("[data-item]", has_text="Matbutiken")
    expect(shop.locator("img")).to_be_visible()
    expect(shop.get_by_role("radio", checked=True)).to_have_value("at_risk")
    expect(shop.get_by_label(leader.said("Why?"))).to_have_value(WHY)


def look_at_the_rest(leader: Swede, check: Check) -> None:
    """The usual kinds, and the school that has gone."""
    page = leader.page
    leader.press("Add the usual kinds that are missing")
    page.wait_for_selector("html[data-services=ready]")
    school = page.locator("[data-item]", has_text=leader.said("School", "a service"))
    school.locator("label", has_text=leader.said("Gone", "a service")).first.tap()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    check(page)


def note_asset_and_actor(leader: Swede, check: Check) -> None:
    """Who bakes, and who acts here."""
    page = leader.page
    leader.tab("Assets and ideas")
    leader.follow("Add the first")
    page.locator("#id_kind").select_option("skill")
    page.locator("#id_name").fill("Bakar surdegsbröd")
    leader.press("Save")
    leader.told("Bakar surdegsbröd")
    check(page)
    leader.tab("Actors")
    check(page)
    leader.follow("Add an actor")
    page.locator("#id_name").fill("Glimåkra byalag")
    leader.press("Save")
    leader.told("Glimåkra byalag")
    check(page)


def appoint_coach(manager: Swede, coach: Swede) -> None:
    raise NotImplementedError

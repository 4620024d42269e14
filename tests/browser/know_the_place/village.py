"""The process leader in the village, on a phone: services, the map, what there is, who acts."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.know_the_place import figures
from tests.browser.know_the_place.people import Swede, day, starting

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
    """The usual kinds, the school that has gone, and how it was when the place joined."""
    page = leader.page
    leader.press("Add the usual kinds that are missing")
    page.wait_for_selector("html[data-services=ready]")
    name = leader.said("School", "a service")
    link = page.get_by_role("link", name=name, exact=True)
    school = page.locator("[data-item]").filter(has=link)
    school.locator("label", has_text=leader.said("Gone", "a service")).first.tap()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    check(page)
    page.reload()
    became = page.get_by_role("complementary", name=leader.said("Then and now"))
    became.get_by_role("link", name=name, exact=True).tap()
    leader.follow(starting(leader.said("Change", "verb")))
    leader.choose(start_state="at_risk")
    leader.fill(start_note="Skolan hade tre klasser.", distance_km="9", next_where="Broby")
    check(page)
    leader.press("Save")
    leader.told("Skolan hade tre klasser.")
    check(page)


def see_on_map(leader: Swede, check: Check) -> None:
    """Point, list and card say the same of the shop."""
    page = leader.page
    leader.follow("Services")
    leader.tab("Map")
    row = page.locator(".map-row", has_text="Matbutiken")
    expect(row).to_contain_text(leader.said("At risk", "a service"))
    page.locator(".map-point[aria-label=Matbutiken]").tap()
    card = page.locator("[data-map-card]")
    expect(card.get_by_label(leader.said("Why?"))).to_have_value(WHY)
    expect(row).to_have_class(re.compile("is-chosen"))
    check(page)


def note_asset(leader: Swede, check: Check) -> None:
    """Who bakes."""
    leader.tab("Assets and ideas")
    leader.follow("Add the first")
    leader.choose(kind="skill")
    leader.fill(name="Bakar surdegsbröd")
    leader.press("Save")
    leader.told("Bakar surdegsbröd")
    check(leader.page)


def note_actor(coach: Swede, check: Check) -> None:
    """Who acts here, and whom the group lacks: the coach has a desktop."""
    page = coach.page
    coach.come(coach.letter("Glimåkra"))
    coach.start()
    coach.follow("Glimåkra")
    coach.room("Mapping")
    coach.tab("Actors")
    coach.follow("Add an actor")
    coach.choose(sector="association")
    coach.pick("organisation", "Glimåkra byalag", new=True)
    coach.press("Save")
    coach.told("Glimåkra byalag")
    check(page)
    coach.follow("Actors")
    page.wait_for_selector("html[data-presence=ready]")
    young = page.locator("[data-item=young]")
    young.get_by_label(coach.said("Missing", "a group")).check()
    young.get_by_role("textbox").fill("Fritidsgården")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    check(page)


def appoint_coach(manager: Swede, coach: Swede) -> None:
    """The place gets its coach."""
    form = manager.page.locator("form:has([name=invite-email])")
    manager.unfold(form).locator("[name=invite-email]").fill(coach.address)
    form.locator("[name=invite-name]").fill(coach.name)
    form.locator("[name=invite-role]").select_option("coach")
    form.locator(".btn-primary").click()
    manager.told(re.compile(coach.name))


def report(leader: Swede, check: Check) -> None:
    """The report of the place holds the shop, its reason and what became of the school."""
    page = leader.page
    leader.start()
    leader.follow("The whole place")
    leader.follow("Reports for a period")
    leader.follow("Begin a report")
    leader.fill(starts_on=day(-10), ends_on=day(0), due_on=day(20))
    leader.press("Begin the report")
    row = page.get_by_role("row", name=re.compile("Matbutiken"))
    expect(row).to_contain_text(WHY)
    expect(row).to_contain_text(leader.said("At risk", "a service"))
    expect(page.get_by_role("row", name=re.compile("Skolan hade tre klasser"))).to_be_visible()
    leader.told(re.compile(figures.NOTE))
    check(page)

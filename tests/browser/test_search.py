"""The search of the head in a real browser: by keyboard, on a phone, and without scripts."""

import pytest
from playwright.sync_api import expect

from people.models import Organisation
from tests.factories import PlaceFactory, world


@pytest.fixture
def made():
    made = world()
    for name in ("Kvarnby", "Stora Kvarnby"):
        PlaceFactory(region=made.region, name=name)
    Organisation.objects.create(region=made.region, name="Kvarnby byalag", sector="association")
    return made


def test_a_place_is_found_and_opened_by_keyboard(made, page, enter, check_page):
    enter(page, made.admin, "/places/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search", exact=True)
    expect(field).to_be_focused()

    page.keyboard.type("nasum")
    hit = page.get_by_role("option", name="Näsum")
    expect(hit).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    check_page(page)
    page.keyboard.press("ArrowDown")
    expect(hit).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == hit.get_attribute("id")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"/places/{made.participation.pk}/")


def test_enter_without_a_choice_leads_to_the_page_of_all_hits(made, page, enter, check_page):
    enter(page, made.admin, "/places/")
    page.keyboard.press("Control+k")
    page.keyboard.type("kvarnby")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Kvarnby")).to_have_count(3)
    check_page(page)


def test_escape_closes_and_the_focus_is_where_it_was(made, page, enter):
    enter(page, made.admin, "/places/")
    button = page.get_by_role("link", name="Search", exact=True)
    button.press("Enter")
    page.keyboard.type("kvarnby")
    expect(page.get_by_role("option", name="Kvarnby").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("combobox", name="Search", exact=True)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_slash_in_a_field_is_a_letter_and_can_be_turned_off(made, page, enter):
    enter(page, made.admin, "/search/")
    box = page.locator("#search-box")
    field = page.locator("#search-page-q")
    field.press("/")
    expect(field).to_have_value("/")
    expect(box).to_be_hidden()

    page.get_by_label("opens the search on every page").uncheck()
    page.goto("/places/")
    page.keyboard.press("/")
    expect(box).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(box).to_be_visible()


def test_on_a_phone_the_button_in_the_head_opens_it(made, phone, enter, check_page):
    enter(phone, made.users["leader"], "/")
    phone.get_by_role("link", name="Search", exact=True).tap()
    phone.keyboard.type("näs")
    expect(phone.get_by_role("option", name="Näsum")).to_be_visible()
    check_page(phone)
    phone.get_by_role("option", name="Näsum").tap()

    expect(phone).to_have_url(f"/places/{made.participation.pk}/")


def test_without_scripts_it_is_a_page(made, new_context, watch, enter):
    page, _complaints = watch(new_context(java_script_enabled=False))
    enter(page, made.admin, "/places/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox", name="Search").fill("kvarnby byalag")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("link", name="Kvarnby byalag")).to_be_visible()

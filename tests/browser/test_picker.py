"""A searched choice in a real browser: by keyboard, by mouse, and as axe sees it."""

import pytest
from playwright.sync_api import expect

from people.models import Contact, Organisation
from tests.factories import world


@pytest.fixture
def made():
    made = world()
    Organisation.objects.bulk_create(
        Organisation(region=made.region, name=f"Förening {number:03}", sector="association")
        for number in range(60)
    )
    return made


def test_an_organisation_is_searched_chosen_taken_away_and_saved_by_keyboard(
    made, page, enter, check_page
):
    enter(page, made.admin, "/people/contacts/add/")
    field = page.get_by_role("combobox", name="Organisation")
    check_page(page)

    field.focus()
    expect(page.locator(".ts-dropdown [role=option]")).to_have_count(20)
    page.keyboard.type("042")
    expect(page.locator(".ts-dropdown [role=option]")).to_have_text(["Förening 042 Association"])
    check_page(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-picker] .item")).to_contain_text("Förening 042")
    page.keyboard.press("Backspace")
    expect(page.locator("[data-picker] .item")).to_have_count(0)
    page.keyboard.type("007")
    expect(page.locator(".ts-dropdown [role=option]")).to_have_text(["Förening 007 Association"])
    page.keyboard.press("Enter")
    check_page(page)

    page.locator("#id_name").fill("Anna")
    page.locator("#id_source").fill("Mötet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
    assert Contact.objects.get(name="Anna").organisation.name == "Förening 007"

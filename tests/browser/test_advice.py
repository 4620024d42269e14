"""From the library to the plan: put in, proposed, advised, read on a phone, made an action."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from learning.models import Advice
from mapping.models import Service
from tests.factories import world


def picture(page, name: str) -> None:
    """A picture to look at, where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.slow
def test_a_resource_becomes_advice_and_advice_an_action(
    phone, page, enter, settings, tmp_path, check_axe, check_width
):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "en", tmp_path
    made = world()
    place, name = made.participation, made.place.name
    Service.objects.create(
        participation=place, kind="groceries", state="gone", seen_on=timezone.localdate()
    )

    enter(page, made.admin, reverse("learning:library"))
    page.get_by_role("link", name="Add to the library").click()
    page.get_by_role("textbox", name="Title").fill("A shop of one's own")
    page.get_by_role("textbox", name="What it is good for").fill(
        "How a village takes over its shop."
    )
    page.get_by_role("textbox", name="Address").fill("https://example.org/shop")
    check_axe(page)
    check_width(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("combobox", name="Service").select_option("groceries")
    page.get_by_role("button", name="Add the rule").click()
    expect(page.locator("#rules")).to_contain_text("A service that the place lacks: groceries")
    check_axe(page)
    picture(page, "resource-1280")

    enter(page, made.coach, reverse("learning:proposals", args=[place.pk]))
    expect(page.get_by_text("The place lacks: groceries.")).to_be_visible()
    check_axe(page)
    picture(page, "proposals-1280")
    page.get_by_role("link", name=f"Advise {name}").click()
    page.get_by_role("textbox", name="Advice").fill("Ask the village whether it buys the shop.")
    check_axe(page)
    page.get_by_role("button", name=f"Give it to {name}").click()
    expect(page.get_by_text("Nobody of the place has opened it yet.")).to_be_visible()

    enter(phone, made.leader, reverse("places:participation", args=[place.pk]))
    check_width(phone)
    phone.get_by_role("link", name="Ask the village whether it buys the shop.").tap()
    check_axe(phone)
    check_width(phone)
    picture(phone, "advice-390")
    phone.get_by_role("button", name=f"Make it an action in {name}'s plan").tap()
    expect(phone.get_by_text("What came of it")).to_be_visible()
    check_axe(phone)
    check_width(phone)
    picture(phone, "chain-390")
    phone.get_by_role("link", name="All advice").first.tap()
    check_axe(phone)
    check_width(phone)
    picture(phone, "list-390")
    kept = Advice.objects.get()
    assert (kept.state, kept.read_by, kept.action.state) == ("under_way", made.leader, "idea")

    phone.goto(reverse("learning:library"))
    check_axe(phone)
    check_width(phone)
    picture(phone, "library-390")
    enter(page, made.coach, reverse("learning:advice", args=[place.pk, kept.pk]))
    check_axe(page)
    picture(page, "chain-1280")

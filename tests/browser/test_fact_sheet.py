"""A real browser from an empty place: figures, a note that saves itself, the open meeting."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from facts.models import FigureNote
from plans.models import Action
from tests.factories import world
from tests.facts.sheet_samples import everything
from tests.workshops.samples import meeting


@pytest.fixture
def w(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


@pytest.fixture
def go(sign_in, live_server):
    """Sign in, in English, and open an address."""

    def open_page(page, user, address):
        page.context.clear_cookies()
        sign_in(page, user)
        page.context.add_cookies(
            [{"name": "django_language", "value": "en", "url": live_server.url}]
        )
        page.goto(address)

    return open_page


@pytest.mark.slow
def test_from_an_empty_place_to_the_screens_of_the_open_meeting(  # noqa: PLR0915 - one walk
    page, phone, go, w, check_axe, check_width
):
    address = reverse("facts:sheet", args=[w.participation.pk])

    # Nothing is known yet: the page says so, and where one begins.
    go(phone, w.leader, reverse("mapping:services", args=[w.participation.pk]))
    phone.get_by_role("link", name="Fact sheet", exact=True).click()
    expect(
        phone.get_by_text("Nobody has fetched or entered these figures yet.").first
    ).to_be_visible()
    check_axe(phone)
    check_width(phone)

    # Figures have come. On the phone the note stands under its figure and saves itself.
    everything(w)
    workshop = meeting(w)
    phone.goto(address)
    check_axe(phone)
    check_width(phone)
    topic = phone.locator("#age")
    figures, note = topic.locator(".fact-figures"), topic.locator(".fact-note")
    assert (
        note.bounding_box()["y"]
        >= figures.bounding_box()["y"] + figures.bounding_box()["height"] - 1
    )
    note.locator("summary").click()
    note.get_by_label("What does it mean here? Age").fill("Our young leave to study")
    expect(note.get_by_role("status")).to_contain_text("Saved")
    assert FigureNote.objects.get().text == "Our young leave to study"
    assert not FigureNote.objects.get().finished

    # Somebody else writes meanwhile: both texts are shown, and one is kept.
    FigureNote.objects.update(text="They leave for work", version=7)
    note.get_by_label("What does it mean here? Age").fill("Our young leave to study, and come back")
    expect(note.get_by_text("Somebody else has changed this note.")).to_be_visible()
    note.get_by_role("button", name="Keep mine").click()
    expect(note.get_by_role("status")).to_contain_text("Saved")

    # Done at once after typing: what was typed last is in it.
    note.get_by_label("What does it mean here? Age").fill("Our young leave and come back")
    note.get_by_role("button", name="Done").click()
    expect(note.locator(".fact-said")).to_have_text("Our young leave and come back")
    assert FigureNote.objects.get().finished

    # An action comes of it; the tick takes it to the open meeting.
    note.get_by_role("link", name="Make an action of it").click()
    phone.get_by_label("What is to be done").fill("Homes to rent first")
    check_axe(phone)
    phone.get_by_role("button", name="Note the idea").click()
    expect(phone.locator("#age").get_by_role("link", name="Homes to rent first")).to_be_visible()
    assert Action.objects.get().origin_text == "Fact sheet: Age"
    phone.locator("#age").get_by_label("Shown at the open meeting").check()
    expect(phone.locator("#age").get_by_label("Shown at the open meeting")).to_be_checked()

    # At the meeting: one topic a screen, turned by keys.
    go(page, w.leader, address)
    check_axe(page)
    check_width(page)
    page.locator("#population summary", has_text="Write").click()
    page.get_by_label("What does it mean here? Population").fill("The school decides")
    page.locator("#population").get_by_role("button", name="Done").click()
    expect(page.locator("#population .fact-said")).to_have_text("The school decides")
    page.get_by_role("link", name="Show at the open meeting").click()
    page.get_by_label("Population.").check()
    check_axe(page)
    page.get_by_role("button", name="Keep and show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1,550 inhabitants in 2020.")
    check_axe(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Our young leave and come back")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("The school decides")).to_be_visible()
    assert {one.show_at_id for one in FigureNote.objects.all()} == {workshop.pk}

    # Others are compared with, and the places say why they are alike.
    page.goto(reverse("facts:peers", args=[w.participation.pk]))
    check_axe(page)
    check_width(page)
    page.get_by_label("By 7").uncheck()
    page.get_by_role("button", name="Compare with those ticked").click()
    expect(page.get_by_role("heading", name="Compared with, chosen by you")).to_be_visible()

"""A real browser from an empty programme: a focus group, its notes, themes, an agenda item."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import world
from tests.workshops.samples import guest, meeting
from themes.models import Theme, Uptake, Voice
from workshops.links import answer_token
from workshops.models import FocusNote, RequiredGroup, WorkshopKind


@pytest.fixture
def made(settings):
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
def test_from_what_a_focus_group_said_to_an_agenda(  # noqa: PLR0915 - one walk
    page, phone, go, made, check_axe, check_width
):
    session = meeting(
        made, kind=WorkshopKind.FOCUS_GROUP, title="Focus group 1", language="en", places=[]
    )
    council = RequiredGroup.objects.create(workshop=session, name="Village council", wanted=2)
    RequiredGroup.objects.create(workshop=session, name="Staff", wanted=2)
    anna = guest(session, name="Anna Berg", party=council, language="en")

    # A participant agrees on a phone, with the answer.
    phone.goto(reverse("workshops:answer", args=[answer_token(anna)]))
    phone.get_by_label("I agree to this").check()
    check_axe(phone)
    check_width(phone)
    phone.get_by_role("button", name="Yes, I am coming").click()
    expect(phone.get_by_role("heading", name="Yes, I am coming")).to_have_count(0)

    # The guide, and notes by two hands.
    go(page, made.manager, session.get_absolute_url())
    page.get_by_role("link", name="Interview").click()
    page.locator("#guide-text").fill("Whom do you call?")
    page.get_by_role("button", name="Add to the guide").click()
    expect(page.get_by_text("1 of 1 participant has agreed")).to_be_visible()
    for text, who in (
        ("Nobody knows whom to call about the road", "Anna Berg"),
        ("They call me about the road, and I call the office", "Staff"),
    ):
        note = page.locator("[data-new-note]")
        note.locator("textarea").fill(text)
        note.locator("select").select_option(label=who)
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-note-row]", has_text=text)).to_be_visible()
    check_axe(page)
    first = page.locator("[data-note-row] textarea").first
    first.fill("Nobody knows whom to call about the road here")
    expect(page.locator("[data-note-row] [data-saved]").first).to_contain_text("Saved")
    assert FocusNote.objects.order_by("pk").first().text.endswith("here")

    # Another hand writes into the same note: both texts are shown.
    FocusNote.objects.filter(pk=FocusNote.objects.order_by("pk")[:1]).update(
        text="Somebody else wrote this", version=9
    )
    first.fill("And so did I")
    expect(page.get_by_text("Nothing is lost: choose which text to keep.")).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[data-note-row] [data-saved]").first).to_contain_text("Saved")
    assert FocusNote.objects.order_by("pk").first().text == "And so did I"

    # Coding by keyboard.
    page.goto(reverse("themes:programme", args=[made.programme.pk]))
    check_axe(page)
    page.get_by_role("button", name="Sort 2 voices").click()
    page.wait_for_url("**/voices/*/")
    page.keyboard.press("n")
    expect(page.get_by_label("New theme")).to_be_focused()
    page.keyboard.type("The way in")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 voice has no theme yet.")).to_be_visible()
    check_axe(page)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programmes/*/themes/")
    theme = Theme.objects.get()
    assert theme.taggings.count() == 2
    assert {one.group for one in Voice.objects.all()} == {"Village council", "Staff"}

    # The theme's page; one button makes it an agenda item.
    page.goto(theme.get_absolute_url())
    check_axe(page)
    phone.context.clear_cookies()
    go(phone, made.manager, theme.get_absolute_url())
    check_width(phone)
    check_axe(phone)
    held = meeting(made, title="Workshop in Kerteminde", language="en", places=[])
    page.get_by_role("link", name="Put on an agenda").click()
    page.locator("#id_workshop").select_option(label="Workshop in Kerteminde")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator(".led-list")).to_contain_text("The way in")
    assert Uptake.objects.get().agenda_item.workshop == held
    page.goto(held.get_absolute_url())
    expect(page.get_by_text("Comes from what people said")).to_be_visible()
    assert timezone.now() - Uptake.objects.get().created_at < dt.timedelta(hours=1)

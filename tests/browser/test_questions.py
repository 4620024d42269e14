"""The region as one door, in Swedish: asked on a phone, given to who holds the sector, answered."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from learning.models import Question
from people.models import ProgrammeRole
from tests.factories import World, world

pytestmark = pytest.mark.slow


def picture(page, name: str) -> None:
    """A picture to look at, where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def team(made: World) -> None:
    """Somebody who stands for business today, and one for education from next week."""
    today = timezone.localdate()
    for user, sector, days in ((made.facilitator, "business", 0), (made.outsider, "education", 7)):
        ProgrammeRole.objects.create(
            user=user, programme=made.programme, role="team", sector=sector,
            starts_on=today + dt.timedelta(days=days),
        )  # fmt: skip


def ask(phone, made: World, check_page) -> None:
    """The leader asks on the phone; asking it again shows the first one before it is kept."""
    phone.get_by_role("link", name="Råd", exact=True).first.tap()
    phone.get_by_role("link", name="Frågor", exact=True).first.tap()
    expect(phone.get_by_text("Ingen fråga än")).to_be_visible()
    check_page(phone)
    phone.get_by_role("link", name="Fråga regionen").tap()
    phone.get_by_role("textbox", name="Er fråga").fill("Vem hjälper oss att behålla byns butik?")
    phone.get_by_role("combobox", name="Vad handlar det om?").select_option("business")
    check_page(phone)
    picture(phone, "ask-390")
    phone.get_by_role("button", name="Skicka frågan").tap()
    expect(phone.get_by_text("Ingen har den än.")).to_be_visible()
    check_page(phone)
    phone.get_by_role("link", name=f"Frågor från {made.place.name}").first.tap()
    phone.get_by_role("link", name="Fråga regionen").tap()
    phone.get_by_role("textbox", name="Er fråga").fill("Kan någon hjälpa oss behålla vår butik?")
    phone.get_by_role("button", name="Skicka frågan").tap()
    expect(phone.get_by_text("Någon har frågat det här förut")).to_be_visible()
    check_page(phone)
    picture(phone, "before-390")
    assert Question.objects.count() == 1


def give(page, check_page) -> None:
    """The coach gives it to who holds the sector: the first name that is proposed."""
    page.get_by_role("link", name="Frågor till regionen").click()
    check_page(page)
    picture(page, "list-1280")
    page.get_by_role("link", name="Vem hjälper oss").click()
    check_page(page)
    picture(page, "one-1280")
    page.get_by_role("button", name="Ge den till personen").click()
    expect(page.get_by_text("Facilitator har frågan.")).to_be_visible()
    page.get_by_role("link", name="Regionens team").click()
    expect(page.get_by_role("row").filter(has_text="Facilitator")).to_be_visible()
    check_page(page)
    picture(page, "team-1280")


def answer(page, check_page) -> None:
    """Who holds the sector comes by the menu and answers."""
    page.get_by_role("link", name="Frågor", exact=True).first.click()
    page.get_by_role("link", name="Vem hjälper oss").click()
    page.locator("#id_text").fill("Länsstyrelsen, och jag ringer dit.")
    page.get_by_text("Utfört: regionen har gjort det").click()
    page.get_by_role("spinbutton", name="Använda minuter").fill("20")
    picture(page, "answering-1280")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_text("Platsen har ditt svar.")).to_be_visible()
    check_page(page)


def read_it(phone, check_page) -> None:
    """The leader's bell leads to the answer, and a word follows."""
    phone.get_by_role("button", name="Regionen har svarat").tap()
    expect(phone.get_by_text("Länsstyrelsen, och jag ringer dit.")).to_be_visible()
    phone.get_by_role("textbox", name="Lägg till något").fill("Tack!")
    phone.get_by_role("button", name="Lägg till").tap()
    expect(phone.get_by_text("Tack!")).to_be_visible()
    check_page(phone)
    picture(phone, "answered-390")


@pytest.fixture
def enter(sign_in, live_server):
    """Return a function that opens a page as a person, in Swedish."""

    def open_page(page, user, url: str) -> None:
        page.context.clear_cookies()
        sign_in(page, user)
        swedish = {"name": "django_language", "value": "sv", "url": live_server.url}
        page.context.add_cookies([swedish])
        page.goto(url)

    return open_page


def test_a_question_finds_who_answers_it(phone, page, enter, settings, check_page):
    settings.LANGUAGE_CODE = "sv"
    made = world()
    team(made)
    enter(phone, made.leader, reverse("places:participation", args=[made.participation.pk]))
    picture(phone, "place-390")
    ask(phone, made, check_page)
    enter(page, made.coach, reverse("places:portfolio"))
    give(page, check_page)
    enter(page, made.facilitator, reverse("home"))
    answer(page, check_page)
    enter(phone, made.leader, reverse("notices:list"))
    read_it(phone, check_page)
    kept = Question.objects.get()
    assert (kept.state, kept.answered_by, kept.minutes) == ("answered", made.facilitator, 20)
    enter(page, made.manager, reverse("programmes:home", args=[made.programme.pk]))
    page.get_by_role("link", name="Coachernas belastning").click()
    check_page(page)
    picture(page, "caseload-1280")

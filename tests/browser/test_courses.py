"""A real browser, from an empty programme: a course that a stranger signs up to, a conference."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from outbox.models import Letter
from tests.factories import world
from tests.workshops.inviting import read
from workshops.models import Course, Enrolment, Invitation, Workshop

pytestmark = [pytest.mark.day(dt.date(2026, 11, 16)), pytest.mark.slow]


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


def iso(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def plan(page: Page, title: str, days: int, kind: str, ends: str = "20:00") -> None:
    page.get_by_label("What kind of meeting").select_option(kind)
    page.wait_for_load_state("networkidle")
    page.get_by_label("Title").fill(title)
    page.locator("#id_starts_on").fill(iso(days))
    page.get_by_label("Begins").fill("10:00")
    page.get_by_label("Ends", exact=True).fill(ends)
    page.get_by_label("Hall").fill("Folkets hus")
    press(page, "Plan the meeting")
    press(page, "Announce the meeting")
    expect(page.get_by_text("The meeting is announced.")).to_be_visible()


def last_link(address: str, part: str) -> str:
    letter = read(Letter.objects.filter(to_address=address).order_by("pk").last())
    return re.search(rf"https?://[^/]+({part}\S+/)", letter.text).group(1)


def test_course_from_the_empty_list_to_a_seat_on_a_phone(page, phone, enter, made, check_page):
    enter(page, made.manager, reverse("workshops:programme_series", args=[made.programme.pk]))
    follow(page, "Add a series")
    page.get_by_label("Name").fill("Samarbejdskursus")
    page.get_by_label("What holds it together").select_option("course")
    page.get_by_label("Gives a certificate").check()
    page.get_by_label("Parts needed for it").fill("2")
    press(page, "Add the series")
    follow(page, "Course page and sign-up")
    check_page(page)
    page.get_by_label("Local councils").check()
    page.get_by_label("Level").select_option("first")
    page.get_by_label("Seats in the course").fill("1")
    press(page, "Save")
    for title, days, kind in (("Webinar", 20, "webinar"), ("Besøg", 27, "study_visit")):
        follow(page, "Plan a part")
        plan(page, title, days, kind)
        page.goto(reverse("workshops:series_course", args=[Course.objects.get().series_id]))
    press(page, "Open sign-up")
    expect(page.get_by_role("heading", name="People can sign up")).to_be_visible()
    check_page(page)
    phone.goto(reverse("workshops:catalogue", args=[made.region.slug]) + "?language=en")
    check_page(phone)
    follow(phone, "Samarbejdskursus")
    check_page(phone)
    phone.get_by_label("Your name").fill("Anna Berg")
    phone.get_by_label("E-mail address").fill("anna@example.org")
    press(phone, "Sign me up")
    expect(phone.get_by_role("heading", name="A letter is on its way to you")).to_be_visible()
    assert Invitation.objects.filter(email="anna@example.org", seat="taken").count() == 2
    phone.goto(last_link("anna@example.org", "/c/") + "?language=en")
    expect(phone.get_by_role("heading", name="You have a seat")).to_be_visible()
    check_page(phone)
    phone.goto(reverse("workshops:catalogue", args=[made.region.slug]) + "?language=en")
    follow(phone, "Samarbejdskursus")
    phone.get_by_label("Your name").fill("Bo Ek")
    phone.get_by_label("E-mail address").fill("bo@example.org")
    press(phone, "Put me in the waiting list")
    expect(phone.get_by_role("heading", name="You are in the waiting list")).to_be_visible()
    phone.goto(last_link("anna@example.org", "/c/") + "leave/?language=en")
    check_page(phone)
    press(phone, "Sign me off")
    expect(phone.get_by_role("heading", name="You have signed off")).to_be_visible()
    assert Enrolment.objects.get(name="Bo Ek").state == "taken"


def test_conference_from_its_plan_to_chosen_sessions_on_a_phone(
    page, phone, enter, made, check_page
):
    enter(page, made.manager, reverse("workshops:new", args=[made.programme.pk]))
    plan(page, "Konference", 30, "conference", ends="16:00")
    follow(page, "Sessions")
    check_page(page)
    for title, room in (("Fra behov til kursus", "Sal 1"), ("Tre parter", "Sal 2")):
        page.get_by_label("Title").fill(title)
        page.get_by_label("Begins").fill("11:00")
        page.get_by_label("Ends").fill("12:00")
        page.get_by_label("Room").fill(room)
        page.get_by_label("Seats").fill("2")
        press(page, "Add")
    expect(page.get_by_role("link", name="Tre parter", exact=True)).to_be_visible()
    check_page(page)
    day = Workshop.objects.get()
    follow(page, "Overview")
    if not day.open_sign_up:
        Workshop.objects.filter(pk=day.pk).update(open_sign_up=True)
    enter(page, made.manager, reverse("workshops:poster", args=[day.pk]))
    address = re.search(r"/meetings/open/[^/\"<]+/", page.content()).group(0)
    phone.goto(f"{address}?language=en")
    check_page(phone)
    phone.get_by_label("Your name").fill("Anna Berg")
    phone.get_by_label("E-mail address").fill("anna@example.org")
    phone.get_by_label("Organisation").fill("Lokalrådet")
    phone.get_by_label("Who comes with you?").fill("Bo Ek")
    press(phone, "Sign me up")
    expect(phone.get_by_role("heading", name="There is room for you")).to_be_visible()
    phone.goto(last_link("anna@example.org", "/a/") + "sessions/?language=en")
    check_page(phone)
    phone.get_by_label("Fra behov til kursus").check()
    phone.get_by_label("Tre parter").check()
    press(phone, "Save my choice")
    expect(phone.get_by_text("are at the same time. Choose one of them.")).to_be_visible()
    phone.get_by_label("Tre parter").uncheck()
    press(phone, "Save my choice")
    expect(phone.get_by_role("heading", name="Your choice is noted")).to_be_visible()
    check_page(phone)
    enter(page, made.manager, reverse("workshops:sessions", args=[day.pk]))
    expect(page.get_by_text("2/2")).to_be_visible()

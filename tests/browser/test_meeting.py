"""A real browser plans Näsum's village meeting: on a phone, from the place's page to announced."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.models import Workshop

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


def iso(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


@pytest.mark.slow
def test_meeting_from_the_empty_list_to_announced_on_a_phone(phone, enter, made, check_page):
    enter(phone, made.leader, reverse("workshops:place", args=[made.participation.pk]))
    check_page(phone)
    follow(phone, "Plan a meeting")
    check_page(phone)
    phone.get_by_label("Title").fill("Stormöte i Näsum")
    phone.locator("#id_starts_on").fill("2027-03-28")
    phone.get_by_label("Begins").fill("02:30")
    press(phone, "Plan the meeting")
    expect(phone.get_by_text("the clock is put forward that night").first).to_be_visible()
    expect(phone.get_by_label("Title")).to_have_value("Stormöte i Näsum")
    phone.wait_for_load_state()  # the script moves the last day for answers along
    phone.locator("#id_starts_on").fill(iso(20))
    phone.get_by_label("Begins").fill("18:30")
    phone.get_by_label("Ends", exact=True).fill("20:30")
    press(phone, "Plan the meeting")
    expect(phone.get_by_role("heading", name="Before you can announce it")).to_be_visible()
    check_page(phone)
    follow(phone, "Fill in what is missing")
    phone.get_by_label("Hall").fill("Folkets hus")
    phone.get_by_label("Seats").fill("80")
    check_page(phone)
    press(phone, "Save the meeting")
    press(phone, "Announce the meeting")
    expect(phone.get_by_text("The meeting is announced.")).to_be_visible()
    expect(phone.get_by_text("80 of 80 seats left")).to_be_visible()
    check_page(phone)
    stored = Workshop.objects.get()
    assert (stored.state, stored.hall, stored.local_start.time()) == (
        "announced", "Folkets hus", dt.time(18, 30),
    )  # fmt: skip


@pytest.mark.slow
def test_another_kind_fills_in_what_is_usual_and_leaves_what_was_typed(phone, enter, made):
    enter(phone, made.leader, reverse("workshops:new_at_place", args=[made.participation.pk]))
    kind, title = phone.get_by_label("What kind of meeting"), phone.get_by_label("Title")
    ends = phone.get_by_label("Ends", exact=True)
    kind.select_option("working_group")
    expect(title).to_have_value("Arbetsgruppen för Näsum")  # the programme's language
    expect(ends).to_have_value("19:30")
    phone.get_by_label("Begins").fill("19:00")
    phone.get_by_label("Begins").blur()
    expect(ends).to_have_value("20:30")
    title.fill("Vi ses")
    kind.select_option("open_meeting")
    expect(title).to_have_value("Vi ses")
    expect(ends).to_have_value("21:00")
    expect(phone.get_by_label("Begins")).to_have_value("19:00")
    phone.locator("#id_starts_on").fill("2027-05-20")
    phone.locator("#id_starts_on").blur()
    phone.get_by_text("Seats, access, answers").click()
    expect(phone.get_by_label("Answers until")).to_have_value("2027-05-18")
    expect(phone.get_by_label("Anybody may sign up")).to_be_checked()


def test_meeting_with_guests_agenda_tasks_and_lists(phone, page, enter, made, check_page):
    workshop = meeting(made, capacity=40, seats_taken=2)
    guest(workshop, 1, answer="yes", seat="taken", persons=2)
    guest(workshop, 2)
    enter(phone, made.leader, workshop.get_absolute_url())
    expect(phone.get_by_role("heading", name="1 has not answered")).to_be_visible()
    expect(phone.get_by_role("heading", name="2 persons come")).to_be_visible()
    check_page(phone)
    follow(phone, "Change the agenda")
    for title in ("Welcome", "Talks"):
        phone.get_by_label("Item").fill(title)
        phone.get_by_label("Minutes").fill("30")
        press(phone, "Add")
    press(phone, "“Talks” earlier")
    rows = phone.locator(".agenda-title")
    expect(rows).to_have_text(["Talks", "Welcome"])
    check_page(phone)
    enter(phone, made.leader, reverse("workshops:duties", args=[workshop.pk]))
    phone.get_by_label("Or a name").fill("Anna Andersson")
    press(phone, "Give the task")
    expect(phone.get_by_text("Anna Andersson").first).to_be_visible()
    check_page(phone)
    for name in ("materials", "cancel", "follow_up", "edit"):
        enter(phone, made.leader, reverse(f"workshops:{name}", args=[workshop.pk]))
        check_page(phone)
    for name, args in (("list", []), ("place", [made.participation.pk])):
        enter(page, made.leader, reverse(f"workshops:{name}", args=args))
        check_page(page)

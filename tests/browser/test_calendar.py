"""A real browser in the calendars: subscribe on a phone, read months, timeline and a course."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from people.models import Duty, Task
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.models import Feed, Series, SeriesKind, WorkshopState


@pytest.fixture
def w(settings, live_server):
    settings.SITE_URL = live_server.url
    made = world()
    today = timezone.localdate()
    course = Series.objects.create(
        programme=made.programme, name="Kurs för processledare", kind=SeriesKind.COURSE,
        certificate=True, parts_needed=1, starts_on=today - dt.timedelta(days=30),
        ends_on=today + dt.timedelta(days=90),
    )  # fmt: skip
    Duty.objects.create(series=course, task=Task.TEACHES, name="Lena Lärare")
    start = timezone.now().replace(hour=17, minute=0, second=0, microsecond=0)
    for days, state in ((-7, "announced"), (14, "announced"), (21, "cancelled"), (28, "draft")):
        at = start + dt.timedelta(days=days)
        one = meeting(
            made, title=f"Kursdag {days}", series=course, state=WorkshopState(state),
            starts_at=at, ends_at=at + dt.timedelta(hours=2),
        )  # fmt: skip
        guest(one, attended_at=at if days < 0 else None, attended_persons=int(days < 0))
    return made


def test_leader_subscribes_on_a_phone_and_renews_the_address(w, phone, enter, check_page):
    enter(phone, w.leader, reverse("workshops:feeds"))
    check_page(phone)
    phone.get_by_role("button", name="Make an address").first.click()
    expect(phone.get_by_text("Not read by any program yet")).to_be_visible()
    check_page(phone)
    field = phone.get_by_label("Secret address of My meetings")
    address = field.input_value()
    answer = Client().get(address.partition("://")[2].partition("/")[1] + address.split("/", 3)[3])
    titles = {str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert {"Kursdag 14", "Kursdag 28"} <= titles

    phone.reload()
    expect(phone.get_by_text("Last read today")).to_be_visible()
    phone.get_by_role("button", name="Copy", exact=True).click()
    assert field.evaluate("field => field.selectionEnd - field.selectionStart") == len(address)

    phone.get_by_role("link", name="Make a new address").click()
    check_page(phone)
    phone.get_by_role("button", name="Make a new address").click()
    expect(field).not_to_have_value(address)
    assert Client().get(f"/{address.split('/', 3)[3]}").status_code == 410

    phone.get_by_role("link", name="End this calendar").first.click()
    phone.get_by_role("button", name="End this calendar").click()
    expect(phone.get_by_text("The calendar is ended.")).to_be_visible()
    assert not Feed.objects.exists()


def test_manager_reads_the_programme_as_list_months_and_timeline(w, page, enter, check_page):
    enter(page, w.manager, reverse("programmes:programme", args=[w.programme.pk]))
    page.locator("main").get_by_role("link", name="Meetings").first.click()
    expect(page.get_by_role("link", name="Kursdag 14")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="Months").click()
    check_page(page)
    ahead = timezone.localdate() + dt.timedelta(days=14)
    months = reverse("workshops:programme_calendar", args=[w.programme.pk])
    page.goto(f"{months}?month={ahead:%Y-%m}")
    expect(page.get_by_role("cell").get_by_role("link", name="Kursdag 14")).to_be_visible()
    page.get_by_role("link", name="This month").focus()
    page.keyboard.press("Tab")  # keyboard: on to the next month, then into the days
    page.keyboard.press("Enter")
    expect(page.locator("#month")).not_to_contain_text(f"{ahead:%B}")

    ways = page.get_by_role("navigation", name="Ways to see the meetings")
    ways.get_by_role("link", name="Timeline").click()
    expect(page.locator(".gantt svg circle, .gantt svg path.tl-x")).to_have_count(4)
    page.get_by_text("The same as a table").click()
    expect(page.get_by_text("Teaches: Lena Lärare").last).to_be_visible()
    check_page(page)


@pytest.mark.slow
def test_month_is_a_list_by_day_on_a_phone(w, phone, enter, check_page):
    ahead = timezone.localtime() + dt.timedelta(days=14)
    address = reverse("workshops:programme_calendar", args=[w.programme.pk])
    enter(phone, w.manager, f"{address}?month={ahead:%Y-%m}")
    check_page(phone)
    expect(phone.get_by_text(f"{ahead:%A} {ahead.day} {ahead:%B}")).to_be_visible()
    shown = phone.locator(".month td:visible").count()
    assert shown == phone.locator(".month td.has").count() >= 1


@pytest.mark.slow
def test_manager_fetches_a_certificate(w, page, enter, check_page):
    series = Series.objects.get()
    enter(page, w.manager, reverse("workshops:series_attendance", args=[series.pk]))
    check_page(page)
    # The first PDF of a process takes its time on a busy machine.
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Fetch all certificates (PDF)").click(timeout=60_000)
    assert download.value.path().read_bytes().startswith(b"%PDF-")

"""A walk: begin a report, write, hand it in; somebody else approves it, and it stays."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Report
from tests.factories import world


def test_from_the_place_to_the_approved_report(page, enter, check_axe, check_width):
    w = world()
    today = timezone.localdate()
    enter(page, w.leader, f"/reports/places/{w.participation.pk}/reports/")
    check_axe(page)
    page.get_by_role("link", name="Begin a report").click()
    page.locator("#id_starts_on").fill((today - dt.timedelta(days=30)).isoformat())
    page.locator("#id_ends_on").fill(today.isoformat())
    page.locator("#id_due_on").fill((today + dt.timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Begin the report").click()

    expect(page.locator("h1")).to_have_text("Näsum")
    check_axe(page)
    check_width(page)
    page.locator("a[href$='/parts/summary/']").click()
    check_axe(page)
    page.locator("#id_text").fill("The group has begun.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The group has begun.")).to_be_visible()
    page.get_by_role("button", name="Hand in the report").click()
    expect(page.get_by_text("Handed in by Leader")).to_be_visible()

    report = Report.objects.get()
    enter(page, w.manager, report.get_absolute_url())
    page.get_by_role("button", name="Approve the report").click()
    expect(page.get_by_text("It never changes.")).to_be_visible()
    check_axe(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert fetched.value.suggested_filename.startswith("Näsum")

"""A walk: ask for a report, leave, come back, fetch it; and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from jobs import running
from tests.factories import world


@pytest.fixture
def here(settings):
    settings.JOBS_AT_ONCE = False
    return world()


def test_a_report_is_followed_and_fetched_by_the_page_itself(
    here, page, enter, check_axe, check_width
):
    enter(page, here.manager, "/reports/")
    page.locator(f"a[href='/reports/places/{here.participation.pk}.pdf']").click()
    page.wait_for_url("**/jobs/*/")
    expect(page.locator("h1")).to_have_text("Progress report, Näsum")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    check_axe(page)
    check_width(page)

    with page.expect_download() as fetched:
        running.run_next()
    assert fetched.value.suggested_filename.startswith("Näsum progress")
    expect(page.locator("#job-told")).to_have_text("Ready")
    check_axe(page)


@pytest.mark.slow
def test_whoever_leaves_finds_the_file_by_the_bell(here, page, enter, check_axe, check_width):
    enter(page, here.manager, f"/reports/places/{here.participation.pk}.pdf")
    page.goto("/reports/")
    running.run_next()
    page.reload()

    bell = page.get_by_role("link", name="Notices : 1 new")
    expect(bell).to_be_visible()
    bell.click()
    expect(page.locator(".notice-row.is-new")).to_have_count(1)
    check_axe(page)
    check_width(page)
    with page.expect_download():  # the page of a fresh file fetches it
        page.get_by_role("button", name="Go there").click()
    page.goto("/jobs/")
    expect(page.locator(".bell-count")).to_have_count(0)
    with page.expect_download():
        page.get_by_role("link", name="Fetch the file").click()
    check_axe(page)
    check_width(page)


def test_without_scripts_the_page_looks_again_by_itself(here, new_context, watch, enter):
    page, _complaints = watch(new_context(java_script_enabled=False))
    enter(page, here.manager, f"/reports/places/{here.participation.pk}.pdf")
    expect(page.locator(".job-state")).to_contain_text("Waiting")

    with page.expect_download():
        running.run_next()

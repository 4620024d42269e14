"""From an empty database to the report, by the interface alone: what a new region walks through.

After signing in nobody types an address: every page is reached by a link.
"""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from outbox.models import Letter
from people.models import Organisation
from places.models import Participation

pytestmark = [pytest.mark.slow, pytest.mark.day(dt.date(2026, 11, 16))]
OPERATOR = "drift@example.org"
ADMIN = "siv@example.org"
MANAGER = "mats@example.org"
LEADER = "karin@example.org"


def iso(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name).first.click()


def menu(page: Page, name: str) -> None:
    """A link of the main menu, which is folded on a phone."""
    link = page.locator("header").get_by_role("link", name=name, exact=True).first
    if not link.is_visible():
        page.locator("header summary").first.click()
    link.click()


def come(page: Page, email: str) -> None:
    """Sign in with the code that comes by e-mail; ends where the account begins."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    follow(page, "Send me a code by e-mail")
    page.locator("input[type=email]").fill(email)
    press(page, "Send me a code")
    page.wait_for_url("**/code/confirm/**")
    letter = Letter.objects.filter(to_address=email).order_by("-pk").first()
    code = re.search(r"^([A-Z0-9-]{6,})$", letter.text, re.MULTILINE)[1]
    page.locator("input[name=code]").fill(code)
    page.locator("main form button[type=submit], form button.btn-primary").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def invited(email: str) -> str:
    """The text of the letter that told somebody of the role."""
    return Letter.objects.filter(to_address=email).earliest("pk").text


def open_region(page: Page) -> None:
    come(page, OPERATOR)
    menu(page, "Regions")
    follow(page, "Set up a region")
    page.locator("#id_name").fill("Region Nord")
    page.locator("#id_country").select_option("SE")
    page.locator("#id_language").select_option("en")
    page.locator("#id_administrator").fill("Siv Alm")
    page.locator("#id_email").fill(ADMIN)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("Region Nord is set up.")).to_be_visible()
    assert "Region Nord" in invited(ADMIN)


def set_up(page: Page, check_page) -> None:
    """The administrator follows the start guide."""
    come(page, ADMIN)
    expect(page.get_by_text("0 of 6 done")).to_be_visible()
    check_page(page)
    follow(page, "Letterhead")
    page.locator("#id_contact_address").fill("svar@example.org")
    page.locator("main form button.btn-primary").first.click()
    menu(page, "Overview")
    follow(page, "Method")
    check_page(page)
    follow(page, re.compile("^Take over Hållbara platser"))
    check_page(page)
    press(page, "Take over")
    expect(page.get_by_text("is your region's and ready to use")).to_be_visible()
    menu(page, "Overview")
    expect(page.get_by_text("2 of 6 done")).to_be_visible()


def begin_programme(page: Page) -> None:
    follow(page, "Programme")
    page.locator("#id_name").fill("Levande orter")
    page.locator("#id_starts_on").fill("2025-01-01")
    page.locator("#id_method_version").select_option(index=1)
    page.locator("#id_language").select_option("en")
    page.locator("#id_owner").select_option(index=1)
    press(page, "Create the programme")
    expect(page.get_by_role("heading", name="Levande orter")).to_be_visible()
    follow(page, "Add a manager")
    page.locator("#id_email").fill(MANAGER)
    page.locator("#id_name").fill("Mats Ek")
    page.locator("main form button.btn-primary").click()
    assert "Levande orter" in invited(MANAGER)


def take_in(page: Page) -> None:
    """Two places by a spreadsheet: one new, one half-way."""
    menu(page, "Overview")
    follow(page, "First place")
    head = "Place;Municipality;Kind of place;Start;Current step;Leader's e-mail"
    lines = [
        "Näsum;Bromölla;village;2026-02-01;3;" + LEADER,
        "Ivetofta;Bromölla;village;2026-11-01;;",
    ]
    content = "\n".join([head, *lines]).encode()
    page.locator("#id_file").set_input_files(
        {"name": "places.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Look at the list")
    press(page, "Take 2 places in")
    expect(page.get_by_role("heading", name="The places are taken in")).to_be_visible()


def test_from_an_empty_database_to_the_report(page, phone, settings, check_page):
    settings.LANGUAGE_CODE = "en"
    call_command("setup", operator=OPERATOR)
    open_region(page)
    set_up(page, check_page)
    begin_programme(page)
    take_in(page)

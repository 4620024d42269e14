"""From an empty database to the decision at the gate, by the interface alone.


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
        page.get_by_role("button", name="Menu").click()
    link.click()


def guide(page: Page, name: str) -> None:
    """A thing of the start guide."""
    page.locator(".guide").get_by_role("link", name=name, exact=True).click()


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
    guide(page, "Letterhead")
    page.locator("#id_contact_address").fill("svar@example.org")
    page.locator("main form button.btn-primary").first.click()
    menu(page, "Overview")
    guide(page, "Method")
    check_page(page)
    follow(page, re.compile("^Take over Hållbara platser"))
    check_page(page)
    press(page, "Take over")
    expect(page.get_by_text("is your region's and ready to use")).to_be_visible()
    menu(page, "Overview")
    expect(page.get_by_text("2 of 6 done")).to_be_visible()


def begin_programme(page: Page) -> None:
    guide(page, "Programme")
    page.locator("#id_name").fill("Levande orter")
    page.locator("#id_starts_on").fill("2025-01-01")
    page.locator("#id_method_version").select_option(index=1)
    page.locator("#id_language").select_option("en")
    page.locator("#id_owner").select_option(index=1)
    press(page, "Create the programme")
    expect(page.get_by_role("heading", name="Levande orter")).to_be_visible()
    adding = page.locator("form[action*='/managers/add/']")
    if not adding.is_visible():
        page.locator("details", has=adding).locator("summary").click()
    adding.locator("input[type=email]").fill(MANAGER)
    adding.get_by_label("Name").fill("Mats Ek")
    press(page, "Add the manager")
    expect(page.get_by_text("Mats Ek").first).to_be_visible()
    assert "Levande orter" in invited(MANAGER)


def take_in(page: Page) -> None:
    """Two places by a spreadsheet: one new, one half-way."""
    menu(page, "Overview")
    guide(page, "First place")
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


def accept(phone: Page, check_page) -> None:
    """The leader comes by the letter, on a phone."""
    assert "Näsum" in invited(LEADER)
    come(phone, LEADER)
    expect(phone.get_by_role("heading", level=1, name="Näsum")).to_be_visible()
    check_page(phone)


def room(phone: Page, name: str) -> None:
    """A page of the place, from wherever the leader is."""
    menu(phone, "What is next")
    follow(phone, "The whole place")
    phone.locator("main").get_by_role("link", name=name, exact=True).first.click()


def note_meetings(phone: Page) -> None:
    """One that was held before, and one for tomorrow."""
    room(phone, "Meetings")
    follow(phone, "Plan a meeting")
    phone.locator("#id_starts_on").fill("2026-10-12")
    press(phone, "Plan the meeting")
    follow(phone, "Enter it with how many came")
    phone.locator("#id_came_municipality").fill("2")
    phone.locator("#id_came_association").fill("11")
    phone.locator("#id_total").fill("40")
    phone.locator("#id_minutes").fill("Vi bildar en arbetsgrupp.")
    phone.locator("#id_approved").check()
    press(phone, "Enter the meeting")
    expect(phone.get_by_role("heading", name="40 persons were there")).to_be_visible()
    room(phone, "Meetings")
    follow(phone, "Plan a meeting")
    phone.locator("#id_starts_on").fill(iso(1))
    press(phone, "Plan the meeting")
    expect(phone.get_by_role("heading", name="Before you can announce it")).to_be_visible()


def name_organisation(phone: Page) -> None:
    """The village association is not in the register: its name is typed, three sectors join."""
    for name, sector in (("Eva", "association"), ("Bo", "business"), ("Ali", "municipality")):
        room(phone, "People and time")
        form = phone.locator("form", has=phone.locator("#id_member-name"))
        if not phone.locator("#id_member-name").is_visible():
            phone.locator("details", has=phone.locator("#id_member-name")).locator(
                "summary"
            ).click()
        form.locator("#id_member-name").fill(name)
        form.locator("#id_member-sector").select_option(sector)
        if sector == "association":
            phone.locator("#id_member-organisation").fill("Näsums byalag")
            phone.get_by_text("Add “Näsums byalag”").click()
        form.locator("button:visible").last.click()
        expect(phone.get_by_text(f"{name} is in the working group.")).to_be_visible()
    made = Organisation.objects.get(name="Näsums byalag")
    assert (made.added_at, made.sector) == ("Näsum", "association")


def tick_step(phone: Page) -> None:
    """What is left before the gate."""
    menu(phone, "What is next")
    follow(phone, re.compile("^Continue with"))
    expect(phone.locator("html")).to_have_attribute("data-checklist", "ready")
    boxes = phone.locator("main").get_by_role("checkbox", checked=False)
    while boxes.count():
        left = boxes.count()
        boxes.first.tap()
        expect(boxes).to_have_count(left - 1)
        expect(phone.locator("[data-saved]")).to_have_attribute("data-state", "saved")


def promise(phone: Page) -> None:
    """What the municipality commits itself to."""
    room(phone, "People and time")
    form = phone.locator("form[action$='/commitments/']")
    if not form.is_visible():
        phone.locator("details", has=form).locator("summary").click()
    form.locator("#id_commitment-sector").select_option("municipality")
    form.locator("#id_commitment-person").fill("Ali Ek")
    form.locator("#id_commitment-text").fill("Vi går med.")
    form.locator("button:visible").last.click()
    expect(phone.get_by_text("The commitment is recorded.")).to_be_visible()


def hand_in(phone: Page) -> None:
    """To those who decide."""
    menu(phone, "What is next")
    follow(phone, "Go to the gate")
    press(phone, "Hand in")
    expect(phone.get_by_text("Handed in.")).to_be_visible()


def decide(page: Page) -> None:
    """A second person assesses and decides: not the administrator, who took the leader in."""
    come(page, MANAGER)
    follow(page, "Näsum")
    follow(page, "Gate")
    page.wait_for_load_state("networkidle")
    for one in page.locator("form.criterion").all():
        one.locator("label", has_text=re.compile(r"^\s*Met\s*$")).click()
        expect(one.get_by_text(re.compile("^Saved"))).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Continue Fas")).check()
    press(page, "Decide and send the letter")
    expect(page.get_by_role("heading", name="Continue", exact=True)).to_be_visible()
    assert Participation.objects.get(place__name="Näsum").gate_state == "passed"


def test_from_an_empty_database_to_the_gate(page, phone, settings, check_page):
    settings.LANGUAGE_CODE = "en"
    settings.MAILERS = settings.MAILERS | {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
    }
    call_command("setup", operator=OPERATOR)
    open_region(page)
    set_up(page, check_page)
    begin_programme(page)
    take_in(page)
    accept(phone, check_page)
    note_meetings(phone)
    name_organisation(phone)
    tick_step(phone)
    promise(phone)
    hand_in(phone)
    decide(page)

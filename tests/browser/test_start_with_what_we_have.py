"""A new region that has been at work for years: by the interface alone, on phone and desktop.

What was done before is entered as such: a meeting that was held, a place half-way, and what is
recorded in a room ticks the checklist too.
"""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from outbox.models import Letter
from people.models import RegionRole
from places.models import Participation, StepItem
from places.readiness import Facts
from programmes.drafts.services import publish
from programmes.loading.services import load_method
from tests.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, UserFactory
from workshops.minutes.readiness import open_meeting_held
from workshops.models import Workshop

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))
METHOD = "programmes/methods/hallbara-platser.sv.yaml"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def admin(settings):
    """Who runs a region that has an administrator, an organisation and a method, and no more."""
    settings.LANGUAGE_CODE = "en"
    region = RegionFactory(name="Region Nord")
    OrganisationFactory(region=region, name="Region Nord")
    MunicipalityFactory(name="Bromölla")
    text = (settings.BASE_DIR / METHOD).read_text()
    publish(load_method(text, file_name=METHOD, region=region, by=None), by=None)
    user = UserFactory(name="Siv Alm", email="siv@example.org")
    RegionRole.objects.create(user=user, region=region, starts_on=dt.date(2024, 1, 1))
    return user


@pytest.fixture(params=["phone", pytest.param("page", marks=pytest.mark.slow)])
def screen(request) -> Page:
    """A page 390 pixels wide, then one of 1280."""
    return request.getfixturevalue(request.param)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def begin(page: Page) -> None:
    """A programme, by its form; ends on the programme's page."""
    page.goto(reverse("programmes:programme_add"))
    page.locator("#id_name").fill("Levande orter")
    page.locator("#id_owner").select_option(label="Region Nord")
    page.locator("#id_starts_on").fill("2025-01-01")
    page.locator("#id_method_version").select_option(index=1)
    press(page, "Create the programme")
    expect(page.get_by_role("heading", name="Levande orter")).to_be_visible()


def enter_place(page: Page) -> None:
    """A place in the register, then the form that takes it in."""
    page.goto(reverse("places:place_new"))
    page.locator("#id_name").fill("Näsum")
    page.locator("#id_municipality").select_option(index=1)
    page.locator("#id_kind").select_option("village")
    press(page, "Enter the place")
    follow(page, "Take in")


@pytest.mark.slow
def test_a_place_is_taken_in_half_way(screen, enter, admin, check_page):
    enter(screen, admin, "/")
    begin(screen)
    enter_place(screen)
    screen.locator("#id_started_on").fill("2025-09-01")
    screen.get_by_text("The place is under way already").click()
    screen.locator("#id_at_step").select_option("5")
    screen.locator("#id_paid").fill("75 000")
    check_page(screen)
    press(screen, "Take the place in")
    expect(screen.get_by_text("Say when it was passed").first).to_be_visible()
    screen.locator("#id_decided_on").fill("2026-06-01")
    screen.locator("#id_decided_by").fill("Regionens styrgrupp")
    screen.locator("#id_letter").set_input_files(
        {"name": "beslut.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(screen, "Take the place in")
    expect(screen.get_by_text("Näsum takes part")).to_be_visible()
    made = Participation.objects.get()
    assert (made.progress, made.gate_state, made.paid_before) == ("ddddna", "passed", 75_000)
    assert not Letter.objects.exists()
    screen.goto(reverse("places:gate", args=[made.pk]))
    expect(screen.get_by_text("Decided before the place was entered here.")).to_be_visible()
    check_page(screen)
    follow(screen, "Enter an earlier round")
    screen.locator("#id_decided_on").fill("2026-02-01")
    screen.locator("#id_decided_by").fill("Regionens styrgrupp")
    screen.locator("#id_decision").select_option("return")
    check_page(screen)
    press(screen, "Enter the round")
    expect(screen.get_by_text("Decided 1 Feb by Regionens styrgrupp")).to_be_visible()


@pytest.mark.slow
def test_many_places_come_from_a_list_after_its_faults_are_put_right(
    screen, enter, admin, check_page
):
    enter(screen, admin, "/")
    begin(screen)
    follow(screen, "Take many places in")
    check_page(screen)

    def upload(*lines: str) -> None:
        head = "Place;Municipality;Kind of place;Start;Current step;Gate passed on;Gate decided by"
        head += ";Leader's e-mail;Already paid"
        content = "\n".join([head, *lines]).encode()
        screen.locator("#id_file").set_input_files(
            {"name": "places.csv", "mimeType": "text/csv", "buffer": content}
        )
        press(screen, "Look at the list")

    upload("Näsum;Bromölla;village;2025-09-01;5;;;karin@example.org;75 000")
    expect(screen.get_by_text("This step lies after the gate.")).to_be_visible()
    check_page(screen)
    follow(screen, "Take many places in")
    upload(
        "Näsum;Bromölla;village;2025-09-01;5;2026-06-01;Styrgruppen;karin@example.org;75 000",
        "Ivetofta;Bromölla;village;2026-10-01;;;;;",
    )
    expect(screen.get_by_text("1 person gets a letter")).to_be_visible()
    check_page(screen)
    press(screen, "Take 2 places in")
    expect(screen.get_by_role("heading", name="The places are taken in")).to_be_visible()
    assert list(Letter.objects.values_list("to_address", flat=True)) == ["karin@example.org"]
    follow(screen, "Open the programme")
    expect(screen.get_by_role("link", name="Ivetofta")).to_be_visible()


@pytest.mark.slow
def test_a_held_meeting_counts_at_the_gate_and_ticks_its_line(screen, enter, admin, check_page):
    enter(screen, admin, "/")
    begin(screen)
    enter_place(screen)
    screen.locator("#id_started_on").fill("2026-09-01")
    press(screen, "Take the place in")
    made = Participation.objects.get()
    screen.goto(reverse("workshops:place", args=[made.pk]))
    follow(screen, "Plan a meeting")
    screen.locator("#id_starts_on").fill("2026-10-12")
    press(screen, "Plan the meeting")
    follow(screen, "Enter it with how many came")
    expect(screen.locator("#id_starts_on")).to_have_value("2026-10-12")
    screen.locator("#id_came_municipality").fill("2")
    screen.locator("#id_came_association").fill("11")
    screen.locator("#id_total").fill("40")
    screen.locator("#id_minutes").fill("Vi bildar en arbetsgrupp.")
    screen.locator("#id_approved").check()
    check_page(screen)
    press(screen, "Enter the meeting")
    expect(screen.get_by_role("heading", name="40 persons were there")).to_be_visible()
    check_page(screen)
    workshop = Workshop.objects.get()
    assert open_meeting_held(Facts(made), "").done
    assert not Letter.objects.exists()
    screen.goto(reverse("places:step", args=[made.pk, 1]))
    line = StepItem.objects.get(participation=made, item__key="forsta_oppna_motet")
    screen.locator(f"#item-{line.pk} summary").click()
    follow(screen, "See where this is recorded")
    expect(screen).to_have_url(re.compile(f"{workshop.get_absolute_url()}$"))
    screen.goto(reverse("workshops:place", args=[made.pk]))
    expect(screen.get_by_text("40 persons came")).to_be_visible()
    check_page(screen)

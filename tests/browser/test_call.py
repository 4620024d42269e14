"""A call from an empty programme: written, applied for on a phone, confirmed, assessed, decided."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from areas.models import Area
from calls.links import confirm_token, write_token
from calls.models import Application, Assessment, Call, Decision, SectorConfirmation
from outbox.models import Letter
from people.models import ProgrammeRole
from places.models import Participation
from tests.factories import world

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("CALL_SHOTS", "")


def shot(page, name):
    """A picture to look at, when a folder is named."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def w():
    found = world()
    for name in ("coach", "facilitator"):
        ProgrammeRole.objects.create(
            programme=found.programme, user=found.users[name], role="team", sector="region",
            starts_on=timezone.localdate() - dt.timedelta(days=30),
        )  # fmt: skip
    Area.objects.create(
        country="SE", level="locality", name="Hanaskog", municipality=found.place.municipality,
        population=1311, population_year=2023, source="SCB",
    )  # fmt: skip
    return found


def write(page, w, check_page):
    """The manager writes a call from nothing and publishes it."""
    page.goto(reverse("programmes:home", args=[w.programme.pk]))
    page.get_by_role("link", name="Calls", exact=True).click()
    check_page(page)
    page.get_by_role("link", name="New call").click()
    page.get_by_label("Title").fill("Två platser för våren")
    page.get_by_role("button", name="Go on to the text").click()
    today = timezone.localdate()
    page.get_by_label("In two sentences").fill("Vi söker två orter.")
    page.get_by_label("What it is, and for whom").fill("För orter på landsbygden.")
    page.get_by_label("How places are chosen").fill("Två personer bedömer.")
    page.get_by_label("Opens").fill((today - dt.timedelta(days=1)).isoformat())
    page.get_by_label("Closes").fill((today + dt.timedelta(days=20)).isoformat())
    page.get_by_label("Address for questions").fill("fraga@example.org")
    check_page(page)
    shot(page, "text")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Rules", exact=True).click()
    page.get_by_label("Number of inhabitants").check()
    page.get_by_label("Inhabitants at least").fill("400")
    page.get_by_label("Inhabitants at most").fill("4000")
    page.get_by_label("Three sectors confirm").check()
    check_page(page)
    shot(page, "rules")
    page.get_by_role("button", name="Save").click()
    for name in ("Questions", "Criteria"):
        page.get_by_role("link", name=name, exact=True).click()
        check_page(page)
        shot(page, name.lower())
    page.get_by_role("link", name="Assessors", exact=True).click()
    for name in ("Coach", "Facilitator"):
        page.get_by_label("Person").select_option(label=name)
        page.get_by_role("button", name="Add and tell").click()
        page.get_by_text(f"{name} assesses, and is told.").wait_for()
    check_page(page)
    page.get_by_role("link", name="Overview", exact=True).last.click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The call is published.").wait_for()
    check_page(page)
    shot(page, "call")
    return Call.objects.get()


def apply(phone, call, check_page):
    """A villager finds it, begins by address, and writes on a phone."""
    phone.goto(f"/open/calls/{call.slug}/?language=en")
    check_page(phone)
    shot(phone, "open-390")
    phone.get_by_role("link", name="Could this be for our village?").click()
    phone.get_by_label("Inhabitants, about").fill("120")
    phone.get_by_role("button", name="See how it stands").click()
    phone.get_by_text("The call asks for 400").wait_for()
    check_page(phone)
    shot(phone, "check-390")
    phone.get_by_role("link", name="Begin an application").click()
    phone.get_by_label("Your name").fill("Siv Sökande")
    phone.get_by_label("Your e-mail address").fill("siv@example.org")
    check_page(phone)
    phone.get_by_role("button", name="Send me the link").click()
    phone.get_by_role("heading", name="Look into your mail").wait_for()
    one = Application.objects.get()
    phone.goto(reverse("calls:write", args=[write_token(one)]))
    phone.get_by_role("link", name="Pick it from the register").click()
    phone.get_by_label("Name of the place").fill("hana")
    phone.get_by_role("button", name="Search").click()
    check_page(phone)
    phone.get_by_role("button", name="This is our place").click()
    phone.locator("html[data-application=ready]").wait_for(state="attached")
    for field in phone.locator("textarea").all():
        field.fill("Vi har ett byahus och vill mer.")
    phone.get_by_label("Who applies").fill("Byalaget")
    phone.get_by_label("Your sector").select_option("association")
    phone.locator("[data-saved][data-state=saved]").wait_for()
    check_page(phone)
    shot(phone, "write-390")
    phone.get_by_role("button", name="Save and go on").click()
    for number, label in enumerate(("Municipality", "Business", "Association")):
        sheet = phone.locator(".sector-row").nth(number)
        sheet.get_by_label("Name").fill(f"Person {label}")
        sheet.get_by_label("E-mail").fill(f"{label.lower()}@example.net")
        sheet.get_by_role("button", name="Send the letter").click()
        phone.get_by_text(f"A letter is on its way to Person {label}.").wait_for()
    check_page(phone)
    shot(phone, "people-390")
    phone.get_by_role("link", name="Go on to files").click()
    check_page(phone)
    phone.get_by_role("link", name="Look over and hand in").first.click()
    phone.get_by_text("is asked and has not answered yet").first.wait_for()
    assert phone.get_by_role("button", name="Hand in the application").count() == 0
    check_page(phone)
    shot(phone, "gaps-390")
    return one


def confirm(phone, check_page):
    """Each named person answers with a sentence."""
    for row in SectorConfirmation.objects.all():
        phone.goto(reverse("calls:confirm", args=[confirm_token(row)]))
        phone.get_by_label("Yes, we stand behind it").check()
        phone.get_by_label("In a sentence").fill("Vi ställer upp.")
        check_page(phone)
        shot(phone, "confirm-390")
        phone.get_by_role("button", name="Send my answer").click()
        phone.get_by_text("This link has been used").wait_for()


def assess(page, sign_in, user, one, points, check_page):
    """An assessor forms an own view."""
    sign_in(page, user)
    page.goto(reverse("calls:applications", args=[one.call_id]))
    check_page(page)
    page.get_by_role("link", name="Hanaskog").click()
    for number, value in enumerate(points):
        page.locator(".criterion").nth(number).get_by_label(str(value), exact=True).check()
    page.get_by_label("In sum").fill("Bra sammanhållet.")
    check_page(page)
    shot(page, "assess")
    page.get_by_role("button", name="Done: count it").click()
    page.get_by_text("Your view is done.").first.wait_for()


def decide(page, new_context, watch, sign_in, w, one, check_page):
    """One proposes, another confirms; the letter is read and leaves; the place is taken in."""
    page.goto(reverse("calls:ranking", args=[one.call_id]))
    check_page(page)
    shot(page, "ranking")
    page.goto(reverse("calls:decide", args=[one.pk]))
    page.get_by_label("Admitted", exact=True).check()
    page.get_by_label("Reasons").fill("Alla tre sektorer är med.")
    page.get_by_role("button", name="Propose").click()
    page.get_by_text("You have proposed it.").wait_for()
    check_page(page)
    other, complaints = watch(new_context())
    sign_in(other, w.users["admin"])
    other.goto(reverse("calls:decide", args=[one.pk]))
    other.get_by_role("button", name="Confirm the decision").click()
    other.get_by_text("The decision is confirmed.").wait_for()
    assert complaints == []
    page.goto(reverse("calls:decisions", args=[one.call_id]))
    check_page(page)
    shot(page, "decisions")
    page.get_by_role("link", name="Read and send 1 letter").click()
    page.get_by_text("Alla tre sektorer är med.").wait_for()
    check_page(page)
    shot(page, "letters")
    page.get_by_role("button", name="Send 1 letter").click()
    page.get_by_role("button", name="Undo the letters").wait_for()
    assert Letter.objects.filter(to_address="siv@example.org", key__startswith="call-dec").exists()
    Decision.objects.update(told_at=timezone.now() - dt.timedelta(minutes=1))
    page.goto(reverse("calls:decide", args=[one.pk]))
    page.get_by_role("button", name="Take it in").click()
    page.get_by_text("is taken in").first.wait_for()
    check_page(page)
    shot(page, "decided")


def test_a_call_from_nothing_to_a_place_that_is_taken_in(
    w, page, phone, new_context, watch, sign_in, check_page
):
    sign_in(page, w.users["manager"])
    call = write(page, w, check_page)
    one = apply(phone, call, check_page)
    confirm(phone, check_page)
    phone.goto(reverse("calls:hand_in", args=[write_token(one)]))
    phone.get_by_role("button", name="Hand in the application").click()
    phone.get_by_role("heading", name="Handed in").wait_for()
    check_page(phone)
    shot(phone, "handed-in-390")
    Call.objects.update(closes_at=timezone.now() - dt.timedelta(hours=1))
    for name, points in (("coach", (5, 4, 4, 5, 5)), ("facilitator", (3, 3, 2, 2, 3))):
        view, complaints = watch(new_context())
        assess(view, sign_in, w.users[name], one, points, check_page)
        assert complaints == []
    assert Assessment.objects.filter(done_at__isnull=False).count() == 2
    decide(page, new_context, watch, sign_in, w, one, check_page)
    made = Participation.objects.get(place__name="Hanaskog")
    assert made.commitments.count() == 3
    assert made.place.area is not None
    page.goto(reverse("calls:statistics", args=[call.pk]))
    check_page(page)
    shot(page, "statistics")

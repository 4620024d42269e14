"""A guest on a phone: no, then yes; the hall fills, one waits and moves up."""

import pytest
from django.utils import timezone

from tests.factories import world
from tests.workshops.answering import hall
from tests.workshops.samples import guest
from workshops.links import answer_token, sign_up_token
from workshops.models import Invitation


def address(invitation, live_server):
    return f"{live_server.url}/a/{answer_token(invitation)}/?language=en"


def test_no_then_yes_the_hall_fills_one_waits_and_moves_up(phone, live_server, check_page):
    workshop = hall(world(), 2, contact_phone="070-123 45 67", contact_name="Anna Ek")
    first, second = (guest(workshop, number, language="en") for number in (1, 2))

    phone.goto(address(first, live_server))
    check_page(phone)
    phone.get_by_role("button", name="No", exact=True).click()
    assert phone.get_by_role("heading", name="You are not coming").is_visible()
    check_page(phone)
    phone.get_by_role("link", name="Change my answer").click()
    phone.get_by_label("How many are you").fill("2")
    phone.get_by_text("Needs, a question").click()
    phone.get_by_label("Do you need anything").fill("Ramp")
    phone.get_by_role("button", name="Yes, I am coming").click()
    assert phone.get_by_role("heading", name="You are coming").is_visible()
    assert phone.get_by_text("2 seats are yours.").is_visible()
    check_page(phone)

    phone.goto(address(second, live_server))
    assert phone.get_by_text("All seats are taken").is_visible()
    phone.get_by_role("button", name="Yes, put me in the waiting list").click()
    assert phone.get_by_role("heading", name="You are number 1 in the waiting list").is_visible()
    check_page(phone)

    phone.goto(address(first, live_server))
    phone.get_by_role("link", name="Take me off the list").click()
    check_page(phone)
    phone.get_by_role("button", name="Take me off the list").click()
    assert phone.get_by_role("heading", name="You have left the list").is_visible()

    phone.goto(address(second, live_server))
    assert phone.get_by_role("heading", name="There is a seat for you").is_visible()
    check_page(phone)
    phone.get_by_role("button", name="Take the seat").click()
    assert phone.get_by_role("heading", name="You are coming").is_visible()
    assert phone.context.cookies() == []
    rows = Invitation.objects.order_by("pk").values_list("name", "seat", "access_needs")
    assert list(rows) == [("Gäst 1", "", ""), ("Gäst 2", "taken", "")]


@pytest.mark.slow
def test_sign_up_on_the_open_page(phone, live_server, check_page):
    workshop = hall(world(), 2, open_sign_up=True, ask_food=True)
    phone.goto(f"{live_server.url}/meetings/open/{sign_up_token(workshop)}/?language=en")
    check_page(phone)
    phone.get_by_role("button", name="Sign me up").click()
    check_page(phone)
    phone.get_by_label("Your name").fill("Nils Ny")
    phone.get_by_label("E-mail address").fill("nils@example.org")
    phone.get_by_role("button", name="Sign me up").click()
    assert phone.get_by_role("heading", name="There is room for you").is_visible()
    check_page(phone)
    assert Invitation.objects.get().seat == "taken"


def test_answer_by_phone_and_the_poster(page, live_server, enter, check_page):
    w = world()
    workshop = hall(w, 2, open_sign_up=True)
    guest(workshop, 1, name="Greta Gran", email="", phone="070-555 12 12")
    enter(page, w.leader, f"{live_server.url}/meetings/{workshop.pk}/answers/")
    check_page(page)
    page.get_by_label("Who is calling?").fill("greta")
    page.get_by_role("button", name="Take an answer by phone").click()
    check_page(page)
    page.get_by_label("Persons with Greta Gran").fill("2")
    page.get_by_role("button", name="Yes", exact=True).click()
    assert page.get_by_text("Noted: Greta Gran comes. Persons: 2.").is_visible()
    check_page(page)
    row = Invitation.objects.get()
    assert (row.seat, row.persons, row.answered_by) == ("taken", 2, w.leader)
    assert row.answered_at <= timezone.now()
    page.get_by_role("link", name="Greta Gran").click()
    check_page(page)
    page.goto(f"{live_server.url}/meetings/{workshop.pk}/poster/?line=Kaffe")
    assert page.get_by_text("Kaffe").first.is_visible()
    check_page(page)

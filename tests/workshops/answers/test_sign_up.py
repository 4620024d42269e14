"""The open page: anybody signs up, nobody learns who is on the list."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.tokens import token
from outbox.models import Letter
from outbox.personal import reading
from tests.factories import world
from tests.workshops.answering import counted, hall, says
from tests.workshops.samples import guest
from workshops.answers.services import answer
from workshops.letters.writing import write_to_guests
from workshops.links import sign_up_token
from workshops.models import Invitation, LetterRole, Workshop, WorkshopState

pytestmark = pytest.mark.django_db
GOOD = {"name": "Nils Ny", "email": "Nils@Example.org ", "persons": "2"}


@pytest.fixture
def workshop():
    return hall(world(), 3, open_sign_up=True)


def page(workshop):
    return reverse("workshops:sign_up", args=[sign_up_token(workshop)]) + "?language=en"


def test_sign_up_says_yes_and_writes_the_confirmation(client, workshop):
    response = client.post(page(workshop), GOOD)
    assert response.status_code == 302
    row = Invitation.objects.get()
    assert (row.how, row.name, row.email, row.persons, row.answer, row.seat, row.language) == (
        "signed_up", "Nils Ny", "nils@example.org", 2, "yes", "taken", "en",
    )  # fmt: skip
    assert list(Letter.objects.values_list("to_address", "kind")) == [
        ("nils@example.org", "answer")
    ]
    assert "There is room for you" in client.get(response.url).content.decode()


def test_sign_up_of_somebody_on_the_list_looks_the_same_and_changes_nothing(client, workshop):
    says(workshop, 1, "no")
    Letter.objects.all().delete()
    again = GOOD | {"email": "gast1@example.org", "name": "Gäst"}
    known = client.post(page(workshop), again, follow=True)
    fresh = client.post(page(workshop), GOOD | {"persons": "1"}, follow=True)
    assert (known.status_code, known.redirect_chain) == (200, fresh.redirect_chain)
    assert _without_request(known) == _without_request(fresh)
    row = Invitation.objects.get(email="gast1@example.org")
    assert (row.name, row.answer, row.persons, row.seat) == ("Gäst 1", "no", 1, "")
    assert sorted(Letter.objects.values_list("to_address", flat=True)) == [
        "gast1@example.org", "nils@example.org",
    ]  # fmt: skip


def test_couple_with_one_address_is_two_guests_with_a_letter_each(client, workshop):
    for name in ("Anna Ek", "Bo Ek", "Bo"):
        client.post(
            page(workshop), {"name": name, "email": "familjenek@example.org", "persons": "1"}
        )

    rows = Invitation.objects.order_by("pk").values_list("name", "persons", "seat")
    assert list(rows) == [("Anna Ek", 1, "taken"), ("Bo Ek", 1, "taken")]
    assert counted(workshop) == (2, 2)
    greeted = [
        reading(letter, links=False).text.splitlines()[0]
        for letter in Letter.objects.order_by("pk")
    ]
    assert ["Anna Ek" in greeted[0], "Bo Ek" in greeted[1]] == [True, True]


@pytest.mark.parametrize(
    ("what", "partstat"), [("yes", "ACCEPTED"), ("maybe", "TENTATIVE"), ("", "NEEDS-ACTION")]
)
def test_calendar_keeps_what_the_guest_has_answered(workshop, what, partstat):
    row = says(workshop, 1, what) if what else guest(workshop, 1)
    Letter.objects.all().delete()
    write_to_guests(
        workshop=workshop, role=LetterRole.CHANGE, invitations=[row], key="change", by=None
    )

    entry = reading(Letter.objects.get(), links=True).calendar.replace("\r\n ", "")

    assert f"ATTENDEE;PARTSTAT={partstat};" in entry


def test_yes_is_confirmed_as_accepted(workshop):
    says(workshop, 1)

    entry = reading(Letter.objects.get(), links=True).calendar.replace("\r\n ", "")

    assert "ATTENDEE;PARTSTAT=ACCEPTED;" in entry


def test_sign_up_again_and_again_sends_one_letter_an_hour(client, workshop, time_machine):
    time_machine.move_to(timezone.now().replace(minute=5), tick=False)
    for _again in range(4):
        client.post(page(workshop), GOOD)
    assert Invitation.objects.count() == 1
    assert Letter.objects.count() == 2  # the confirmation, and what is noted
    assert counted(workshop) == (2, 2)


def test_sign_up_of_somebody_invited_who_has_not_answered_is_the_answer(client, workshop):
    row = guest(workshop, 1)
    client.post(page(workshop), GOOD | {"email": row.email})
    row.refresh_from_db()
    assert (row.name, row.answer, row.persons, row.seat) == ("Gäst 1", "yes", 2, "taken")


def test_sign_up_of_somebody_taken_off_looks_the_same_and_writes_nothing(client, workshop):
    guest(workshop, 1, removed_at=timezone.now())
    response = client.post(page(workshop), GOOD | {"email": "gast1@example.org"}, follow=True)
    assert "There is room for you" in response.content.decode()
    assert Invitation.objects.get().answer == ""
    assert not Letter.objects.exists()


def test_sign_up_in_a_full_hall_says_so_before_and_after(client, workshop):
    says(workshop, 1, persons=3)
    assert "All seats are taken" in client.get(page(workshop)).content.decode()
    response = client.post(page(workshop), GOOD, follow=True)
    assert "You are in the waiting list" in response.content.decode()
    assert Invitation.objects.get(name="Nils Ny").seat == "waiting"


def test_sign_up_by_phone_twice_is_one_guest(client, workshop):
    sent = {"name": "Greta Gran", "phone": "070 123 45 67", "persons": "1"}
    for _again in range(2):
        response = client.post(page(workshop), sent, follow=True)
        assert "Call us if you cannot come" in response.content.decode()
    assert Invitation.objects.count() == 1
    assert not Letter.objects.exists()


def test_sign_up_by_a_program_that_fills_every_field_is_thanked_and_forgotten(client, workshop):
    response = client.post(page(workshop), GOOD | {"website": "https://example.org"}, follow=True)
    assert "There is room for you" in response.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "", "phone": " "}, "email"),
        ({"email": "nils@"}, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "email"),
        ({"persons": "4"}, "persons"),
        ({"persons": "0"}, "persons"),
        ({"access_needs": "x" * 301}, "access_needs"),
        ({"name": "x" * 151}, "name"),
    ],
)
def test_sign_up_keeps_what_was_typed_when_it_refuses(client, workshop, sent, field):
    response = client.post(page(workshop), GOOD | {"access_needs": "Ramp"} | sent)
    assert response.status_code in (409, 422)
    assert list(response.context["form"].errors) == [field]
    assert not Invitation.objects.exists()


def test_sign_up_from_one_address_is_limited(client, workshop):
    statuses = [
        client.post(page(workshop), GOOD | {"website": "x"}).status_code for _n in range(31)
    ]
    assert statuses == [302] * 30 + [429]
    assert client.get(page(workshop)).status_code == 200


def test_open_page_address_wrong_renewed_or_closed(client, workshop):
    old = page(workshop)
    assert client.get(reverse("workshops:sign_up", args=["x"])).status_code == 404
    other = token("workshops.answer", workshop.pk, 1)
    assert client.get(reverse("workshops:sign_up", args=[other])).status_code == 404
    workshop.page_edition += 1
    workshop.save()
    assert client.get(old).status_code == 410
    assert client.get(page(workshop)).status_code == 200
    workshop.open_sign_up = False
    workshop.save()
    assert client.get(page(workshop)).status_code == 410
    assert client.post(page(workshop), GOOD).status_code == 410
    workshop.open_sign_up, workshop.state = True, WorkshopState.DRAFT
    workshop.save()
    assert client.get(page(workshop)).status_code == 404


def test_open_page_of_a_cancelled_or_begun_meeting_says_so(client, workshop):
    workshop.state, workshop.cancel_reason = WorkshopState.CANCELLED, "Snöstorm"
    workshop.save()
    assert "Snöstorm" in client.get(page(workshop)).content.decode()
    assert client.post(page(workshop), GOOD).status_code == 409
    workshop.state = WorkshopState.ANNOUNCED
    workshop.starts_at, workshop.ends_at = timezone.now(), None
    workshop.save()
    assert "no longer takes sign-ups" in client.get(page(workshop)).content.decode()
    assert client.post(page(workshop), GOOD).status_code == 409
    assert not Invitation.objects.exists()


def test_open_page_opened_by_scanners_changes_nothing_and_sets_no_cookie(client, workshop):
    for method in (client.get, client.head):
        response = method(page(workshop))
        assert (response.status_code, response.cookies) == (200, {})
        assert response["Referrer-Policy"] == "no-referrer"


def _without_request(response):
    return re.sub(r"\b[0-9a-f]{10}\b", "", response.content.decode())


def test_sign_up_of_a_large_party_has_seats_when_the_letter_is_answered(client):
    workshop = hall(world(), 30, open_sign_up=True)
    answer_page = client.post(page(workshop), GOOD | {"persons": "5"})
    row = Invitation.objects.get()
    assert (row.answer, row.seat, Workshop.objects.get().seats_taken) == ("", "", 0)
    assert "One step is left" in client.get(answer_page.url).content.decode()
    assert list(Letter.objects.values_list("to_address", "kind")) == [
        ("nils@example.org", "invitation")
    ]
    answer(invitation=row, answer="yes", persons=5)
    assert Workshop.objects.get().seats_taken == 5


def test_sign_up_of_many_from_one_place_fills_no_hall(client):
    workshop = hall(world(), 100, open_sign_up=True)
    for number in range(25):
        sent = GOOD | {"email": f"n{number}@example.org", "persons": "4" if number % 2 else "2"}
        assert client.post(page(workshop), sent).status_code == 302
    assert Workshop.objects.get().seats_taken <= 4
    phone = {"name": "Nils Ny", "phone": "070-1", "persons": "1"}
    assert client.post(page(workshop), phone | {"persons": "3"}).status_code == 409
    elsewhere = client.post(page(workshop), GOOD, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302
    assert Workshop.objects.get().seats_taken <= 8


def test_sign_up_of_a_large_party_tells_nobody_who_is_on_the_list(client, workshop):
    says(workshop, 1, "no")
    many = GOOD | {"persons": "6"}
    known = client.post(page(workshop), many | {"email": "gast1@example.org"})
    fresh = client.post(page(workshop), many)
    assert (known.status_code, known.url) == (fresh.status_code, fresh.url)

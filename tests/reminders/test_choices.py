"""Choosing when reminders come: on the account, or by the link of a letter."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.urls import reverse

from core.refusals import NotAllowed, Refusal
from reminders.choices.links import address_of, link_for
from reminders.choices.services import choose, rhythm_of
from reminders.models import ReminderChoice
from tests.factories import World, world

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

SENT = {"rhythm": "monday"}


@pytest.fixture
def w() -> World:
    return world()


def path_for(email: str) -> str:
    """The link without the site."""
    return "/actions" + link_for(email).partition("/actions")[2]


def test_a_choice_is_kept_by_address(w):
    assert rhythm_of("member@example.org") == "at_once"
    choose(email="Member@Example.org ", by=w.member, rhythm="monday")
    assert rhythm_of("member@example.org") == "monday"
    choose(email="member@example.org", by=None, rhythm="none")
    assert ReminderChoice.objects.get().rhythm == "none"
    assert rhythm_of("leader@example.org") == "at_once"


def test_nobody_chooses_for_somebody_else(w):
    with pytest.raises(NotAllowed):
        choose(email="leader@example.org", by=w.member, rhythm="none")


def test_an_unknown_answer_is_refused(w):
    with pytest.raises(Refusal) as refused:
        choose(email=w.member.email, by=w.member, rhythm="hourly")
    assert refused.value.code == "unknown_rhythm"
    assert not ReminderChoice.objects.exists()


def test_a_link_names_its_address_and_nothing_else_does():
    token = link_for("Berit@Example.org").rstrip("/").rpartition("/")[2]
    assert address_of(token) == "berit@example.org"
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "x" + token,
        "",
        "a" * 700,
        signing.dumps("berit@example.org"),
        signing.dumps("berit@example.org", salt="plans.reminder"),
        signing.dumps(["berit@example.org"], salt="plans.reminders"),
    ]
    assert [address_of(one) for one in wrong] == [None] * len(wrong)


def test_links_in_letters_of_before_still_open():
    """They were signed with this salt and had this address."""
    token = signing.dumps("berit@example.org", salt="plans.reminders")
    assert path_for("berit@example.org").startswith("/actions/reminders/")
    assert address_of(token) == "berit@example.org"


def test_by_link_one_chooses_without_a_session(w, client):
    path = path_for("berit@example.org")
    page = client.get(path)
    assert (page.status_code, ReminderChoice.objects.count()) == (200, 0)
    assert "berit@example.org" in page.text
    assert w.member.name not in page.text
    saved = client.post(path, SENT, follow=True)
    assert saved.status_code == 200
    assert "Your reminders are saved." in saved.text
    assert rhythm_of("berit@example.org") == "monday"
    assert "sessionid" not in client.cookies
    assert "no-store" in saved.headers["Cache-Control"]


def test_a_tampered_link_is_not_found(w, client):
    path = path_for("berit@example.org")
    for wrong in (path[:-4] + "xyz/", "/actions/reminders/berit@example.org/"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, SENT).status_code == 404
    assert not ReminderChoice.objects.exists()


def test_a_link_opens_no_other_page(w, client):
    client.get(path_for(w.member.email))
    assert client.get(reverse("plans:my_actions")).status_code == 302


def test_signed_in_it_is_about_ones_own_address_and_found_from_the_account(w, client):
    client.force_login(w.member)
    page = reverse("reminders:choice")
    assert page in client.get(reverse("people:profile")).text
    shown = client.get(page).text
    assert w.member.email in shown
    assert "A report is late" in shown
    answer = client.post(page, SENT, follow=True)
    assert "Your reminders are saved." in answer.text
    assert rhythm_of(w.member.email) == "monday"


@pytest.mark.parametrize("sent", [{}, {"rhythm": "x"}])
def test_wrong_input_is_told_and_saves_nothing(w, client, sent):
    client.force_login(w.member)
    answer = client.post(reverse("reminders:choice"), sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert not ReminderChoice.objects.exists()

"""What guests get: buttons in the letter, calendar and map links, my meetings, minutes, sharing."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from core.tokens import token
from outbox.models import Letter, Suppression
from tests.factories import world
from tests.house.policy_things import picture
from tests.workshops.courses_sample import course
from tests.workshops.inviting import read, send
from tests.workshops.samples import guest, meeting
from workshops.answers.services import answer
from workshops.calendars.links import google_link, map_link, outlook_link
from workshops.courses.services import enrol
from workshops.links import MINE, answer_token, mine_token, sign_up_token
from workshops.models import Answer, Invitation, Material, Minutes, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def say(one, said):
    return reverse("workshops:say", args=[answer_token(one), said])


def invited(w, **fields):
    workshop = meeting(w, **fields)
    anna = guest(workshop, invited_at=None)
    send(workshop, w.manager)
    return anna, read(Letter.objects.get(to_address=anna.email))


def test_invitation_has_a_button_for_each_answer(w):
    anna, letter = invited(w)
    for said in ("yes", "maybe", "no"):
        assert f"{say(anna, said)}" in letter.html
        assert f"{say(anna, said)}" in letter.text


def test_scanner_that_opens_every_link_answers_nothing(w, client):
    anna, letter = invited(w)
    for path in set(re.findall(r"https?://[^/\s\"]+(/\S*?/)(?=[\s\"])", letter.text)):
        client.get(path)
        client.head(path)
    anna.refresh_from_db()
    assert (anna.answer, anna.seat, anna.left_at) == ("", "", None)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("said", ["yes", "maybe", "no"])
def test_buttons_page_asks_once_and_then_it_counts(w, client, said):
    anna, _letter = invited(w)
    page = client.get(say(anna, said))
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert client.cookies == {}
    thanks = client.post(say(anna, said), {"persons": 2, "answer": "no"})
    assert thanks.status_code == 302
    anna.refresh_from_db()
    assert anna.answer == said  # the address says what, not the form
    assert anna.persons == (1 if said == "no" else 2)


def test_buttons_page_keeps_the_rules_of_answers(w, client):
    workshop = meeting(w, capacity=1)
    answer(invitation=guest(workshop, 2), answer="yes")
    anna = guest(workshop, 1)
    assert client.post(say(anna, "yes"), {"persons": 3}).status_code == 409
    client.post(say(anna, "yes"), {"persons": 1})
    anna.refresh_from_db()
    assert anna.seat == Seat.WAITING
    workshop.starts_at = timezone.now() - dt.timedelta(hours=1)
    workshop.save()
    assert client.get(say(anna, "yes")).status_code == 302
    assert client.get(reverse("workshops:say", args=["x-1-y", "yes"])).status_code == 404


def test_subject_is_short_and_the_letter_says_all(w):
    _anna, letter = invited(
        w, title="Stormöte om byns framtid, skolan, vägarna och allt annat som hör till i Näsum"
    )
    assert len(letter.subject) <= 80
    assert "…" in letter.subject
    assert "som hör till i Näsum" in letter.text


def test_letter_and_page_link_to_the_map_and_confirmation_to_calendars(w, client):
    anna, letter = invited(w)
    assert map_link(anna.workshop) in letter.text
    answer(invitation=anna, answer="yes")
    confirmed = read(Letter.objects.filter(to_address=anna.email).order_by("pk").last())
    anna.workshop.refresh_from_db()
    for link in (google_link(anna.workshop), outlook_link(anna.workshop)):
        assert link in confirmed.text
    page = client.get(reverse("workshops:answered", args=[answer_token(anna)])).content.decode()
    assert "calendar.google.com" in page
    assert "outlook.office.com" in page
    assert "openstreetmap.org" in page


def test_calendar_links_hold_the_moment_and_no_personal_link(w):
    workshop = meeting(w, title="Möte & kaffe", ends_at=None)
    start = workshop.starts_at.astimezone(dt.UTC)
    google = parse_qs(urlsplit(google_link(workshop)).query)
    assert google["text"] == ["Möte & kaffe"]
    end = start + dt.timedelta(hours=1)
    assert google["dates"] == [f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"]
    outlook = parse_qs(urlsplit(outlook_link(workshop)).query)
    assert outlook["startdt"] == [f"{start:%Y-%m-%dT%H:%M:%SZ}"]
    for link in (google_link(workshop), outlook_link(workshop), map_link(workshop)):
        assert "/a/" not in link
    workshop.address = ""
    assert map_link(workshop) == ""


def test_open_page_can_be_passed_on(w, client):
    workshop = meeting(w, open_sign_up=True)
    address = reverse("workshops:sign_up", args=[sign_up_token(workshop)])
    text = client.get(address).content.decode()
    assert "mailto:?subject=" in text
    assert text.count(address) >= 1


def test_minutes_for_guests_are_in_the_regions_dress(w, client):
    w.region.logo.save("logo.png", ContentFile(picture()), save=False)
    w.region.logo_width, w.region.logo_height = 120, 40
    w.region.save()
    workshop = meeting(w, starts_at=timezone.now() - dt.timedelta(days=1), ends_at=None)
    anna = guest(workshop, attended_at=timezone.now(), attended_persons=1)
    Minutes.objects.create(workshop=workshop, state="sent", summary="Vi byggde en bänk.")
    page = client.get(reverse("workshops:guest_minutes", args=[answer_token(anna)]))
    text = page.content.decode()
    w.region.refresh_from_db()
    assert w.region.logo_mark in text
    assert w.region.name in text
    assert "Vi byggde en bänk." in text
    assert page["Referrer-Policy"] == "no-referrer"


# --- my meetings


def test_my_meetings_open_by_a_letter_to_the_address_alone(w, client):
    anna = guest(meeting(w))
    ask = reverse("workshops:mine_ask", args=[answer_token(anna)])
    client.get(ask)
    assert not Letter.objects.exists()
    assert client.get(reverse("workshops:mine", args=[answer_token(anna)])).status_code == 404
    assert client.post(ask).status_code == 302
    letter = read(Letter.objects.get(to_address=anna.email))
    path = re.search(r"https?://[^/]+(/m/\S+/)", letter.text).group(1)
    assert path == reverse("workshops:mine", args=[mine_token(anna)])
    assert client.get(path).status_code == 200
    assert client.get(
        reverse("workshops:answer", args=[token(MINE, anna.pk, anna.edition)])
    ).status_code == 404  # fmt: skip


def test_my_meetings_are_those_of_the_address_in_this_region(w, client):
    anna = guest(meeting(w, title="Första"))
    guest(meeting(w, title="Andra"), email=anna.email)
    past = meeting(w, title="Tredje", starts_at=timezone.now() - dt.timedelta(days=5), ends_at=None)
    came = guest(past, email=anna.email, attended_at=timezone.now(), attended_persons=1)
    Minutes.objects.create(workshop=past, state="sent")
    Material.objects.create(workshop=past, title="Bilder", link="https://b.example.org")
    guest(meeting(w, title="Annans"), 2)
    guest(meeting(w, title="Utkast", state="draft"), email=anna.email)
    guest(meeting(w, title="Borttagen"), email=anna.email, removed_at=timezone.now())
    other = meeting(w, title="Annan region", programme=w.other_participation.programme, places=[])
    guest(other, email=anna.email)
    made, _parts = course(w)
    enrol(course=made, name="Gäst 1", email=anna.email)
    text = client.get(reverse("workshops:mine", args=[mine_token(anna)])).content.decode()
    for shown in ("Första", "Andra", "Tredje", "Kurs i mod", answer_token(came)):
        assert shown in text
    for hidden in ("Annans", "Utkast", "Borttagen", "Annan region"):
        assert hidden not in text
    assert reverse("workshops:guest_minutes", args=[answer_token(came)]) in text


def test_changed_address_ends_the_link_to_my_meetings(w, client):
    anna = guest(meeting(w))
    address = reverse("workshops:mine", args=[mine_token(anna)])
    Invitation.objects.filter(pk=anna.pk).update(edition=2, email="other@example.org")
    assert client.get(address).status_code == 410


def test_many_letters_with_the_link_are_stopped(w, client):
    anna = guest(meeting(w))
    ask = reverse("workshops:mine_ask", args=[answer_token(anna)])
    assert [client.post(ask).status_code for _n in range(4)] == [302, 302, 302, 429]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_questions_of_my_meetings_do_not_grow(w, client, count, django_assert_max_num_queries):
    for number in range(count):
        workshop = meeting(w, title=f"M{number}")
        Material.objects.create(workshop=workshop, title="M", link="https://a.example.org")
        anna = guest(workshop, email="anna@example.org")
    address = reverse("workshops:mine", args=[mine_token(anna)])
    client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address)


# --- no more from one programme


def stop_page(letter):
    return re.search(r"https?://[^/]+(/letters/stop/\S+/)", letter.text).group(1)


def test_reader_stops_one_programme_and_comes_back_by_an_act_of_ones_own(w, client):
    anna, letter = invited(w)
    page = stop_page(letter)
    assert w.programme.name in client.get(page).content.decode()
    assert not Suppression.objects.exists()
    client.post(page, {"what": "scope"})
    row = Suppression.objects.get()
    assert (row.address, row.scope) == (anna.email, f"programme:{w.programme.pk}")
    again = meeting(w, title="Nästa")
    guest(again, email=anna.email, invited_at=None)
    send(again, w.manager)
    assert Letter.objects.order_by("pk").last().state == "suppressed"
    client.post(page, {"what": "scope", "act": "resume"})
    assert not Suppression.objects.exists()


def test_other_programme_of_the_region_still_invites(w, client):
    anna, letter = invited(w)
    client.post(stop_page(letter), {"what": "scope"})
    other = type(w.programme).objects.get(pk=w.programme.pk)
    other.pk, other.name = None, "Annat program"
    other.save()
    workshop = meeting(w, programme=other, places=[])
    guest(workshop, email=anna.email, invited_at=None)
    send(workshop, w.admin)
    assert Letter.objects.order_by("pk").last().state != "suppressed"


def test_change_and_answers_are_told_in_spite_of_it(w, client):
    anna, letter = invited(w)
    client.post(stop_page(letter), {"what": "scope"})
    answer(invitation=anna, answer="yes")
    assert Letter.objects.order_by("pk").last().state != "suppressed"
    assert anna.answer == Answer.NONE


def test_one_click_stops_the_programme_and_the_page_offers_the_region(w, client):
    _anna, letter = invited(w)
    page = stop_page(letter)
    told = client.post(page, {"List-Unsubscribe": "One-Click"})
    assert told.status_code == 200
    assert Suppression.objects.get().scope == f"programme:{w.programme.pk}"
    of_programme, of_region = told.text.split('<form class="sheet')[1:]
    assert w.programme.name in of_programme
    assert 'value="resume"' in of_programme
    assert 'value="resume"' not in of_region

    client.post(page, {})
    assert set(Suppression.objects.values_list("scope", flat=True)) == {
        "", f"programme:{w.programme.pk}",
    }  # fmt: skip

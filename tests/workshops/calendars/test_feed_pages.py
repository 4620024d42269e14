"""The page of a person's calendars, and the file of one meeting."""

from __future__ import annotations

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import world
from tests.workshops.calendars.reading import feed_of
from tests.workshops.samples import guest, meeting
from workshops.calendars.services import address_of
from workshops.models import Feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def signed_in(w, client):
    def sign_in(name):
        client.force_login(w.users[name])
        return client

    return sign_in


def test_page_offers_own_places_and_programmes_one_runs(w, signed_in):
    page = signed_in("leader").get(reverse("workshops:feeds"))
    assert [(row.kind, row.title) for row in page.context["rows"]] == [
        ("own", "My meetings"),
        ("place", "Näsum"),
    ]
    page = signed_in("manager").get(reverse("workshops:feeds"))
    assert [row.kind for row in page.context["rows"]] == ["own", "programme"]


def test_looking_makes_no_address_and_asking_makes_one(w, signed_in):
    client = signed_in("leader")
    client.get(reverse("workshops:feeds"))
    assert not Feed.objects.exists()
    page = client.post(
        reverse("workshops:feeds"), {"kind": "place", "pk": w.participation.pk}, follow=True
    )
    feed = Feed.objects.get()
    assert (feed.user, feed.participation) == (w.leader, w.participation)
    assert address_of(feed) in page.content.decode()


@pytest.mark.parametrize("pk", ["", "x", "9" * 40, "-1", "²"])
def test_number_that_is_none_finds_no_place(w, signed_in, pk):
    answer = signed_in("leader").post(reverse("workshops:feeds"), {"kind": "place", "pk": pk})
    assert answer.status_code == 404


def test_place_that_one_does_not_see_is_not_found(w, signed_in):
    client = signed_in("leader")
    answer = client.post(
        reverse("workshops:feeds"), {"kind": "place", "pk": w.other_participation.pk}
    )
    assert answer.status_code == 404
    answer = client.post(reverse("workshops:feeds"), {"kind": "programme", "pk": w.programme.pk})
    assert answer.status_code == 403


def test_renewing_asks_first(w, signed_in):
    client = signed_in("leader")
    feed = feed_of(w.leader)
    address = reverse("workshops:feed_renew", args=[feed.pk])
    assert "Make a new address?" in client.get(address).content.decode()
    feed.refresh_from_db()
    assert feed.edition == 1
    client.post(address)
    feed.refresh_from_db()
    assert feed.edition == 2


def test_ending_asks_first(w, signed_in):
    client = signed_in("leader")
    feed = feed_of(w.leader)
    address = reverse("workshops:feed_end", args=[feed.pk])
    assert client.get(address).status_code == 200
    assert Feed.objects.exists()
    assert client.post(address).status_code == 302
    assert not Feed.objects.exists()


@pytest.mark.parametrize("name", ["feed_renew", "feed_end"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_feed_of_somebody_else_is_not_found(w, signed_in, name, method):
    feed = feed_of(w.leader)
    answer = getattr(signed_in("manager"), method)(reverse(f"workshops:{name}", args=[feed.pk]))
    assert answer.status_code == 404


def test_feed_of_a_place_that_was_left_can_still_be_ended(w, signed_in):
    feed_of(w.leader, participation=w.participation)
    w.leader.assignments.all().delete()
    page = signed_in("leader").get(reverse("workshops:feeds"))
    assert [(row.kind, row.seen) for row in page.context["rows"]] == [
        ("own", True),
        ("gone", False),
    ]
    assert "this calendar is empty" in page.content.decode()


def test_meetings_file_is_for_those_who_see_the_meeting(w, signed_in):
    workshop = meeting(w)
    guest(workshop, name="Hemliga Gästen")
    address = reverse("workshops:ics", args=[workshop.pk])
    answer = signed_in("observer").get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="meeting-{workshop.pk}.ics"'
    (one,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(one["url"]).endswith(f"/meetings/{workshop.pk}/")
    assert b"ATTENDEE" not in answer.content
    assert b"Hemliga" not in answer.content
    assert signed_in("neighbour_leader").get(address).status_code == 404
    assert signed_in("outsider").get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_questions_of_the_page_do_not_grow(w, signed_in, count, django_assert_max_num_queries):
    client = signed_in("admin")
    for one in (w.participation, w.neighbour)[:count]:
        feed_of(w.admin, participation=one)
    client.get(reverse("workshops:feeds"))
    with django_assert_max_num_queries(9):
        client.get(reverse("workshops:feeds"))

"""Who wants to hear of the next course: confirmed by the letter, told once, ended by the link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from core.tokens import token
from outbox.models import Letter
from tests.factories import world
from tests.workshops.courses_sample import course
from tests.workshops.inviting import read
from tests.workshops.samples import meeting
from workshops.courses.interests import ask_to_be_told, confirm_interest, forget_interests
from workshops.courses.services import close_course, open_course
from workshops.links import INTEREST
from workshops.models import Interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def wants(w, number=1, audience="", *, confirmed=True):
    row = ask_to_be_told(
        region=w.region, email=f"p{number}@example.org", audience=audience, language="sv"
    )
    return confirm_interest(interest=row) if confirmed else row


def told(number=1):
    rows = Letter.objects.filter(to_address=f"p{number}@example.org", campaign__isnull=False)
    return [read(one) for one in rows]


def test_confirmed_address_is_told_once_and_of_the_fitting_course(w):
    wants(w, 1)
    wants(w, 2, "council")
    wants(w, 3, "companies")
    wants(w, 4, confirmed=False)
    made, _parts = course(w, audiences=["council"])
    assert [len(told(n)) for n in (1, 2, 3, 4)] == [1, 1, 0, 0]
    assert "Kurs i mod" in told(1)[0].text
    open_course(course=close_course(course=made, by=w.manager), by=w.manager)
    course(w, name="Nästa", audiences=["council"])
    assert [len(told(n)) for n in (1, 2)] == [1, 1]


def test_letter_ends_the_wish_by_its_link_which_asks_first(w, client):
    row = wants(w)
    course(w)
    (letter,) = told()
    address = re.search(r"https?://\S+(/i/\S+/)", letter.text).group(1)
    assert client.get(address).status_code == 200
    assert Interest.objects.filter(pk=row.pk).exists()
    assert client.post(address, {"act": "end"}).status_code == 302
    assert not Interest.objects.exists()
    assert client.get(address).status_code == 404


def test_course_that_not_everybody_finds_tells_nobody(w):
    wants(w)
    course(w, reach="circle")
    assert told() == []


def test_page_asks_and_only_the_letters_button_counts(w, client):
    conference = meeting(w, kind="conference")
    address = reverse("workshops:interest_new", args=[w.region.slug])
    answer = client.post(
        f"{address}?from={conference.pk}",
        {"email": "Anna@Example.org", "audience": "", "website": ""},
    )
    assert answer.status_code == 302
    row = Interest.objects.get()
    assert (row.email, row.confirmed_at, row.came_from) == ("anna@example.org", None, conference)
    link = reverse("workshops:interest", args=[token(INTEREST, row.pk)])
    client.get(link)
    row.refresh_from_db()
    assert row.confirmed_at is None
    client.post(link, {"act": "confirm"})
    row.refresh_from_db()
    assert row.confirmed_at is not None


def test_asked_twice_is_one_row_and_one_letter_an_hour(w):
    wants(w, confirmed=False)
    wants(w, confirmed=False)
    assert (Interest.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("email", "audience", "code"),
    [("nobody", "", "bad_address"), ("a@example.org", "kings", "unknown_audience")],
)
def test_what_cannot_be_is_refused(w, email, audience, code):
    with pytest.raises(Refusal) as refused:
        ask_to_be_told(region=w.region, email=email, audience=audience)
    assert refused.value.code == code


def test_many_wishes_from_one_place_are_stopped(w, client):
    address = reverse("workshops:interest_new", args=[w.region.slug])
    answers = [
        client.post(address, {"email": f"a{n}@example.org", "website": ""}).status_code
        for n in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_addresses_that_never_confirmed_or_were_told_are_forgotten(w):
    old = wants(w, 1, confirmed=False)
    waits = wants(w, 2)
    done = wants(w, 3)
    long_ago = timezone.now() - dt.timedelta(days=100)
    Interest.objects.filter(pk__in=[old.pk, waits.pk, done.pk]).update(updated_at=long_ago)
    Interest.objects.filter(pk=done.pk).update(told_at=long_ago)
    assert forget_interests() == 2
    assert list(Interest.objects.all()) == [waits]

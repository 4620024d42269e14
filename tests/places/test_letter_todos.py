"""What the outbox says on the start page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Bounce, Letter
from people.scope import scope_of
from places.todos import of_letters, of_start
from tests.factories import world
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


def titles(user):
    fresh = type(user).objects.get(pk=user.pk)
    return [call.title for call in of_start(fresh)]


def test_start_page_says_how_many_letters_need_somebody(here):
    campaign = sending(here, 4)
    for number, state in enumerate(("failed", "unknown", "sent", "suppressed"), start=1):
        Letter.objects.filter(to_address=f"gast{number}@example.org").update(state=state)

    assert titles(here.admin) == ["2 letters need you"]
    assert titles(here.other_admin) == titles(here.leader) == []
    assert campaign.region == here.region


def test_start_page_asks_the_second_person_and_not_the_sender(here):
    sending(here, 3, by=here.manager, needs_approval=True)

    assert titles(here.admin) == ["1 sending waits for your approval"]
    assert titles(here.manager) == []


def test_start_page_of_the_sender_counts_what_did_not_arrive_and_what_was_told(here, client):
    sending(here, 5, by=here.leader)
    old = sending(here, 1, by=here.leader, key="old")
    type(old).objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=40))
    letters = list(Letter.objects.order_by("pk"))
    for letter, state in zip(
        letters, ("failed", "unknown", "sent", "sent", "sent", "failed"), strict=True
    ):
        Letter.objects.filter(pk=letter.pk).update(state=state)
    for number, letter in enumerate(letters[2:4]):
        Bounce.objects.create(
            letter=letter, is_final=False, status="4.4.1", fingerprint=str(number)
        )

    own = ["2 of your letters did not arrive", "A mail server told of 2 of your letters"]
    assert titles(here.leader) == own
    assert titles(here.admin) == ["3 letters need you"]
    client.force_login(here.leader)
    page = client.get(reverse("home"))
    assert all(title in page.content.decode() for title in own)
    url = reverse("outbox:campaigns")
    assert f'href="{url}"' in page.content.decode()
    assert client.get(url).content.decode().count("Inbjudan till stormöte") == 2


@pytest.mark.parametrize("letters", [1, 3])
def test_start_page_asks_once_however_many_letters(here, letters, django_assert_num_queries):
    sending(here, letters, needs_approval=True)
    scope_of(here.admin)  # every page knows them already

    with django_assert_num_queries(1):
        of_letters(here.admin)


def test_start_page_of_who_runs_nothing_is_not_asked(here, django_assert_num_queries):
    scope_of(here.outsider)

    with django_assert_num_queries(0):
        assert of_letters(here.outsider) == []

"""A coach leaves: all places go to another person in one act."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Assignment, Role, User
from places.team.handover import hand_over
from tests.factories import PlaceFactory, UserFactory, assign, participation, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = world()
    other = participation(made.programme, PlaceFactory(region=made.region))
    assign(made.coach, other, Role.COACH)
    return made


def day(number):
    return timezone.localdate() + dt.timedelta(days=number)


def handed(here, **values):
    given = {
        "region": here.region,
        "coach": here.coach,
        "by": here.admin,
        "email": "ny@example.org",
        "name": "Nya",
        "starts_on": day(10),
    }
    return hand_over(**given | values)


def test_all_places_go_over_with_days_next_steps_and_one_letter(here):
    first = here.participation
    given = handed(here, steps={first.pk: "Ring kommunen"}, note="Hälsningar")
    old = Assignment.objects.filter(user=here.coach, role=Role.COACH)
    assert {one.ends_on for one in old} == {day(9)}
    assert {(one.user.email, one.starts_on) for one in given} == {("ny@example.org", day(10))}
    assert len(given) == 2
    assert next(one for one in given if one.participation == first).note == "Ring kommunen"
    letter = Letter.objects.get()
    assert "Ring kommunen" in letter.text
    assert letter.to_address == "ny@example.org"


def test_a_manager_hands_over_and_a_coach_does_not(here):
    assert handed(here, by=here.manager)
    with pytest.raises(NotAllowed):
        handed(here, by=here.coach)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"starts_on": dt.date(2020, 1, 1)}, "day_passed"),
        ({"email": "coach"}, "bad_address"),
    ],
)
def test_what_cannot_be_is_refused(here, values, code):
    with pytest.raises(Refusal) as refused:
        handed(here, **values)
    assert refused.value.code == code


def test_nobody_hands_over_to_himself_and_nothing_is_no_hand_over(here):
    with pytest.raises(Refusal, match="another person"):
        handed(here, email=here.coach.email)
    with pytest.raises(Refusal, match="no place"):
        handed(here, coach=UserFactory())
    assert not User.objects.filter(email="ny@example.org").exists() or not Letter.objects.exists()


def test_who_coaches_there_already_is_not_named_twice(here):
    new = UserFactory(email="ny@example.org")
    assign(new, here.participation, Role.COACH)
    assert len(handed(here)) == 1


def test_the_page_is_linked_from_the_accounts_and_sends(here, client):
    client.force_login(here.admin, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("places:hand_over", args=[here.region.pk, here.coach.pk])
    accounts = client.get(reverse("programmes:accounts", args=[here.region.pk]))
    assert url in accounts.content.decode()
    listed = client.get(reverse("places:portfolio"), {"coach": here.coach.pk})
    assert url in listed.content.decode()
    data = {"email": "ny@example.org", "starts_on": day(0).isoformat()}
    assert client.post(url, data).status_code == 302
    assert Assignment.objects.filter(user__email="ny@example.org").count() == 2

"""Pairs of leaders: who makes them, who reads what, when they are over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from learning.mentoring import services
from learning.models import Mentoring
from notices.models import Notice
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def paired(w: World, **more) -> Mentoring:
    return services.pair(
        programme=w.programme, by=w.manager, mentor=w.users["neighbour_leader"], mentee=w.leader,
        **more,
    )  # fmt: skip


def test_who_runs_the_programme_pairs_leaders_and_both_are_told(w: World) -> None:
    made = paired(w)
    assert made.is_active
    assert Notice.objects.count() == 2
    with pytest.raises(NotAllowed):
        services.pair(
            programme=w.programme, by=w.coach, mentor=w.users["neighbour_leader"], mentee=w.leader
        )


@pytest.mark.parametrize(
    ("mentor", "mentee", "days", "code"),
    [
        ("leader", "leader", 30, "same_person"),
        ("member", "leader", 30, "not_a_leader"),
        ("leader", "coach", 30, "not_a_leader"),
        ("neighbour_leader", "leader", -1, "wrong_day"),
        ("neighbour_leader", "leader", 800, "wrong_day"),
    ],
)
def test_a_pair_that_cannot_be(w: World, mentor, mentee, days, code) -> None:
    with pytest.raises(Refusal) as refused:
        services.pair(
            programme=w.programme, by=w.manager, mentor=w.users[mentor], mentee=w.users[mentee],
            ends_on=timezone.localdate() + dt.timedelta(days=days),
        )  # fmt: skip
    assert refused.value.code == code


def test_it_is_over_by_its_day_and_can_be_made_again(w: World) -> None:
    made = paired(w)
    with pytest.raises(Refusal) as refused:
        paired(w)
    assert refused.value.code == "paired_already"
    past = timezone.localdate() - dt.timedelta(days=1)
    Mentoring.objects.update(starts_on=past - dt.timedelta(days=9), ends_on=past)
    made.refresh_from_db()
    assert not made.is_active
    with pytest.raises(Refusal) as refused:
        services.log_meeting(mentoring=made, by=w.leader, on=past)
    assert refused.value.code == "pair_over"
    assert paired(w).is_active


def test_the_two_see_each_other_and_what_they_wrote_and_nobody_else_does(w: World, client) -> None:
    made, today = paired(w), timezone.localdate()
    services.log_meeting(mentoring=made, by=w.leader, on=today, note="Ask for the hall early")
    with pytest.raises(NotAllowed):
        services.log_meeting(mentoring=made, by=w.manager, on=today)
    url, other = services.url_of(made), w.users["neighbour_leader"]
    client.force_login(w.leader)
    page = client.get(url).text
    assert other.email in page
    assert "Ask for the hall early" in page
    here = client.get(reverse("learning:mentoring_here", args=[w.participation.pk])).text
    assert other.email in here
    client.force_login(w.manager)
    page = client.get(url).text
    assert "Ask for the hall early" not in page
    listed = client.get(reverse("learning:mentorings", args=[w.programme.pk])).text
    assert "met 1 time" in listed
    client.force_login(w.member)
    assert client.get(url).status_code == 404
    services.end(mentoring=made, by=w.leader)
    client.force_login(w.leader)
    assert other.email not in client.get(url).text

"""Which actions are reminded of, when, and to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from outbox.models import Letter
from people.models import Assignment
from places.models import Participation
from plans.reminding import actions
from reminders.clock.services import run
from reminders.clock.standing import addressed
from reminders.kinds import search_all
from tests.factories import World
from tests.plans.action_samples import action
from tests.reminders.samples import NOON, WEDNESDAY, calm_world, days

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def due(w):
    """(kind, address) of whatever may be told today."""
    search = search_all(WEDNESDAY)
    causes = [one for one in actions(search) if one.on <= WEDNESDAY and one.until >= WEDNESDAY]
    return sorted((one.cause.kind, one.person.address) for one in addressed(causes, search))


@pytest.mark.parametrize(
    ("left", "kinds"),
    [
        (8, []),
        (7, ["action_soon"]),
        (0, ["action_soon"]),
        (-1, ["action_late"]),
        (-30, ["action_late"]),
        (-31, []),
    ],
)
def test_an_end_is_told_a_week_before_and_once_it_has_passed(w, left, kinds):
    action(w.participation, responsible_user=w.member, ends_on=days(left))
    assert [kind for kind, _address in due(w)] == kinds


@pytest.mark.parametrize("state", ["idea", "paused", "done", "dropped"])
def test_what_does_not_run_is_not_told(w, state):
    action(
        w.participation, responsible_user=w.member, ends_on=days(-1), state=state,
        state_reason="No money",
    )  # fmt: skip
    assert due(w) == []


@pytest.mark.parametrize(
    ("status", "count"), [("active", 1), ("ended", 1), ("stopped", 0), ("declined", 0)]
)
def test_only_of_living_places(w, status, count):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    Participation.objects.filter(pk=w.participation.pk).update(status=status)
    assert len(due(w)) == count


def test_an_account_without_a_role_there_gets_none(w):
    action(w.participation, responsible_user=w.outsider, ends_on=days(1))
    action(w.participation, responsible_user=w.neighbour_leader, ends_on=days(1))
    action(w.participation, responsible_email="Other_Coach@example.org", ends_on=days(1))
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    Assignment.objects.filter(user=w.member).update(ends_on=days(-1))
    assert due(w) == []


def test_a_closed_account_gets_none_by_account_or_address(w):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    action(w.participation, responsible_email=w.leader.email, ends_on=days(1))
    for user in (w.member, w.leader):
        user.is_active = False
        user.save()
    assert due(w) == []


@pytest.mark.parametrize("name", ["admin", "manager", "coach", "leader", "contact", "observer"])
def test_who_is_told_is_who_sees_the_place(w, name):
    user = getattr(w, name)
    places = (w.participation, w.neighbour, w.other_participation)
    for place in places:
        action(place, responsible_user=user, ends_on=days(1))
    visible = Participation.objects.visible_to(user)
    assert len(due(w)) == visible.filter(pk__in=[one.pk for one in places]).count()


def test_an_address_of_an_account_is_written_to_in_its_language(w):
    w.member.language = "da"
    w.member.save()
    action(w.participation, responsible_email="member@example.org", ends_on=days(2))
    run()
    letter = Letter.objects.get()
    assert (letter.recipient, letter.language) == (w.member, "da")

"""What is reminded of around the end of a support."""

from __future__ import annotations

import datetime as dt

import pytest

from continuity.follow_ups import services as follow_ups
from continuity.follow_ups.links import token_of
from continuity.follow_ups.pages import context
from continuity.follow_ups.services import Answer, answer
from continuity.models import FollowUp
from continuity.reminding import endings
from people.models import Assignment
from places.models import Participation
from places.team.support import extend, set_handover_ready
from reminders.chase.pages import chase_list
from reminders.clock.services import run
from reminders.kinds import search_all
from tests.continuity.samples import ends_in
from tests.factories import World, assign
from tests.reminders.samples import NOON, WEDNESDAY, at, calm_world, reminders_to

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

LEADER, COACH = "leader@example.org", "coach@example.org"


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    made = calm_world()
    for one in (made.neighbour, made.other_participation):
        ends_in(one, 400)
    return made


def told(w):
    return [
        one.kind
        for one in endings(search_all(WEDNESDAY))
        if one.on <= WEDNESDAY <= one.until and one.at.participation == w.participation.pk
    ]


@pytest.mark.parametrize(
    ("left", "ready", "kinds"),
    [
        (184, False, []),
        (183, False, ["support_half"]),
        (183, True, []),
        (91, False, ["support_half"]),
        (91, True, []),
        (90, False, ["support_ends"]),
        (90, True, ["support_ends"]),
        (0, True, ["support_ends"]),
        (-1, False, []),
    ],
)
def test_the_letter_follows_the_days_that_are_left(w, left, ready, kinds):
    ends_in(w.participation, left)
    if ready:
        set_handover_ready(participation=w.participation, ready=True)
    assert told(w) == kinds


@pytest.mark.parametrize("status", ["candidate", "ended", "stopped"])
def test_a_place_that_is_not_under_way_is_left_alone(w, status):
    ends_in(w.participation, 100)
    Participation.objects.filter(pk=w.participation.pk).update(status=status)
    assert told(w) == []


def test_leader_and_coach_are_told_once_half_a_year_before_and_three_months(w, time_machine):
    ends_in(w.participation, 183)
    # Somebody who is both gets one letter.
    assign(w.leader, w.participation, "coach")
    assert [run(), run()] == [2, 0]
    text = reminders_to(LEADER)[0].text
    assert "The support ends 9 Sep; who carries on is not settled: " in text
    assert "and 7 more" in text
    assert f"/places/{w.participation.pk}/after/" in text
    time_machine.move_to(at(92), tick=False)
    assert run() == 0
    time_machine.move_to(at(93), tick=False)
    assert run() == 2


def test_an_extension_is_a_new_end_and_is_told_anew(w, time_machine):
    ends_in(w.participation, 90)
    assert run() == 2
    before = w.participation.support_ends_on
    extend(participation=w.participation, months=1, reason="Winter", by=w.manager)
    moved = (w.participation.support_ends_on - before).days
    time_machine.move_to(at(moved), tick=False)
    assert run() == 2


def test_when_all_is_settled_it_says_so(w):
    ends_in(w.participation, 90)
    set_handover_ready(participation=w.participation, ready=True)
    run()
    assert "and who carries on is settled" in reminders_to(LEADER)[0].text


def test_the_coach_chases_while_nobody_carries_on_and_not_when_all_is_settled(w):
    ends_in(w.participation, 170)
    (row,) = chase_list(w.coach).rows
    assert row.reasons[0].startswith("The support ends 27 Aug; who carries on is not settled")
    set_handover_ready(participation=w.participation, ready=True)
    assert chase_list(w.coach).rows == []


@pytest.fixture
def asked(w):
    """A follow-up that was sent at noon of the Wednesday, to somebody who leads no more."""
    ends_in(w.participation, -184)
    Assignment.objects.filter(participation=w.participation).update(ends_on=WEDNESDAY)
    follow_ups.run()
    made = FollowUp.objects.get()
    made.participation = w.participation
    return made


def test_who_has_not_answered_is_reminded_once_after_three_weeks(w, asked, time_machine):
    time_machine.move_to(at(20), tick=False)
    assert run() == 0
    time_machine.move_to(at(21), tick=False)
    assert [run(), run(), follow_ups.run()] == [1, 0, 0]
    (letter,) = reminders_to(LEADER)
    assert "We have not heard from you yet" in letter.text
    assert token_of(asked) in letter.text
    row = context(w.participation, user=w.manager)["rows"][0]
    assert row.state == "No answer yet, reminded 31 Mar"
    for day in (36, 60, 90):
        time_machine.move_to(at(day), tick=False)
        assert run() == 0


def test_who_has_answered_is_not_reminded(w, asked, time_machine):
    answer(follow_up=asked, given=Answer(alive="yes"))
    time_machine.move_to(at(30), tick=False)
    assert run() == 0

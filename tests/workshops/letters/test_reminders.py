"""Reminders: once each, at their time, to those whom they concern then."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from tests.factories import world
from tests.workshops.inviting import read, send
from tests.workshops.samples import guest, meeting
from workshops.letters.reminders import due_at, remind, remove, set_reminder, switch
from workshops.models import Answer, Audience, Invitation, MeetingCampaign, Reminder, WorkshopState
from workshops.tasks import remind as task

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
START = dt.datetime(2026, 12, 3, 17, tzinfo=dt.UTC)


@pytest.fixture
def w():
    return world()


@pytest.fixture
def evening(w, time_machine):
    """A meeting on 3 December, announced and written about a month ahead."""
    time_machine.move_to(START - dt.timedelta(days=30), tick=False)
    return meeting(w, starts_at=START, ends_at=None)


def reminded():
    return sorted(Letter.objects.filter(kind="reminder").values_list("to_address", flat=True))


def test_reminder_goes_once_to_those_who_have_not_answered(w, evening, time_machine):
    silent, no = guest(evening, 1), guest(evening, 2, answer=Answer.NO)
    guest(evening, 3, answer=Answer.YES)
    guest(evening, 4, answer=Answer.MAYBE)
    guest(evening, 5, left_at=timezone.now())
    guest(evening, 6, removed_at=timezone.now())
    guest(evening, 7, invited_at=None)
    guest(evening, 8, email="")
    set_reminder(workshop=evening, by=w.leader, hours_before=24)
    time_machine.move_to(START - dt.timedelta(hours=24, seconds=1), tick=False)
    assert remind() == 0
    time_machine.move_to(START - dt.timedelta(hours=24), tick=False)
    assert [task(), task(), remind()] == [1, 0, 0]
    assert reminded() == [silent.email]
    assert no.email not in reminded()


def test_reminder_to_those_who_come_in_own_words(w, evening, time_machine):
    guest(evening, 1, answer=Answer.YES)
    guest(evening, 2)
    set_reminder(
        workshop=evening, by=w.leader, hours_before=2, audience=Audience.COMING,
        subject="Ta med stövlar", body="Hej {name}, det är lerigt.",
    )  # fmt: skip
    time_machine.move_to(START - dt.timedelta(hours=1, minutes=58), tick=False)
    remind()
    letter = read(Letter.objects.get())
    assert letter.subject == "Ta med stövlar"
    assert "Gäst 1, det är lerigt." in letter.text


def test_reminder_whose_time_passed_before_anybody_was_invited_is_not_sent(
    w, evening, time_machine
):
    set_reminder(workshop=evening, by=w.leader, hours_before=168)
    time_machine.move_to(START - dt.timedelta(hours=160), tick=False)
    guest(evening, 1)
    assert remind() == 0
    assert Reminder.objects.get().sent_at is not None
    assert not Letter.objects.exists()


def test_reminder_of_a_worker_that_was_away_for_a_day_is_not_sent_late(w, evening, time_machine):
    guest(evening, 1)
    set_reminder(workshop=evening, by=w.leader, hours_before=48)
    time_machine.move_to(START - dt.timedelta(hours=35), tick=False)
    assert remind() == 0
    assert not Letter.objects.exists()


@pytest.mark.parametrize("change", ["cancelled", "draft", "off", "begun"])
def test_no_reminder_of_what_is_not_to_come(w, evening, time_machine, change):
    guest(evening, 1)
    reminder = set_reminder(workshop=evening, by=w.leader, hours_before=24)
    if change == "off":
        switch(reminder=reminder, by=w.leader, is_on=False)
    elif change in (WorkshopState.CANCELLED, WorkshopState.DRAFT):
        evening.state = change
        evening.save()
    after = 1 if change == "begun" else -23
    time_machine.move_to(START + dt.timedelta(hours=after), tick=False)
    assert remind() == 0
    assert not Letter.objects.exists()


def test_hours_before_are_hours_that_pass_over_the_night_the_clock_is_moved(w, time_machine):
    # Sunday 28 March 2027 in Stockholm has 23 hours.
    start = dt.datetime(2027, 3, 28, 16, tzinfo=dt.UTC)  # 18.00, summer time
    time_machine.move_to(start - dt.timedelta(days=10), tick=False)
    workshop = meeting(w, starts_at=start, ends_at=None)
    reminder = set_reminder(workshop=workshop, by=w.leader, hours_before=24)
    assert due_at(reminder, workshop) == dt.datetime(2027, 3, 27, 16, tzinfo=dt.UTC)
    assert due_at(reminder, workshop).astimezone(workshop.zone).hour == 17


def test_guest_whose_invitation_waits_for_approval_is_not_reminded(w, evening, time_machine):
    Invitation.objects.bulk_create(
        Invitation(
            workshop=evening, how="added", name=f"G{n}", email=f"g{n}@example.org", language="sv"
        )
        for n in range(30)
    )
    assert send(evening, w.leader).outbox.needs_approval
    heard = guest(evening, 99)
    set_reminder(workshop=evening, by=w.leader, hours_before=24)
    time_machine.move_to(START - dt.timedelta(hours=23), tick=False)
    assert remind() == 1
    assert reminded() == [heard.email]


def test_sent_reminder_can_no_longer_be_changed(w, evening):
    reminder = set_reminder(workshop=evening, by=w.leader, hours_before=24)
    Reminder.objects.update(sent_at=timezone.now())
    for act in (
        lambda: switch(reminder=reminder, by=w.leader, is_on=False),
        lambda: remove(reminder=reminder, by=w.leader),
        lambda: set_reminder(workshop=evening, by=w.leader, hours_before=5, reminder=reminder),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "reminder_sent"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"hours_before": 0}, "wrong_hours"),
        ({"hours_before": 1441}, "wrong_hours"),
        ({"hours_before": 24}, "reminder_there"),
        ({"hours_before": 5, "audience": "attended"}, "wrong_audience"),
        ({"hours_before": 5, "subject": "S"}, "no_body"),
        ({"hours_before": 5, "subject": "S", "body": "{nej}"}, "unknown_placeholder"),
        ({"hours_before": 5, "subject": "S", "body": "https://evil.example"}, "foreign_link"),
    ],
)
def test_reminder_that_cannot_be_set_is_refused(w, evening, fields, code):
    set_reminder(workshop=evening, by=w.leader, hours_before=24)
    with pytest.raises(Refusal) as refused:
        set_reminder(workshop=evening, by=w.leader, **fields)
    assert refused.value.code == code
    assert Reminder.objects.count() == 1


def test_observer_sets_no_reminder(w, evening):
    with pytest.raises(NotAllowed):
        set_reminder(workshop=evening, by=w.observer, hours_before=24)
    assert not MeetingCampaign.objects.exists()

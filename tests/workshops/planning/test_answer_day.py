"""The last day for answers: never past, never after the meeting, and it goes along with it."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone, translation

from core.refusals import Refusal
from tests.factories import world
from tests.workshops.inviting import send
from tests.workshops.planning.samples import address, in_days, planned, post, sent
from tests.workshops.samples import guest, meeting
from workshops.letters.reminders import remind, set_reminder
from workshops.models import Audience, LetterRole, Reminder, Workshop
from workshops.planning.kind_defaults import DEFAULTS, changed_kind, suggested_answer_day
from workshops.planning.local_time import answer_day, answers_moved
from workshops.planning.services import announce, save_workshop

pytestmark = pytest.mark.django_db
ZONE = zoneinfo.ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


def days(count):
    return dt.timedelta(days=count)


@pytest.mark.parametrize(
    ("ahead", "before", "expected"),
    [
        (14, 2, 12),
        (3, 2, 1),
        (2, 2, 1),  # the usual day is today: the day before the meeting leaves more time
        (1, 2, None),
        (0, 2, None),
        (9, 14, 8),
        (1, 0, 1),
    ],
)
def test_day_is_ahead_or_answers_are_taken_until_it_begins(ahead, before, expected):
    today = timezone.localdate()
    found = answer_day(today + days(ahead), before, today)
    assert found == (None if expected is None else today + days(expected))


@pytest.mark.parametrize("kind", list(DEFAULTS))
@pytest.mark.parametrize("ahead", [0, 1, 2, 6, 20])
def test_no_kind_suggests_a_day_that_is_past_or_after_the_meeting(kind, ahead):
    today = timezone.localdate()
    found = suggested_answer_day(kind, today + days(ahead), today)
    assert found is None or today < found < today + days(ahead)


def test_form_of_a_meeting_tomorrow_suggests_no_day():
    tomorrow = (timezone.localdate() + days(1)).isoformat()
    given = {"kind": "open_meeting", "was_kind": "other", "starts_on": tomorrow}
    assert changed_kind(given, place="Näsum", language="sv").get("answer_until_on", "") == ""


@pytest.mark.parametrize("kind", list(DEFAULTS))
def test_usual_reminders_ask_for_answers_while_these_are_taken(kind):
    usual = DEFAULTS[kind]
    asking = [hours for hours, whom in usual.reminders if whom == Audience.UNANSWERED]
    assert all(hours >= 24 * (usual.answer_days or 0) for hours in asking)


def at(days_ahead, hour=18, minute=0):
    day = timezone.localdate() + days(days_ahead)
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


@pytest.mark.parametrize(
    ("before", "until", "after", "expected"),
    [
        (14, 12, 21, 19),
        (14, 12, 7, 5),
        (14, 12, 1, None),
        (14, 12, 2, 1),
        (0, -2, 8, 6),  # closed before it was moved: open again
    ],
)
def test_day_moves_along_with_the_meeting(before, until, after, expected):
    given = at(until, 23, 59)
    found = answers_moved(given, at(before), at(after), ZONE, timezone.now())
    assert found == (None if expected is None else at(expected, 23, 59))


def save(client, user, workshop, **changes):
    start = changes.pop("starts_at", workshop.starts_at).astimezone(ZONE)
    until = workshop.answer_until.astimezone(ZONE).date()
    fields = {
        "starts_on": start.date(), "starts_time": start.strftime("%H:%M"), "ends_time": "",
        "answer_until_on": until, "hall": workshop.hall, "version": workshop.version,
        "places": list(workshop.participation_ids),
    }  # fmt: skip
    return post(client, user, address("edit", workshop.pk), sent(**fields | changes))


def test_moving_a_meeting_by_its_form_moves_the_day_and_says_so(client, w):
    workshop = planned(w, starts_at=at(14), hall="Skolan", answer_until=at(12, 23, 59))
    answer = save(client, w.leader, workshop, starts_at=at(20))
    assert answer.status_code == 302, answer.context["form"].errors
    workshop.refresh_from_db()
    assert workshop.answer_until == at(18, 23, 59)
    page = client.get(answer["Location"])
    assert "Answers are now taken until" in page.content.decode()


def test_another_day_given_with_the_move_holds(client, w):
    workshop = planned(w, starts_at=at(14), hall="Skolan", answer_until=at(12, 23, 59))
    day = timezone.localdate() + days(9)
    save(client, w.leader, workshop, starts_at=at(20), answer_until_on=day)
    workshop.refresh_from_db()
    assert workshop.answer_until == at(9, 23, 59)


def test_day_in_the_past_is_refused_beside_its_field(client, w):
    day = timezone.localdate() - days(1)
    answer = post(
        client, w.leader, address("new_at_place", w.participation.pk),
        sent(places=[w.participation.pk], answer_until_on=day),
    )  # fmt: skip
    assert answer.status_code == 409
    assert "This day has passed" in str(answer.context["form"].errors["answer_until_on"])
    assert not Workshop.objects.exists()


def test_other_changes_of_a_meeting_whose_answers_are_closed_are_saved(w):
    workshop = meeting(w, answer_until=timezone.now() - days(1))
    saved = save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan")
    assert (saved.hall, saved.answer_until) == ("Skolan", workshop.answer_until)


def test_draft_with_a_passed_day_is_not_announced(w):
    workshop = planned(w, starts_at=in_days(3), hall="Skolan", answer_until=in_days(1))
    Workshop.objects.filter(pk=workshop.pk).update(answer_until=timezone.now() - days(1))
    with pytest.raises(Refusal) as caught:
        announce(workshop=workshop, by=w.leader)
    assert "nobody could answer any more" in " ".join(caught.value.details)
    Workshop.objects.filter(pk=workshop.pk).update(answer_until=None)
    assert announce(workshop=workshop, by=w.leader).state == "announced"


@pytest.mark.parametrize(
    "fields",
    [{}, {"role": LetterRole.REMINDER, "audience": Audience.UNANSWERED}],
    ids=["invitation", "reminder"],
)
def test_nobody_is_asked_for_an_answer_after_the_last_day(w, fields):
    workshop = meeting(w, answer_until=timezone.now() - days(1))
    guest(workshop, invited_at=timezone.now() if fields else None)
    with pytest.raises(Refusal) as caught:
        send(workshop, w.leader, **fields)
    assert caught.value.code == "answers_over"
    Workshop.objects.filter(pk=workshop.pk).update(answer_until=None)
    assert send(workshop, w.leader, **fields).outbox.letters.count() == 1


def test_those_who_come_are_written_to_after_the_last_day(w):
    workshop = meeting(w, answer_until=timezone.now() - days(1))
    guest(workshop, answer="yes")
    sending = send(workshop, w.leader, role=LetterRole.REMINDER, audience=Audience.COMING)
    assert sending.outbox.letters.count() == 1


def test_letters_that_ask_do_not_leave_after_the_last_day(w):
    workshop = meeting(w, answer_until=timezone.now() + days(2))
    guest(workshop, invited_at=None)
    with pytest.raises(Refusal) as caught:
        send(workshop, w.leader, send_at=timezone.now() + days(3))
    assert caught.value.code == "send_at_late"


def test_reminder_after_the_last_day_is_refused_and_not_sent(w):
    workshop = meeting(w, answer_until=timezone.now() + days(2))
    guest(workshop)
    with pytest.raises(Refusal) as caught:
        set_reminder(workshop=workshop, by=w.leader, hours_before=24)
    assert caught.value.code == "after_answers"
    late = Reminder.objects.create(workshop=workshop, hours_before=24, audience=Audience.UNANSWERED)
    assert remind(now=workshop.starts_at - dt.timedelta(hours=24)) == 0
    late.refresh_from_db()
    assert late.sent_at is not None

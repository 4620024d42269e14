"""Calendar feeds: what the owner may see today, under an address that can be ended."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.models import AuditEvent
from core.refusals import NotAllowed
from core.tokens import token
from people.models import Assignment, Duty, Task
from places.models import ItemState, StepItem
from plans.models import Action
from tests.factories import world
from tests.workshops.calendars.reading import feed_of, path_of, read
from tests.workshops.samples import meeting
from workshops.calendars.services import PURPOSE, end_feed, open_feed, renew_feed
from workshops.models import Feed, Series, SeriesKind, WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def plain(w) -> None:
    """Take the dates of the place away, so that a feed holds meetings alone."""
    w.participation.status = "archived"
    w.participation.save(update_fields=["status"])


def test_own_feed_has_meetings_of_own_places_and_own_tasks(w):
    plain(w)
    meeting(w, title="Här")
    meeting(w, title="Granne", places=[w.neighbour])
    task = meeting(w, title="Uppgift", places=[])
    Duty.objects.create(workshop=task, task=Task.TECHNIQUE, name="L", user=w.leader)
    series = Series.objects.create(programme=w.programme, name="S", kind=SeriesKind.COURSE)
    Duty.objects.create(series=series, task=Task.TEACHES, name="L", user=w.leader)
    meeting(w, title="Kurs", places=[], series=series)
    assert read(feed_of(w.leader)) == {
        "Här": "CONFIRMED",
        "Uppgift": "CONFIRMED",
        "Kurs": "CONFIRMED",
    }


def test_own_feed_of_a_manager_is_not_the_whole_programme(w):
    meeting(w)
    assert read(feed_of(w.manager)) == {}
    assert read(feed_of(w.manager, programme=w.programme)) == {"Stormöte i Näsum": "CONFIRMED"}


def undated(w) -> None:
    """Take the due dates of the method away."""
    StepItem.objects.filter(participation=w.participation).update(due_on=None)


def test_feed_tells_of_dates_that_matter(w):
    undated(w)
    day = timezone.localdate() + dt.timedelta(days=20)
    w.participation.next_on, w.participation.next_text = day, "Besök hos gruppen"
    w.participation.save()
    item = StepItem.objects.filter(participation=w.participation).first()
    StepItem.objects.filter(pk=item.pk).update(due_on=day)
    Action.objects.create(
        participation=w.participation,
        title="Måla",
        ends_on=day,
        responsible_user=w.leader,
    )
    Action.objects.create(participation=w.participation, title="Bygga", ends_on=day)
    expected = {
        f"Näsum, due: {item.text}": "",
        "Näsum: Besök hos gruppen": "",
        "Näsum: last day of the support": "",
        "Näsum, to be done: Måla": "",
    }
    assert read(feed_of(w.leader)) == expected
    assert read(feed_of(w.leader, participation=w.participation)) == expected | {
        "Näsum, to be done: Bygga": ""
    }


def test_settled_line_is_no_longer_due(w):
    undated(w)
    item = StepItem.objects.filter(participation=w.participation).first()
    StepItem.objects.filter(pk=item.pk).update(due_on=timezone.localdate(), state=ItemState.DONE)
    assert read(feed_of(w.leader)) == {"Näsum: last day of the support": ""}


def test_right_that_ended_takes_its_entries_away(w):
    meeting(w)
    feeds = [
        feed_of(w.leader),
        feed_of(w.leader, participation=w.participation),
    ]
    assert all("Stormöte i Näsum" in read(feed) for feed in feeds)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Assignment.objects.filter(user=w.leader).update(ends_on=yesterday)
    assert [read(feed) for feed in feeds] == [{}, {}]


def test_cancelled_meeting_stays_for_thirty_days(w):
    plain(w)
    now = timezone.now()
    meeting(w, title="Nyss", state=WorkshopState.CANCELLED, cancelled_at=now)
    old = now - dt.timedelta(days=31)
    meeting(w, title="Länge", state=WorkshopState.CANCELLED, cancelled_at=old)
    assert read(feed_of(w.leader)) == {"Cancelled: Nyss": "CANCELLED"}


def test_what_was_long_ago_is_left_out(w):
    plain(w)
    past = timezone.now() - dt.timedelta(days=181)
    meeting(w, starts_at=past, ends_at=None)
    assert read(feed_of(w.leader)) == {}


def test_renewed_address_ends_the_old_one(w):
    feed = feed_of(w.leader)
    old = path_of(feed)
    renewed = renew_feed(feed=feed, by=w.leader)
    assert Client().get(old).status_code == 410
    assert Client().get(path_of(renewed)).status_code == 200
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["feed.opened", "feed.renewed"]


def test_ended_feed_is_unknown(w):
    feed = feed_of(w.leader)
    old = path_of(feed)
    end_feed(feed=feed, by=w.leader)
    assert Client().get(old).status_code == 404


def test_account_that_was_closed_ends_the_address(w):
    feed = feed_of(w.leader)
    type(feed.user).objects.filter(pk=feed.user_id).update(is_active=False)
    assert Client().get(path_of(feed)).status_code == 410


@pytest.mark.parametrize("purpose", ["workshops.answer", "workshops.page", "workshops.feedback"])
def test_token_of_another_purpose_opens_no_calendar(w, purpose):
    feed = feed_of(w.leader)
    path = reverse("workshops:feed", args=[token(purpose, feed.pk, feed.edition)])
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("change", ["cut", "other_row", "other_edition", "nonsense"])
def test_guessed_token_opens_nothing(w, change):
    feed = feed_of(w.leader)
    right = token(PURPOSE, feed.pk, feed.edition)
    head, _dash, rest = right.partition("-")
    guessed = {
        "cut": right[:-1],
        "other_row": f"z{head}-{rest}",
        "other_edition": f"{head}-2-{rest.partition('-')[2]}",
        "nonsense": "åäö",
    }[change]
    assert Client().get(reverse("workshops:feed", args=[guessed])).status_code == 404


def test_answer_is_private_and_sets_no_cookie(w):
    answer = Client().get(path_of(feed_of(w.leader)))
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies


def test_unchanged_calendar_is_not_sent_again_and_changed_is(w):
    workshop = meeting(w)
    path = path_of(feed_of(w.leader))
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    workshop.title, workshop.sequence = "Nytt namn", 1
    workshop.save()
    changed = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "Nytt namn" in changed.content.decode()


def test_head_and_post_of_a_feed(w):
    path = path_of(feed_of(w.leader))
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


@pytest.mark.day(dt.date(2026, 11, 16))
def test_reading_is_noted_once_an_hour(w):
    feed = feed_of(w.leader)
    with time_machine.travel(dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC), tick=False) as clock:
        read(feed)
        feed.refresh_from_db()
        first = feed.read_at
        clock.shift(dt.timedelta(minutes=59))
        read(feed)
        feed.refresh_from_db()
        assert feed.read_at == first
        clock.shift(dt.timedelta(minutes=2))
        read(feed)
        feed.refresh_from_db()
        assert feed.read_at == first + dt.timedelta(minutes=61)


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_the_calendar(w, django_assert_num_queries, count):
    day = timezone.localdate() + dt.timedelta(days=20)
    undated(w)
    items = StepItem.objects.filter(participation=w.participation)[:count]
    StepItem.objects.filter(pk__in=[item.pk for item in items]).update(due_on=day)
    for number in range(count):
        meeting(w, title=f"Möte {number}")
        Action.objects.create(participation=w.participation, title=f"A{number}", ends_on=day)
    feed = feed_of(w.leader, participation=w.participation)
    path = path_of(feed)
    Client().get(path)
    with django_assert_num_queries(6):  # one of them for the owner's scope
        Client().get(path)


def test_lines_of_a_step_on_one_day_are_one_entry(w):
    undated(w)
    lines = StepItem.objects.filter(participation=w.participation, step__order=1)
    lines.update(due_on=timezone.localdate())
    assert read(feed_of(w.leader)) == {
        f"Näsum, due: 3 lines of “{lines[0].step.title}”": "",
        "Näsum: last day of the support": "",
    }


def test_two_libraries_read_the_whole_feed(w):
    undated(w)
    for number in range(3):
        meeting(w, title=f"Möte; {number}, \r\nBEGIN:VALARM")
    content = Client().get(path_of(feed_of(w.leader))).content
    events = Calendar.from_ical(content).walk("VEVENT")
    other = vobject.readOne(content.decode())
    assert len(events) == len(other.vevent_list) == 4
    assert len(Calendar.from_ical(content).walk("VTIMEZONE")) == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_feed_asked_for_twice_is_one(w):
    assert feed_of(w.leader) == feed_of(w.leader)
    assert AuditEvent.objects.count() == 1


def test_feed_of_a_programme_wants_somebody_who_runs_it(w):
    with pytest.raises(NotAllowed):
        open_feed(by=w.leader, programme=w.programme)
    assert not Feed.objects.exists()


def test_feed_of_somebody_else_is_neither_renewed_nor_ended(w):
    feed = feed_of(w.leader)
    for verb in (renew_feed, end_feed):
        with pytest.raises(NotAllowed):
            verb(feed=feed, by=w.manager)
    feed.refresh_from_db()
    assert feed.edition == 1

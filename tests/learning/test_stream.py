"""The conversation of a place: two rooms, what a message becomes, and who never reads what."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from core.search.finding import read as asked
from learning.models import Message, Room
from learning.stream import pages, services
from learning.stream.pages import stream
from learning.stream.reminding import owed as owed_causes
from learning.stream.searching import _seen
from learning.stream.services import (
    edit_message,
    settle_question,
    take_back,
    to_action,
    to_log,
    to_question,
    write_message,
)
from notices.models import Notice
from outbox.models import Letter
from places.models import CoachingKind, Participation
from reminders.kinds import search_at
from reminders.models import ReminderChoice
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def written(w: World, text: str = "Who has the key to the hall?", by=None, **more) -> Message:
    return write_message(participation=w.participation, by=by or w.leader, text=text, **more)


def secret(w: World, text: str = "The mayor stands in the way", **more) -> Message:
    return written(w, text, by=w.coach, room=Room.COACHES, **more)


def opened(client, user, name: str, *args: int):
    client.force_login(user)
    return client.get(reverse(f"learning:{name}", args=args))


def test_the_place_and_its_coaches_write_in_one_room(w: World, client) -> None:
    written(w)
    written(w, "The school has it", by=w.coach)
    for who in (w.leader, w.member, w.contact, w.coach, w.manager):
        page = opened(client, who, "stream", w.participation.pk).text
        assert "Who has the key" in page
        assert "The school has it" in page
    assert opened(client, w.observer, "stream", w.participation.pk).status_code == 403
    assert opened(client, w.other_coach, "stream", w.participation.pk).status_code == 404


def test_the_coaches_room_is_behind_every_door(w: World, client) -> None:
    made = secret(w, mentioned=[w.manager])
    to_log(message=made, by=w.coach, kind=CoachingKind.CALL)
    to_question(message=made, by=w.coach, owed_by=w.manager, owed_on=timezone.localdate())
    pk = w.participation.pk
    local = (w.leader, w.member, w.contact, w.observer)
    for who in local:
        assert opened(client, who, "coaches_room", pk).status_code == 403
        assert opened(client, who, "message", pk, made.pk).status_code in {403, 404}
        for page in ("stream", "advice_list"):
            assert "mayor" not in opened(client, who, page, pk).text
        for page in ("places:participation", "places:coaching", "places:history"):
            client.force_login(who)
            text = client.get(reverse(page, args=[pk])).text
            assert "mayor" not in text
            assert f"stream/{made.pk}/" not in text
        assert not _seen(who).filter(pk=made.pk).exists()
        with pytest.raises(NotAllowed):
            written(w, by=who, room=Room.COACHES)
        with pytest.raises(NotAllowed):
            to_question(message=made, by=who, owed_by=w.coach, owed_on=timezone.localdate())
    assert not Notice.objects.filter(person__in=local).exists()
    assert asked("mayor").words
    # Nothing of it in letters, reminders of the place, the trail.
    assert all("mayor" not in one.text + one.html for one in Letter.objects.all())
    assert all(one.reply_to == w.region.contact_address for one in Letter.objects.all())
    places = Participation.objects.filter(pk=pk)
    assert list(owed_causes(search_at(places, timezone.localdate(), ahead=30))) == []
    lines = AuditEvent.objects.filter(verb__startswith="message.")
    assert {one.subject_type for one in lines} == {"learning.message"}
    assert all("mayor" not in f"{one.subject_name}{one.facts}" for one in lines)
    made.refresh_from_db()
    assert (made.entry.private, made.entry.shared) == (made.text, "")


def test_what_is_for_coaches_only_becomes_no_action(w: World) -> None:
    with pytest.raises(Refusal) as refused:
        to_action(message=secret(w), by=w.coach)
    assert refused.value.code == "coaches_only"


def test_nobody_who_cannot_read_is_turned_to(w: World) -> None:
    for room, by, who in (
        (Room.COACHES, w.coach, w.leader),
        (Room.PLACE, w.leader, w.observer),
        (Room.PLACE, w.leader, w.other_coach),
    ):
        with pytest.raises(Refusal) as refused:
            written(w, by=by, room=room, mentioned=[who])
        assert refused.value.code == "not_here"


def test_only_those_it_is_turned_to_are_told(w: World) -> None:
    written(w)
    assert not Notice.objects.exists()
    written(w, mentioned=[w.coach, w.member])
    assert set(Notice.objects.values_list("person", flat=True)) == {w.coach.pk, w.member.pk}
    assert Letter.objects.count() == 2


def test_who_wants_no_letters_at_once_gets_the_notice_alone(w: World) -> None:
    ReminderChoice.objects.create(email=w.coach.email, rhythm="monday")
    written(w, mentioned=[w.coach])
    assert Notice.objects.count() == 1
    assert not Letter.objects.exists()


def test_a_flood_is_stopped(w: World, monkeypatch) -> None:
    monkeypatch.setattr(services, "MOST_MESSAGES", 2)
    for _number in range(2):
        written(w)
    with pytest.raises(Refusal) as refused:
        written(w)
    assert refused.value.code == "too_many"
    written(w, by=w.coach)


def test_one_changes_ones_own_words_for_a_day(w: World) -> None:
    made = written(w)
    edit_message(message=made, by=w.leader, version=1, text="Who has both keys?")
    with pytest.raises(Conflict):
        edit_message(message=made, by=w.leader, version=1, text="Who?")
    with pytest.raises(Refusal) as refused:
        edit_message(message=made, by=w.coach, version=2, text="I do")
    assert refused.value.code == "not_yours"
    Message.objects.filter(pk=made.pk).update(created_at=timezone.now() - dt.timedelta(hours=25))
    with pytest.raises(Refusal) as refused:
        take_back(message=made, by=w.leader)
    assert refused.value.code == "too_late"


def test_what_is_taken_back_leaves_a_trace_without_words(w: World, client) -> None:
    made = written(w, "Call 0701234567", upload=SimpleUploadedFile("a.txt", b"text"))
    take_back(message=made, by=w.leader)
    page = opened(client, w.coach, "stream", w.participation.pk).text
    assert "This message is taken back." in page
    assert "0701234567" not in page
    file = made.files.get()
    assert not file.file
    assert not _seen(w.coach).filter(pk=made.pk, taken_back_at__isnull=True).exists()


def test_a_message_becomes_an_action_and_both_lead_to_each_other(w: World, client) -> None:
    made = written(w, "Paint the hall")
    action = to_action(message=made, by=w.coach)
    assert to_action(message=made, by=w.coach) == action
    assert action.title == "Paint the hall"
    address = reverse("plans:action", args=[w.participation.pk, action.pk])
    assert address in opened(client, w.leader, "message", w.participation.pk, made.pk).text
    back = reverse("learning:message", args=[w.participation.pk, made.pk])
    assert back in client.get(address).text


def test_a_message_becomes_an_entry_of_the_log(w: World, client) -> None:
    made = written(w)
    entry = to_log(message=made, by=w.coach, kind=CoachingKind.MAIL, minutes=15)
    assert (entry.shared, entry.minutes) == (made.text, 15)
    with pytest.raises(NotAllowed):
        to_log(message=written(w), by=w.leader, kind=CoachingKind.MAIL)
    client.force_login(w.leader)
    log = client.get(reverse("places:coaching", args=[w.participation.pk])).text
    assert reverse("learning:message", args=[w.participation.pk, made.pk]) in log


def test_a_question_owed_stands_on_the_start_page_until_it_is_answered(w: World, client) -> None:
    made = written(w)
    day = timezone.localdate() + dt.timedelta(days=5)
    to_question(message=made, by=w.leader, owed_by=w.coach, owed_on=day)
    assert [one.pk for one in pages.owed(w.coach)["owed"]] == [made.pk]
    assert pages.owed(w.leader)["owed"] == []
    client.force_login(w.coach)
    home = client.get(reverse("home"), follow=True).text
    assert "Answers that you owe" in home
    places = Participation.objects.filter(pk=w.participation.pk)
    causes = list(owed_causes(search_at(places, timezone.localdate(), ahead=30)))
    assert [one.address for one in causes] == [w.coach.email]
    assert "key" not in causes[0].words(day)
    written(w, "In the shop", by=w.coach, answers=made)
    assert pages.owed(w.coach)["owed"] == []
    with pytest.raises(Refusal) as refused:
        settle_question(message=made, by=w.leader)
    assert refused.value.code == "nothing_owed"


def test_the_stream_is_read_by_key_and_tells_what_happened(w: World, client) -> None:
    for number in range(pages.PER_PAGE + 5):
        Message.objects.create(participation=w.participation, by=w.leader, text=f"No. {number};")
    first = stream(w.participation, w.coach, Room.PLACE, "")
    second = stream(w.participation, w.coach, Room.PLACE, first["older"])
    told = [row.key for row in (*first["rows"], *second["rows"])]
    assert len(told) == len(set(told)) == pages.PER_PAGE + 5
    assert second["older"] == ""
    assert stream(w.participation, w.coach, Room.PLACE, "nonsense~m~x")["rows"]
    from learning.advice.services import write_advice  # noqa: PLC0415 - only here

    write_advice(participation=w.participation, by=w.coach, text="Ask the school", give=True)
    rows = stream(w.participation, w.leader, Room.PLACE, "")["rows"]
    assert any(row.words == "Advice given" for row in rows)
    assert not any(row.words for row in stream(w.participation, w.coach, "coaches", "")["rows"])


def test_a_line_said_twice_in_a_row_on_one_day_stands_once() -> None:
    now = timezone.now()
    row = pages.Row(now, "a", words="Minutes: outcome added", who="Anna", url="/meetings/1/")
    other = dataclasses.replace(row, who="Bo")
    before = dataclasses.replace(row, at=now - dt.timedelta(days=1))
    assert pages._said_once([row, row, other, row, before]) == [row, other, row, before]


def test_what_came_since_the_last_visit_is_new(w: World) -> None:
    written(w)
    services.visit(participation=w.participation, by=w.coach, room=Room.PLACE)
    assert stream(w.participation, w.coach, Room.PLACE, "")["new"] == 0
    written(w, "And the other key?")
    assert stream(w.participation, w.coach, Room.PLACE, "")["new"] == 1
    assert len(pages.unread(w.participation, w.coach)["new_messages"]) == 1


@pytest.mark.parametrize("room", Room.values)
def test_a_room_asks_as_much_with_three_messages_as_with_one(
    w: World, client, django_assert_max_num_queries, room: str
) -> None:
    def fill() -> None:
        made = written(w, by=w.coach, room=room, mentioned=[w.manager] if room != "place" else [])
        written(w, "Yes", by=w.coach, room=room, answers=made)

    name = "stream" if room == "place" else "coaches_room"
    fill()
    opened(client, w.coach, name, w.participation.pk)
    with django_assert_max_num_queries(40) as one:
        opened(client, w.coach, name, w.participation.pk)
    few = len(one)
    fill()
    fill()
    with django_assert_max_num_queries(40) as three:
        opened(client, w.coach, name, w.participation.pk)
    assert len(three) <= few
    with django_assert_max_num_queries(12):
        stream(w.participation, w.coach, room, "")

"""Minutes: written together, sent, approved next time, locked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from outbox.personal import reading
from plans.models import Action, ActionState, Origin
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.answers.questions import ask, open_questions, reply
from workshops.links import answer_token
from workshops.minutes.services import (
    Said,
    add_outcome,
    approve_minutes,
    idea_to_action,
    present_from_the_door,
    remove_outcome,
    save_minutes,
    save_outcome,
    send_minutes,
    waiting_for_approval,
)
from workshops.models import AgendaItem, GuestList, Minutes, MinutesState, WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    return world()


def _held(w: Any, days_ago: int = 1, **fields: Any) -> Any:
    start = timezone.now() - dt.timedelta(days=days_ago)
    return meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2), **fields)


def _written(w: Any, workshop: Any) -> Minutes:
    return save_minutes(workshop=workshop, by=w.leader, version=0, summary="We met.")


def test_a_part_that_nobody_else_changed_is_saved_beside_the_others(w: Any) -> None:
    workshop = _held(w)
    one = AgendaItem.objects.create(workshop=workshop, title="School", order=1)
    two = AgendaItem.objects.create(workshop=workshop, title="Shop", order=2)
    save_minutes(workshop=workshop, by=w.leader, version=0, said={one.pk: Said("It stays.", 1)})
    save_minutes(workshop=workshop, by=w.member, version=0, said={two.pk: Said("It moves.", 1)})
    assert list(workshop.agenda.values_list("outcome", flat=True)) == ["It stays.", "It moves."]


def test_a_part_that_somebody_changed_comes_back_with_both_texts(w: Any) -> None:
    workshop = _held(w)
    item = AgendaItem.objects.create(workshop=workshop, title="School")
    save_minutes(workshop=workshop, by=w.leader, version=0, said={item.pk: Said("Theirs", 1)})
    with pytest.raises(Conflict) as caught:
        save_minutes(workshop=workshop, by=w.member, version=1, said={item.pk: Said("Mine", 1)})
    key = f"said-{item.pk}"
    assert (caught.value.theirs, caught.value.yours) == ({key: "Theirs"}, {key: "Mine"})
    item.refresh_from_db()
    assert item.outcome == "Theirs"


def test_saving_what_is_stored_with_an_old_version_is_no_conflict(w: Any) -> None:
    workshop = _held(w)
    _written(w, workshop)
    save_minutes(workshop=workshop, by=w.leader, version=1, summary="We met again.")
    assert (
        save_minutes(workshop=workshop, by=w.leader, version=1, summary="We met again.").version
        == 2
    )


def test_minutes_are_sent_once_to_those_who_came_and_again_when_corrected(w: Any) -> None:
    workshop = _held(w)
    guest(workshop, 1, attended_at=timezone.now(), attended_persons=2)
    guest(workshop, 2)
    guest(workshop, 4, answer="yes")
    _written(w, workshop)
    for _time in range(2):
        send_minutes(workshop=workshop, by=w.leader)
    assert list(Letter.objects.values_list("to_address", flat=True)) == ["gast1@example.org"]
    save_minutes(workshop=workshop, by=w.leader, version=1, summary="We met and sang.")
    send_minutes(workshop=workshop, by=w.leader)
    assert Letter.objects.count() == 2


def test_who_said_no_and_stayed_on_the_list_gets_the_minutes_with_their_summary(w: Any) -> None:
    workshop = _held(w)
    guest(workshop, 1, answer="yes")
    guest(workshop, 2, answer="no")
    guest(workshop, 3, answer="no", left_at=timezone.now())
    guest(workshop, 4)
    save_minutes(workshop=workshop, by=w.leader, version=0, summary="We met & sang.\nAll came.")
    send_minutes(workshop=workshop, by=w.leader)
    letters = Letter.objects.order_by("to_address")
    assert [one.to_address for one in letters] == ["gast1@example.org", "gast2@example.org"]
    assert "We met & sang." in reading(letters[0], links=False).text
    assert "We met &amp; sang." in reading(letters[0], links=False).html


@pytest.mark.parametrize(
    ("days_ago", "summary", "code"),
    [(1, "", "nothing_written"), (-3, "Early", "not_held_yet")],
)
def test_minutes_without_words_or_before_the_meeting_are_not_sent(
    w: Any, days_ago: int, summary: str, code: str
) -> None:
    workshop = _held(w, days_ago)
    save_minutes(workshop=workshop, by=w.leader, version=0, summary=summary)
    with pytest.raises(Refusal) as caught:
        send_minutes(workshop=workshop, by=w.leader)
    assert caught.value.code == code


def test_minutes_of_a_cancelled_meeting_are_refused(w: Any) -> None:
    workshop = _held(w, state=WorkshopState.CANCELLED)
    with pytest.raises(Refusal) as caught:
        _written(w, workshop)
    assert caught.value.code == "meeting_cancelled"


def test_approved_minutes_are_locked_and_keep_their_words(w: Any) -> None:
    workshop = _held(w, days_ago=30)
    later = _held(w)
    add_outcome(workshop=workshop, by=w.leader, kind="decision", text="Build a bench")
    _written(w, workshop)
    send_minutes(workshop=workshop, by=w.leader)
    assert [one.workshop_id for one in waiting_for_approval(later)] == [workshop.pk]
    minutes = approve_minutes(workshop=workshop, by=w.coach, in_workshop=later)
    assert (minutes.state, minutes.approved_in) == (MinutesState.APPROVED, later)
    assert minutes.frozen["decisions"][0]["text"] == "Build a bench"
    assert waiting_for_approval(later) == []
    for act in (
        lambda: save_minutes(workshop=workshop, by=w.leader, version=9, summary="Other"),
        lambda: add_outcome(workshop=workshop, by=w.leader, kind="idea", text="More"),
        lambda: remove_outcome(outcome=workshop.outcomes.get(), by=w.leader),
        lambda: save_outcome(outcome=workshop.outcomes.get(), by=w.leader, version=1, text="No"),
        lambda: send_minutes(workshop=workshop, by=w.leader),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "minutes_locked"


def test_minutes_that_nobody_has_been_sent_are_not_approved(w: Any) -> None:
    workshop = _held(w)
    _written(w, workshop)
    with pytest.raises(Refusal) as caught:
        approve_minutes(workshop=workshop, by=w.leader)
    assert caught.value.code == "not_sent_yet"


def test_minutes_are_not_approved_at_an_earlier_meeting(w: Any) -> None:
    earlier, workshop = _held(w, days_ago=9), _held(w)
    _written(w, workshop)
    send_minutes(workshop=workshop, by=w.leader)
    with pytest.raises(Refusal) as caught:
        approve_minutes(workshop=workshop, by=w.leader, in_workshop=earlier)
    assert caught.value.code == "wrong_meeting"


def test_an_idea_becomes_one_action_that_says_where_it_comes_from(w: Any) -> None:
    workshop = _held(w, title="Stormöte")
    outcome = add_outcome(workshop=workshop, by=w.leader, kind="idea", text="A bathing jetty")
    actions = {
        idea_to_action(outcome=outcome, by=w.leader, participation=w.participation).pk
        for _time in range(2)
    }
    action = Action.objects.get()
    outcome.refresh_from_db()
    assert actions == {action.pk}
    assert outcome.action == action
    assert (action.title, action.state, action.origin) == (
        "A bathing jetty", ActionState.IDEA, Origin.MEETING,
    )  # fmt: skip
    assert action.origin_text.startswith("Stormöte, ")


def test_an_idea_that_is_an_action_stays_in_the_minutes(w: Any) -> None:
    outcome = add_outcome(workshop=_held(w), by=w.leader, kind="idea", text="A jetty")
    idea_to_action(outcome=outcome, by=w.leader, participation=w.participation)
    outcome.refresh_from_db()
    with pytest.raises(Refusal) as caught:
        remove_outcome(outcome=outcome, by=w.leader)
    assert caught.value.code == "is_an_action"


def test_an_idea_goes_to_no_other_place_and_a_decision_to_none(w: Any) -> None:
    workshop = _held(w)
    idea = add_outcome(workshop=workshop, by=w.manager, kind="idea", text="A jetty")
    decision = add_outcome(workshop=workshop, by=w.manager, kind="decision", text="We go on")
    codes = []
    for outcome, place in ((idea, w.neighbour), (decision, w.participation)):
        with pytest.raises(Refusal) as caught:
            idea_to_action(outcome=outcome, by=w.manager, participation=place)
        codes.append(caught.value.code)
    assert codes == ["wrong_place", "not_an_idea"]


def test_the_same_words_twice_are_one_outcome(w: Any) -> None:
    workshop = _held(w)
    for _time in range(2):
        add_outcome(workshop=workshop, by=w.leader, kind="idea", text="A  jetty\n")
    assert [one.text for one in workshop.outcomes.all()] == ["A jetty"]


@pytest.mark.parametrize("who", ["contact", "observer"])
def test_those_who_only_look_write_nothing(w: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        save_minutes(workshop=_held(w), by=w.users[who], version=0, summary="x")


def test_who_was_there_is_told_without_the_names_of_private_lists(w: Any) -> None:
    workshop = _held(w)
    own = GuestList.objects.create(workshop=workshop, name="Mine", owner=w.coach)
    guest(workshop, 1, attended_at=timezone.now(), attended_persons=2)
    guest(workshop, 2, attended_at=timezone.now(), attended_persons=1, guest_list=own)
    told = present_from_the_door(workshop)
    assert "Gäst 1" in told
    assert "Gäst 2" not in told
    assert "3" in told


def test_a_guest_gets_the_answer_to_a_question_by_letter_once(w: Any) -> None:
    workshop = _held(w)
    asker = guest(workshop, 1)
    question = ask(workshop=workshop, text="Is there parking?", invitation=asker)
    assert ask(workshop=workshop, text="Is there parking?", invitation=asker) == question
    assert list(open_questions(workshop)) == [question]
    for _time in range(2):
        reply(question=question, by=w.leader, reply="Yes, behind the hall.")
    assert Letter.objects.filter(to_address=asker.email).count() == 1
    assert not open_questions(workshop).exists()


def test_the_page_saves_and_shows_both_texts_in_a_conflict(client: Any, w: Any) -> None:
    workshop = _held(w)
    client.force_login(w.leader)
    url = reverse("workshops:minutes_save", args=[workshop.pk])
    sent = {"version": 0, "summary": "First", "chair": "", "secretary": "", "present": ""}
    assert client.post(url, sent).status_code == 302
    save_minutes(workshop=workshop, by=w.coach, version=1, summary="Coach's words")
    answer = client.post(url, sent | {"version": 1, "summary": "Leader's words"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Coach&#x27;s words" in page
    assert "Leader&#x27;s words" in page
    assert client.post(url, sent | {"version": 2, "summary": "Both"}).status_code == 302
    assert Minutes.objects.get().summary == "Both"


def test_filling_in_who_came_keeps_what_was_typed(client: Any, w: Any) -> None:
    workshop = _held(w)
    guest(workshop, 1, attended_at=timezone.now(), attended_persons=2)
    client.force_login(w.leader)
    url = reverse("workshops:minutes_save", args=[workshop.pk])
    sent = {"version": 0, "summary": "", "chair": "Eva Ek", "secretary": "", "present": "The mayor"}
    for version in (0, 1):
        assert client.post(url, sent | {"version": version, "fill": "present"}).status_code == 302
        found = Minutes.objects.get()
        assert found.chair == "Eva Ek"
        assert found.present.splitlines() == ["The mayor", "Gäst 1. In all 2 persons."]
        sent["present"] = found.present


def test_a_guest_reads_sent_minutes_by_link_and_no_draft(client: Any, w: Any) -> None:
    workshop = _held(w)
    reader = guest(workshop, 1, attended_at=timezone.now(), attended_persons=1)
    save_minutes(
        workshop=workshop, by=w.leader, version=0, summary="We met.", present="Gäst 1, Gäst 2"
    )
    url = reverse("workshops:guest_minutes", args=[answer_token(reader)])
    assert client.get(url).status_code == 404
    send_minutes(workshop=workshop, by=w.leader)
    page = client.get(url)
    assert page.status_code == 200
    assert "We met." in page.content.decode()
    assert "Gäst 2" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in page.cookies


def test_the_pdf_of_minutes_is_there_for_readers_once_sent(client: Any, w: Any) -> None:
    workshop = _held(w)
    _written(w, workshop)
    url = reverse("workshops:minutes_pdf", args=[workshop.pk])
    client.force_login(w.observer)
    assert client.get(url).status_code == 404
    send_minutes(workshop=workshop, by=w.leader)
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200, "application/pdf", b"%PDF-",
    )  # fmt: skip


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_five_ideas(
    client: Any, w: Any
) -> None:
    workshop = _held(w)
    client.force_login(w.leader)
    url = reverse("workshops:minutes", args=[workshop.pk])
    counts = []
    for number in range(5):
        add_outcome(workshop=workshop, by=w.leader, kind="idea", text=f"Idea {number}")
        ask(workshop=workshop, by=w.leader, text=f"Question {number}")
        if number in {0, 4}:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(url)
            counts.append(len(asked))
    assert counts[0] == counts[1]

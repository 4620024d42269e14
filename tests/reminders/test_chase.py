"""Whom a coach should chase: the reasons, the proposed act, and what is done in one press."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Assignment
from places import summary
from places.models import CoachingEntry, Participation, StepItem
from reminders.chase import services
from reminders.chase.pages import chase_list, proposed
from reminders.models import ChaseNote
from reminders.place.services import pause
from tests.factories import World, assign
from tests.reminders.samples import NOON, at, calm_world, days

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def quiet(participation, since=90):
    """No contact for so many days: beyond what the programme bears."""
    CoachingEntry.objects.filter(participation=participation).update(
        on=days(-since), next_on=None, next_text=""
    )
    summary.refresh(participation)


def names(rows):
    return [row.participation.place.name for row in rows]


def test_nobody_to_chase_where_all_is_well(w, client):
    client.force_login(w.coach)
    assert "Nobody to chase" in client.get(reverse("reminders:chase")).text


def test_a_quiet_place_stands_there_with_reason_since_and_act(w):
    quiet(w.participation)
    (row,) = chase_list(w.coach).rows
    assert row.reasons == ["Quiet for 90 days, no next date"]
    patience = w.programme.quiet_after_days
    assert row.since == days(-90 + patience + 1)
    assert row.act == proposed(90 - patience - 1)
    assert row.who == "Process leader: Leader"


@pytest.mark.parametrize(
    ("stood", "act"),
    [(0, "remark"), (20, "remark"), (21, "called"), (44, "called"), (45, "letter")],
)
def test_the_act_changes_with_the_days(stood, act):
    assert proposed(stood) == act


def test_what_the_place_was_reminded_of_is_chased_nine_days_later(w, time_machine):
    line = w.participation.items.filter(step__order=1).first()
    StepItem.objects.filter(pk=line.pk).update(due_on=days(-1))
    for day, count in ((0, 0), (8, 0), (9, 1)):
        time_machine.move_to(at(day), tick=False)
        assert len(chase_list(w.coach).rows) == count
    StepItem.objects.filter(pk=line.pk).update(state="done")
    assert chase_list(w.coach).rows == []


def test_a_coach_sees_the_places_that_he_or_she_coaches(w):
    quiet(w.neighbour)
    assert chase_list(w.coach).rows == []
    assign(w.coach, w.neighbour, "coach")
    w.coach.kept_scope = None
    assert names(chase_list(w.coach).rows) == ["Glimåkra"]


def test_no_answer_is_one_press_and_the_place_comes_back_by_itself(w, client, time_machine):
    quiet(w.participation)
    client.force_login(w.coach)
    url = reverse("reminders:tried", args=[w.participation.pk])
    page = client.post(url, {"quiet_until": days(3).isoformat()}, follow=True)
    assert "Näsum is quiet until 13 Mar." in page.text
    listed = chase_list(w.coach)
    assert (listed.rows, names(listed.resting)) == ([], ["Näsum"])
    assert listed.resting[0].why == "Tried, no answer"
    time_machine.move_to(at(2), tick=False)
    assert chase_list(w.coach).rows == []
    time_machine.move_to(at(3), tick=False)
    (row,) = chase_list(w.coach).rows
    assert row.last == "Tried, no answer 10 Mar"


def test_it_can_be_woken_before_its_day(w, client):
    quiet(w.participation)
    services.tried(participation=w.participation, by=w.coach, quiet_until=days(9))
    client.force_login(w.coach)
    client.post(reverse("reminders:wake", args=[w.participation.pk]))
    assert len(chase_list(w.coach).rows) == 1
    assert not services.wake(participation=w.participation, by=w.coach)


def test_called_is_one_press_and_a_contact_of_the_log(w, client):
    quiet(w.participation)
    client.force_login(w.coach)
    url = reverse("reminders:called", args=[w.participation.pk])
    for _double_click in range(2):
        client.post(url, {"quiet_until": days(7).isoformat()})
    entry = w.participation.coaching.get(on=days(0))
    assert (entry.kind, entry.by, entry.party) == ("call", w.coach, "place")
    assert ChaseNote.objects.get().act == "called"
    listed = chase_list(w.coach)
    # The reason is gone: the place neither waits nor rests.
    assert (listed.rows, listed.resting) == ([], [])


def test_a_remark_reaches_the_process_leader_and_the_log(w, client):
    quiet(w.participation)
    client.force_login(w.coach)
    url = reverse("reminders:remark", args=[w.participation.pk])
    draft = client.get(url).text
    assert "Quiet for 90 days, no next date." in draft
    client.post(url, {"text": "Shall we meet?", "quiet_until": days(9).isoformat()})
    letter = Letter.objects.get(to_address="leader@example.org")
    assert "Shall we meet?" in letter.text
    assert w.participation.coaching.get(on=days(0)).shared == "Shall we meet?"


def test_a_letter_to_the_municipality_is_prefilled_edited_and_sent_once_a_day(w, client):
    quiet(w.participation)
    w.contact.language = "sv"
    w.contact.save()
    client.force_login(w.coach)
    url = reverse("reminders:letter", args=[w.participation.pk])
    draft = client.get(url)
    assert draft.context["readers"] == [w.contact]
    assert w.programme.name in draft.text
    sent = {
        "subject": "Näsum answers nobody",
        "text": "Who can I call?\nhttps://elsewhere.example",
        "quiet_until": days(14).isoformat(),
    }
    client.post(url, sent)
    letter = Letter.objects.get(to_address="contact@example.org")
    assert (letter.subject, letter.language, letter.region) == (
        "Näsum answers nobody", "sv", w.region,
    )  # fmt: skip
    assert "Who can I call?" in letter.text
    assert "https://elsewhere.example" not in letter.text
    entry = w.participation.coaching.get(on=days(0))
    assert (entry.party, entry.private.splitlines()[0]) == ("municipality", "Who can I call?")
    answer = client.post(url, sent | {"quiet_until": days(20).isoformat()})
    assert answer.status_code == 409
    assert ChaseNote.objects.get().quiet_until == days(14)
    assert Letter.objects.count() == 1


def test_without_a_contact_person_there_is_no_letter_and_nothing_is_noted(w):
    Assignment.objects.filter(role="municipality_contact").delete()
    with pytest.raises(Refusal) as refused:
        services.write_to_municipality(
            participation=w.participation, by=w.coach, subject="Help", text="Help",
            quiet_until=days(5),
        )  # fmt: skip
    assert refused.value.code == "nobody_there"
    assert not ChaseNote.objects.exists()


def test_a_letter_uses_the_coachs_allowance(w, client, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = settings.SIGN_IN_LIMITS
    monkeypatch.setattr("outbox.adding.allowance.LETTERS_A_DAY", 0)
    client.force_login(w.coach)
    sent = {"subject": "S", "text": "T", "quiet_until": days(5).isoformat()}
    answer = client.post(reverse("reminders:letter", args=[w.participation.pk]), sent)
    assert answer.status_code == 409
    assert not Letter.objects.exists()
    assert not ChaseNote.objects.exists()


@pytest.mark.parametrize("count", [0, -1, 91])
def test_a_day_that_is_past_or_far_is_refused(w, count):
    with pytest.raises(Refusal) as refused:
        services.tried(participation=w.participation, by=w.coach, quiet_until=days(count))
    assert refused.value.code == "wrong_day"


def test_only_a_coach_of_the_place_notes_anything(w):
    for user in (w.manager, w.leader, w.other_coach):
        with pytest.raises(NotAllowed):
            services.tried(participation=w.participation, by=user, quiet_until=days(3))


def test_a_paused_place_rests_with_its_reason(w):
    quiet(w.participation)
    pause(participation=w.participation, by=w.leader, reason="away", until=days(5))
    listed = chase_list(w.coach)
    assert (listed.rows, listed.resting[0].why) == ([], "Holiday or leave")


def test_the_newest_act_says_until_when(w):
    quiet(w.participation)
    services.tried(participation=w.participation, by=w.coach, quiet_until=days(60))
    services.tried(participation=w.participation, by=w.coach, quiet_until=days(2))
    assert chase_list(w.coach).resting[0].until == days(2)


def test_the_list_is_in_the_menu_and_on_the_coachs_start_page(w, client):
    client.force_login(w.coach)
    page = client.get(reverse("places:portfolio")).text
    assert page.count(f'href="{reverse("reminders:chase")}"') == 2
    client.force_login(w.manager)
    assert reverse("reminders:chase") not in client.get(reverse("places:portfolio")).text


def test_the_list_asks_the_same_number_of_questions(w, client, django_assert_num_queries):
    quiet(w.participation)
    client.force_login(w.coach)
    url = reverse("reminders:chase")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    assign(w.coach, w.neighbour, "coach")
    quiet(w.neighbour)
    Participation.objects.filter(pk=w.neighbour.pk).update(gate_state="closed")
    with django_assert_num_queries(len(one)):
        client.get(url)

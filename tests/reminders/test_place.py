"""What both sides see of a place's reminders, and the pause."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from people.models import Assignment
from places.models import Participation
from programmes.models import Programme
from reminders.clock.services import run
from reminders.models import Pause
from reminders.place.pages import context
from reminders.place.services import pause, resume
from tests.factories import World
from tests.plans.action_samples import action
from tests.reminders.samples import NOON, at, calm_world, days

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def nexts(w, user):
    return [(one.on, one.name, one.words) for one in context(w.participation, user)["nexts"]]


def test_both_sides_see_the_next_day_and_why(w):
    action(w.participation, responsible_user=w.member, ends_on=days(20))
    expected = [(days(13), "Member", ["“Open the shop” is to be done by 30 Mar"])]
    for user in (w.coach, w.manager, w.leader):
        assert nexts(w, user) == expected


def test_the_day_that_is_shown_is_the_day_on_which_the_letter_leaves(w, time_machine):
    action(w.participation, "Shop", responsible_user=w.member, ends_on=days(7))
    run()
    action(w.participation, "Path", responsible_user=w.member, ends_on=days(9))
    pause(participation=w.participation, by=w.leader, reason="away", until=days(16))
    ((on, _name, words),) = nexts(w, w.leader)
    assert on == days(17)
    for day in range(1, 17):
        time_machine.move_to(at(day), tick=False)
        assert run() == 0
    time_machine.move_to(at(17), tick=False)
    assert run() == 1
    assert len(words) == 2


def test_a_silence_is_the_coachs_to_break_and_no_reproach_to_the_place(w):
    Participation.objects.filter(pk=w.participation.pk).update(
        next_on=None, next_text="", last_contact_on=days(-90), attention_on=days(-40)
    )
    assert [one[1] for one in nexts(w, w.coach)] == ["Coach"]
    assert nexts(w, w.leader) == []
    run()
    assert [one.kinds for one in context(w.participation, w.coach)["told"]] == [
        ["A place is quiet"]
    ]
    assert context(w.participation, w.leader)["told"] == []


def test_what_was_told_and_what_is_done_is_not_ahead(w):
    one = action(w.participation, responsible_user=w.member, ends_on=days(20))
    assert nexts(w, w.leader)
    one.state = "done"
    one.save()
    assert nexts(w, w.leader) == []


def test_pause_by_either_side_says_who_why_and_until(w, client):
    client.force_login(w.leader)
    url = reverse("reminders:pause", args=[w.participation.pk])
    sent = {"reason": "too_many", "until": days(10).isoformat(), "note": "Every day a letter"}
    page = client.post(url, sent, follow=True)
    made = Pause.objects.get()
    assert (made.by, made.reason, made.until) == (w.leader, "too_many", days(10))
    assert "Reminders rest until 20 Mar: Too many letters." in page.text
    client.force_login(w.coach)
    page = client.get(reverse("reminders:place", args=[w.participation.pk])).text
    assert "Every day a letter" in page
    assert "Leader, 10 Mar" in page
    client.post(reverse("reminders:resume", args=[w.participation.pk]))
    assert not Pause.objects.standing(days(0)).exists()
    verbs = AuditEvent.objects.filter(verb__startswith="reminder.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["reminder.paused", "reminder.resumed"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "tired"}, "unknown_reason"),
        ({"reason": "other"}, "needs_note"),
        ({"note": "x" * 241}, "too_long"),
        ({"until": -1}, "wrong_day"),
        ({"until": 121}, "wrong_day"),
    ],
)
def test_a_pause_that_is_none_is_refused(w, change, code):
    values = {"reason": "away", "until": 3} | change
    values["until"] = days(values["until"])
    with pytest.raises(Refusal) as refused:
        pause(participation=w.participation, by=w.coach, **values)
    assert refused.value.code == code
    assert not Pause.objects.exists()


def test_a_new_pause_takes_the_place_of_the_old_one_also_when_that_is_over(w, time_machine):
    pause(participation=w.participation, by=w.coach, reason="away", until=days(3))
    pause(participation=w.participation, by=w.leader, reason="waits", until=days(1))
    assert Pause.objects.standing(days(0)).get().until == days(1)
    time_machine.move_to(at(5), tick=False)
    assert resume(participation=w.participation, by=w.leader) is False
    pause(participation=w.participation, by=w.coach, reason="away", until=days(9))
    assert Pause.objects.standing(days(5)).count() == 1


def test_a_member_neither_sees_nor_pauses(w):
    with pytest.raises(NotAllowed):
        pause(participation=w.participation, by=w.member, reason="away", until=days(3))


def test_the_places_page_leads_there_and_asks_for_it_later(w, client):
    client.force_login(w.leader)
    page = client.get(reverse("places:participation", args=[w.participation.pk])).text
    assert reverse("reminders:place", args=[w.participation.pk]) in page
    assert f'hx-get="{reverse("reminders:soon", args=[w.participation.pk])}"' in page
    action(w.participation, responsible_user=w.member, ends_on=days(20))
    soon = client.get(reverse("reminders:soon", args=[w.participation.pk])).text
    assert "Next one 23 Mar, to Member:" in soon
    client.force_login(w.member)
    page = client.get(reverse("places:participation", args=[w.participation.pk])).text
    assert reverse("reminders:place", args=[w.participation.pk]) not in page


def test_the_page_asks_the_same_number_of_questions(w, client, django_assert_max_num_queries):
    client.force_login(w.coach)
    url = reverse("reminders:place", args=[w.participation.pk])
    Assignment.objects.create(user=w.outsider, participation=w.participation, role="member")
    for count in (1, 12):
        for number in range(count):
            action(w.participation, f"A{count}{number}", responsible_user=w.member, ends_on=days(9))
        with django_assert_max_num_queries(28):
            client.get(url)


@pytest.mark.parametrize("how", ["closed", "past"])
def test_the_end_of_the_programme_ends_its_reminders_and_the_page_says_so(w, client, how):
    action(w.participation, responsible_user=w.member, ends_on=days(7), first_step="Ask")
    values = {"status": "closed"} if how == "closed" else {"ends_on": days(-1)}
    Programme.objects.filter(pk=w.programme.pk).update(**values)
    assert run() == 0
    client.force_login(w.leader)
    page = client.get(reverse("reminders:place", args=[w.participation.pk])).text
    assert "The programme is over: reminders rest" in page
    Programme.objects.filter(pk=w.programme.pk).update(status="running", ends_on=None)
    assert run() == 1

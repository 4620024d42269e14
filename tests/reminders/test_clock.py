"""The clock as a whole: who gets which letter when, once each."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.models import Letter
from people.models import Assignment
from places.coaching.services import log_contact
from places.models import ClockChange, Participation
from plans.models import Action
from reminders.choices.links import link_for
from reminders.choices.services import choose
from reminders.clock import services
from reminders.clock.services import run
from reminders.models import Pause, Reminded
from reminders.place.services import pause, resume
from reminders.tasks import run as task
from tests.factories import UserFactory, World
from tests.pace import examples
from tests.plans.action_samples import action
from tests.reminders.samples import NOON, at, calm_world, days, place_acts, reminders_to

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

MEMBER, LEADER, COACH = "member@example.org", "leader@example.org", "coach@example.org"


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def test_a_calm_place_reminds_nobody(w):
    assert run() == 0


def test_a_reminder_is_written_once_to_the_account(w):
    one = action(w.participation, responsible_user=w.member, ends_on=days(7), first_step="Ask")
    assert [run(), run()] == [1, 0]
    (letter,) = reminders_to(MEMBER)
    assert (letter.recipient, letter.region, letter.about_id) == (
        w.member, w.region, w.participation.pk,
    )  # fmt: skip
    assert letter.subject == "Näsum: “Open the shop” is to be done by 17 Mar; first step: Ask"
    page = reverse("plans:action", args=[w.participation.pk, one.pk])
    assert page in letter.text
    assert page in letter.html
    told = Reminded.objects.get()
    assert (told.kind, told.thing, told.address) == ("action_soon", str(one.pk), MEMBER)


def test_it_is_a_task_that_the_clock_calls(w):
    action(w.participation, responsible_user=w.member, ends_on=days(7))
    assert (task.name, task()) == ("reminders.run", 1)


def test_all_that_is_due_goes_in_one_letter_and_the_next_comes_after_14_days(w, time_machine):
    action(w.participation, "Shop", responsible_user=w.member, ends_on=days(1))
    action(w.participation, "Path", responsible_user=w.member, ends_on=days(-1))
    action(w.participation, "Hall", responsible_user=w.member, ends_on=days(8))
    assert run() == 1
    (letter,) = reminders_to(MEMBER)
    assert letter.subject == "Näsum: 2 things need you"
    assert "Shop" in letter.text
    assert "Path" in letter.text
    for day in range(1, 14):
        time_machine.move_to(at(day), tick=False)
        assert run() == 0
    time_machine.move_to(at(14), tick=False)
    assert run() == 1
    late = reminders_to(MEMBER)[1].text
    # The hall is late by now, and so is the shop; the path was told as late and is not again.
    assert ["Hall" in late, "Shop" in late, "Path" in late] == [True, True, False]


def test_the_14_days_are_of_one_place_and_one_person(w, time_machine):
    action(w.participation, responsible_user=w.member, ends_on=days(7))
    action(w.participation, responsible_user=w.leader, ends_on=days(8))
    run()
    time_machine.move_to(at(1), tick=False)
    assert run() == 1
    assert [len(reminders_to(one)) for one in (MEMBER, LEADER)] == [1, 1]


def test_what_is_undone_in_the_meantime_is_not_told(w, time_machine):
    """Chosen for the evening, the text is made in the evening."""
    choose(email=MEMBER, by=w.member, rhythm="evening")
    one = action(w.participation, "Shop", responsible_user=w.member, ends_on=days(1))
    action(w.participation, "Path", responsible_user=w.member, ends_on=days(1))
    assert run() == 0
    Action.objects.filter(pk=one.pk).update(state="done")
    time_machine.move_to(at(0, hour=17), tick=False)
    assert run() == 1
    (letter,) = reminders_to(MEMBER)
    assert ["Shop" in letter.text, "Path" in letter.text] == [False, True]


def test_all_done_there_is_no_letter_at_all(w):
    action(w.participation, responsible_user=w.member, ends_on=days(1), state="done")
    assert run() == 0


def test_on_mondays_comes_one_letter_about_all_places(w, time_machine):
    choose(email=MEMBER, by=w.member, rhythm="monday")
    Assignment.objects.create(user=w.member, participation=w.neighbour, role="member")
    action(w.participation, "Shop", responsible_user=w.member, ends_on=days(1))
    action(w.neighbour, "Path", responsible_user=w.member, ends_on=days(2))
    for day in (0, 1, 2, 3, 4):
        time_machine.move_to(at(day), tick=False)
        assert run() == 0
    time_machine.move_to(at(5), tick=False)
    assert [run(), run()] == [1, 0]
    (letter,) = reminders_to(MEMBER)
    assert letter.subject == "2 places need you"
    assert letter.about_id is None
    assert all(word in letter.text for word in ("Näsum", "Glimåkra", "Shop", "Path"))


def test_who_wants_none_gets_none(w):
    choose(email=MEMBER, by=w.member, rhythm="none")
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    assert run() == 0


def test_not_on_the_day_of_advice_nor_the_day_after(w, time_machine):
    action(w.participation, responsible_user=w.member, ends_on=days(3))
    log_contact(
        participation=w.participation, by=w.coach, kind="call", on=days(0), shared="Ask the school"
    )
    for day, written in ((0, 0), (1, 0), (2, 1)):
        time_machine.move_to(at(day), tick=False)
        assert run() == written


def test_talking_to_the_municipality_is_no_advice_to_the_place(w):
    action(w.participation, responsible_user=w.member, ends_on=days(3))
    log_contact(
        participation=w.participation, by=w.coach, kind="call", on=days(0), party="municipality"
    )
    assert run() == 1


def test_a_pause_holds_until_its_day_and_may_end_early(w, time_machine):
    action(w.participation, responsible_user=w.member, ends_on=days(6))
    pause(participation=w.participation, by=w.leader, reason="away", until=days(2))
    for day in (0, 1, 2):
        time_machine.move_to(at(day), tick=False)
        assert run() == 0
    time_machine.move_to(at(3), tick=False)
    assert run() == 1
    action(w.neighbour, responsible_user=w.neighbour_leader, ends_on=days(6))
    pause(participation=w.neighbour, by=w.manager, reason="waits", until=days(20))
    assert run() == 0
    resume(participation=w.neighbour, by=w.neighbour_leader)
    assert run() == 1
    assert Pause.objects.count() == 2


def test_a_paused_support_rests_with_its_reminders(w):
    action(w.participation, responsible_user=w.member, ends_on=days(3))
    ClockChange.objects.create(
        participation=w.participation, kind="pause", starts_on=days(-3), ends_on=days(3),
        reason="Winter", by=w.manager,
    )  # fmt: skip
    assert run() == 0


def test_a_silence_is_told_to_the_coach_once_until_the_place_acts(w, time_machine):
    Participation.objects.filter(pk=w.participation.pk).update(
        next_on=None, next_text="", last_contact_on=days(-90), attention_on=days(-40)
    )
    assert run() == 1
    (letter,) = reminders_to(COACH)
    assert letter.subject == "Näsum: Quiet for 90 days, no next date"

    def quiet_again(day: int) -> int:
        time_machine.move_to(at(day), tick=False)
        Participation.objects.filter(pk=w.participation.pk).update(last_contact_on=days(day - 50))
        return run()

    # The coach called, and it fell silent again; nobody at the place has done anything.
    assert quiet_again(70) == 0
    place_acts(w)
    Participation.objects.filter(pk=w.participation.pk).update(next_on=None, attention_on=days(-40))
    assert quiet_again(71) == 1


def test_a_new_end_is_told_again_when_the_place_itself_has_moved_it(w, time_machine):
    one = action(w.participation, responsible_user=w.member, ends_on=days(3))
    assert run() == 1
    Action.objects.filter(pk=one.pk).update(ends_on=days(30))
    time_machine.move_to(at(24), tick=False)
    assert run() == 0
    place_acts(w)
    assert run() == 1


@pytest.mark.parametrize("hour", [0, 5])
def test_at_night_it_waits_for_the_morning(w, time_machine, hour):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    time_machine.move_to(at(0, hour=hour or 1), tick=False)
    assert run() == 0
    time_machine.move_to(at(0, hour=6), tick=False)
    assert run() == 1


def test_somebody_without_an_account_gets_no_link_to_pages_of_the_place(w):
    one = action(
        w.participation, responsible="Berit", responsible_email="Berit@Example.org", ends_on=days(2)
    )
    run()
    (letter,) = reminders_to("berit@example.org")
    assert letter.recipient is None
    assert letter.language == w.programme.language == "sv"
    assert re.findall(r"https?://\S+", letter.text) == [link_for("berit@example.org")]
    assert f"/actions/{one.pk}" not in letter.text + letter.html


def test_two_regions_do_not_read_each_others_places(w):
    for place in (w.participation, w.other_participation):
        Participation.objects.filter(pk=place.pk).update(gate_state="passed")
        action(place, f"At {place}", responsible_email="berit@example.org", ends_on=days(1))
    run()
    told = {letter.region: letter.text for letter in reminders_to("berit@example.org")}
    assert len(told) == 2
    assert "At Hyppeln" not in told[w.region]
    assert "At Näsum" not in told[w.other_region]


def test_a_bad_address_keeps_no_other_letter_back(w, caplog):
    action(w.participation, responsible_email="not an address", ends_on=days(1))
    action(w.participation, responsible_email="berit@example.org", ends_on=days(1))
    assert run() == 1
    assert "No reminder of action_soon: bad_address" in caplog.text


def test_who_has_not_come_yet_is_not_written_to_and_not_noted_as_told(w):
    new = UserFactory(email="new@example.org", last_login=None)
    Assignment.objects.create(user=new, participation=w.participation, role="member")
    action(w.participation, responsible_user=new, ends_on=days(1))
    assert run() == 0
    assert not Reminded.objects.exists()


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_two_letters_it_sends_nothing_twice_and_nothing_less(w, monkeypatch):
    people = [f"p{number}@example.org" for number in range(4)]
    for one in people:
        action(w.participation, responsible_email=one, ends_on=days(1))
    write, written = services.letters.write, []

    def dies_after_two(dues, **more):
        made = write(dues, **more)
        written.append(made)
        if len(written) == 3:
            raise Killed
        return made

    monkeypatch.setattr(services.letters, "write", dies_after_two)
    with pytest.raises(Killed):
        run()
    # The third was in hand: neither its letter nor the note of it is there.
    assert (Letter.objects.count(), Reminded.objects.count()) == (2, 2)
    monkeypatch.setattr(services.letters, "write", write)
    assert [run(), run()] == [2, 0]
    assert [len(reminders_to(one)) for one in people] == [1, 1, 1, 1]


def test_two_clocks_that_read_before_either_wrote_make_one_letter(w, monkeypatch):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    leaving = services._leaving

    def with_another(dues, today, hour):
        found = leaving(dues, today, hour)
        monkeypatch.setattr(services, "_leaving", leaving)
        assert run() == 1
        return found

    monkeypatch.setattr(services, "_leaving", with_another)
    assert run() == 0
    assert (len(reminders_to(MEMBER)), Reminded.objects.count()) == (1, 1)


def test_questions_do_not_grow_with_places_and_people(w, django_assert_max_num_queries):
    def fill(count: int) -> None:
        for number in range(count):
            address = f"p{count}{number}@example.org"
            action(w.participation, responsible_user=w.member, ends_on=days(number % 7))
            action(w.neighbour, responsible_email=address, ends_on=days(number % 7))
        run()

    fill(1)
    with django_assert_max_num_queries(25):
        assert run() == 0
    fill(9)
    with django_assert_max_num_queries(25):
        assert run() == 0


#: What may happen on a day of the whole machine.
EVENTS = st.sampled_from(["", "", "", "advice", "act", "done", "move", "new", "pause", "resume"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(8))
@given(events=st.lists(EVENTS, min_size=18, max_size=24))
def test_random_months_never_break_the_rules(w, time_machine, events):
    """The whole way, with letters: never two in 14 days, never after advice, nothing undone."""
    with transaction.atomic():
        advised: list[dt.date] = []
        for number, event in enumerate(events):
            time_machine.move_to(at(number), tick=False)
            _happen(event, w, number, advised)
            before = len(reminders_to(MEMBER))
            run()
            new = reminders_to(MEMBER)[before:]
            for letter in new:
                open_titles = set(
                    Action.objects.filter(state="planned").values_list("title", flat=True)
                )
                told = set(re.findall(r"“(T\d+)”", letter.text))
                assert told
                assert told <= open_titles
                assert not {days(number), days(number - 1)} & set(advised)
                assert not Pause.objects.standing(days(number)).exists()
        sent = [timezone.localdate(one.created_at) for one in reminders_to(MEMBER)]
        assert all((b - a).days >= 14 for a, b in pairwise(sent))
        transaction.set_rollback(True)


def _happen(event: str, w: World, number: int, advised: list[dt.date]) -> None:
    today = days(number)
    running = Action.objects.filter(state="planned").order_by("pk").first()
    match event:
        case "advice":
            log_contact(
                participation=w.participation, by=w.coach, kind="call", on=today,
                shared=f"Advice {number}",
            )  # fmt: skip
            advised.append(today)
        case "act":
            place_acts(w)
        case "done" if running:
            Action.objects.filter(pk=running.pk).update(state="done")
        case "move" if running:
            Action.objects.filter(pk=running.pk).update(ends_on=today + dt.timedelta(days=9))
        case "new":
            action(
                w.participation, f"T{number}", responsible_user=w.member,
                ends_on=today + dt.timedelta(days=number % 9),
            )  # fmt: skip
        case "pause":
            pause(
                participation=w.participation, by=w.coach, reason="away",
                until=today + dt.timedelta(days=number % 6),
            )  # fmt: skip
        case "resume":
            resume(participation=w.participation, by=w.leader)

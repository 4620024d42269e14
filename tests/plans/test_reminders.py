"""Reminders: who gets which letter when, once each, and how one chooses."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Assignment
from places.models import Participation
from plans.models import ReminderChoice
from plans.reminders import services as reminders
from plans.reminders.choices import Choice, address_of, choice_of, choose_reminders, link_for
from plans.tasks import remind as task
from tests.factories import UserFactory, World
from tests.plans.action_samples import action, open_world

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

#: A Wednesday, at noon where the places are.
NOON = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
WEDNESDAY = NOON.date()
MONDAY = dt.date(2027, 3, 15)


def days(count: int) -> dt.date:
    """So many days after the Wednesday."""
    return WEDNESDAY + dt.timedelta(days=count)


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return open_world()


def keys() -> list[str]:
    """The keys of the letters that were written."""
    return sorted(Letter.objects.values_list("key", flat=True))


def test_remind_writes_once_before_the_end_to_the_account(w):
    one = action(w.participation, responsible_user=w.member, ends_on=days(7), first_step="Ask")
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.key, letter.to_address, letter.recipient, letter.region) == (
        f"action-before:{one.pk}:{days(7)}:member@example.org",
        "member@example.org",
        w.member,
        w.region,
    )
    assert letter.subject == "Näsum: “Open the shop” is to be done by 17 Mar"
    assert "First step: Ask" in letter.text
    assert reverse("plans:action", args=[w.participation.pk, one.pk]) in letter.text
    assert reverse("plans:action", args=[w.participation.pk, one.pk]) in letter.html


def test_remind_is_a_task_that_the_clock_calls(w):
    action(w.participation, responsible_user=w.member, ends_on=days(7))
    assert (task.name, task()) == ("plans.remind", 1)


@pytest.mark.parametrize(("left", "count"), [(8, 0), (7, 1), (1, 1), (0, 1)])
def test_remind_before_the_end_counts_the_days(w, left, count):
    action(w.participation, responsible_user=w.member, ends_on=days(left))
    assert reminders.remind() == count


@pytest.mark.parametrize(("passed", "count"), [(1, 1), (30, 1), (31, 0)])
def test_remind_overdue_is_told_once_and_not_of_long_ago(w, passed, count):
    one = action(w.participation, responsible_user=w.member, ends_on=days(-passed))
    assert [reminders.remind(), reminders.remind()] == [count, 0]
    assert keys() == [f"action-overdue:{one.pk}:{days(-passed)}:member@example.org"] * count


def test_remind_a_new_end_is_a_new_letter(w, time_machine):
    one = action(w.participation, responsible_user=w.member, ends_on=days(3))
    reminders.remind()
    one.ends_on = days(40)
    one.save()
    assert reminders.remind() == 0
    time_machine.move_to(NOON + dt.timedelta(days=33), tick=False)
    assert reminders.remind() == 1
    time_machine.move_to(NOON + dt.timedelta(days=41), tick=False)
    assert reminders.remind() == 1
    assert [key.split(":")[0] for key in keys()] == ["action-before"] * 2 + ["action-overdue"]


@pytest.mark.parametrize("state", ["idea", "paused", "done", "dropped"])
def test_remind_what_does_not_run_is_not_told(w, state):
    action(
        w.participation, responsible_user=w.member, ends_on=days(-1), state=state,
        state_reason="No money",
    )  # fmt: skip
    assert reminders.remind() == 0


@pytest.mark.parametrize(
    ("status", "count"), [("active", 1), ("ended", 1), ("stopped", 0), ("declined", 0)]
)
def test_remind_only_of_living_places(w, status, count):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    Participation.objects.filter(pk=w.participation.pk).update(status=status)
    assert reminders.remind() == count


def test_remind_account_without_a_role_there_gets_none(w):
    action(w.participation, responsible_user=w.outsider, ends_on=days(1))
    action(w.participation, responsible_user=w.neighbour_leader, ends_on=days(1))
    action(w.participation, responsible_email="Other_Coach@example.org", ends_on=days(1))
    assert reminders.remind() == 0


def test_remind_account_whose_role_ended_gets_none(w):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    Assignment.objects.filter(user=w.member).update(ends_on=days(-1))
    assert reminders.remind() == 0


def test_remind_inactive_account_gets_none_by_account_or_address(w):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    action(w.participation, responsible_email=w.leader.email, ends_on=days(1))
    for user in (w.member, w.leader):
        user.is_active = False
        user.save()
    assert reminders.remind() == 0


@pytest.mark.parametrize("name", ["admin", "manager", "coach", "leader", "contact", "observer"])
def test_remind_sees_what_visible_to_sees(w, name):
    user = getattr(w, name)
    places = (w.participation, w.neighbour, w.other_participation)
    for place in places:
        action(place, responsible_user=user, ends_on=days(1))
    reminders.remind()
    visible = Participation.objects.visible_to(user).values_list("pk", flat=True)
    assert sorted(Letter.objects.values_list("about_id", flat=True)) == sorted(visible)


def test_remind_address_without_account_has_no_link_to_pages_of_the_place(w):
    one = action(
        w.participation, responsible="Berit", responsible_email="Berit@Example.org", ends_on=days(2)
    )
    reminders.remind()
    letter = Letter.objects.get()
    assert (letter.to_address, letter.recipient) == ("berit@example.org", None)
    assert letter.language == w.programme.language == "sv"
    links = re.findall(r"https?://\S+", letter.text)
    assert links == [link_for("berit@example.org")]
    assert f"/actions/{one.pk}" not in letter.text + letter.html


def test_remind_address_of_an_account_comes_in_its_language(w):
    w.member.language = "da"
    w.member.save()
    action(w.participation, responsible_email="member@example.org", ends_on=days(2))
    reminders.remind()
    letter = Letter.objects.get()
    assert (letter.recipient, letter.language) == (w.member, "da")


def test_remind_bad_address_keeps_no_other_letter_back(w, caplog):
    bad = action(w.participation, responsible_email="not an address", ends_on=days(1))
    action(w.participation, responsible_email="berit@example.org", ends_on=days(1))
    assert reminders.remind() == 1
    assert f"No reminder for action {bad.pk}: bad_address" in caplog.text


def test_remind_at_night_waits_for_the_morning(w, time_machine):
    action(w.participation, responsible_user=w.member, ends_on=days(1))
    time_machine.move_to(dt.datetime(2027, 3, 10, 4, 30, tzinfo=dt.UTC), tick=False)  # 5.30
    assert reminders.remind() == 0
    time_machine.move_to(dt.datetime(2027, 3, 10, 5, 30, tzinfo=dt.UTC), tick=False)  # 6.30
    assert reminders.remind() == 1


@pytest.mark.parametrize(
    ("choice", "written"),
    [
        ({"days_before": 0}, ["action-overdue"]),
        ({"days_before": 20}, ["action-before", "action-before", "action-overdue"]),
        ({"when_overdue": False}, ["action-before"]),
        ({"weekly": True}, []),
    ],
)
def test_remind_follows_the_choice(w, choice, written):
    for left in (-2, 5, 20):
        action(w.participation, responsible_user=w.member, ends_on=days(left))
    ReminderChoice.objects.create(email="member@example.org", **choice)
    reminders.remind()
    assert [key.split(":")[0] for key in keys()] == written


def monday(time_machine) -> None:
    """Monday, eight in the morning."""
    time_machine.move_to(dt.datetime(2027, 3, 15, 7, tzinfo=dt.UTC), tick=False)


def test_weekly_letter_tells_overdue_and_four_weeks_once(w, time_machine):
    ReminderChoice.objects.create(email="member@example.org", weekly=True)
    for title, left in (("Long ago", -200), ("Soon", 28), ("Later", 29)):
        action(
            w.participation, title, responsible_user=w.member,
            ends_on=MONDAY + dt.timedelta(days=left),
        )  # fmt: skip
    monday(time_machine)
    assert [reminders.remind(), reminders.remind()] == [1, 0]
    letter = Letter.objects.get()
    assert letter.key == f"actions-week:2027-W11:{w.region.pk}:member@example.org"
    assert letter.subject == "Your actions: 2 need you"
    assert [name in letter.text for name in ("Long ago", "Soon", "Later")] == [True, True, False]
    assert reverse("plans:my_actions") in letter.text
    time_machine.move_to(dt.datetime(2027, 3, 22, 7, tzinfo=dt.UTC), tick=False)
    assert reminders.remind() == 1


def test_weekly_letter_with_nothing_to_tell_is_not_written(w, time_machine):
    ReminderChoice.objects.create(email="member@example.org", weekly=True)
    action(w.participation, responsible_user=w.member, ends_on=MONDAY + dt.timedelta(days=50))
    monday(time_machine)
    assert reminders.remind() == 0


def test_weekly_letters_of_two_regions_do_not_tell_each_others_places(w, time_machine):
    ReminderChoice.objects.create(email="berit@example.org", weekly=True)
    for place in (w.participation, w.other_participation):
        action(place, f"At {place}", responsible_email="berit@example.org", ends_on=MONDAY)
    monday(time_machine)
    assert reminders.remind() == 2
    told = {letter.region: letter.text for letter in Letter.objects.select_related("region")}
    assert "At Hyppeln" not in told[w.region]
    assert "At Näsum" not in told[w.other_region]


def test_remind_three_runs_at_once_write_one_letter(w, monkeypatch):
    """Each run believes that nothing is written yet: the key alone must hold."""
    action(w.participation, responsible_user=w.member, ends_on=days(1))

    class Blind:
        """Reads no key of what is there."""

        objects = Letter.objects.none()

    monkeypatch.setattr(reminders, "Letter", Blind)
    for _run in range(3):
        reminders.remind()
    assert len(keys()) == 1


def test_remind_key_of_a_very_long_address_fits_and_is_its_own(w):
    long = "a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 50 + ".example"
    for start in ("", "x"):
        action(w.participation, responsible_email=start + long, ends_on=days(1))
    assert [reminders.remind(), reminders.remind()] == [2, 0]
    assert all(len(key) <= 200 for key in keys())


def test_remind_questions_do_not_grow_with_actions_and_people(w, django_assert_num_queries):
    def fill(count: int) -> None:
        for number in range(count):
            address = f"p{timezone.now().timestamp()}{number}{count}@example.org"
            action(w.participation, responsible_user=w.member, ends_on=days(number % 7))
            action(w.participation, responsible_email=address, ends_on=days(number % 7))
        reminders.remind()

    fill(1)
    with django_assert_num_queries(5):
        assert reminders.remind() == 0
    fill(8)
    with django_assert_num_queries(5):
        assert reminders.remind() == 0


# Choices


def test_choose_reminders_keeps_what_was_chosen_by_address(w):
    chosen = {"days_before": 14, "when_overdue": False, "weekly": True}
    choose_reminders(email="Member@Example.org ", by=w.member, **chosen)
    assert choice_of("member@example.org") == Choice(**chosen)
    choose_reminders(email="member@example.org", by=None, **chosen | {"weekly": False})
    assert ReminderChoice.objects.get().weekly is False
    assert choice_of("leader@example.org") == Choice(7, when_overdue=True, weekly=False)


def test_choose_reminders_of_somebody_else_is_not_allowed(w):
    with pytest.raises(NotAllowed):
        choose_reminders(
            email="leader@example.org", by=w.member, days_before=1, when_overdue=True, weekly=False
        )


@pytest.mark.parametrize("count", [-1, 61])
def test_choose_reminders_days_out_of_bounds_are_refused(w, count):
    with pytest.raises(Refusal) as refused:
        choose_reminders(
            email=w.member.email, by=w.member, days_before=count, when_overdue=True, weekly=False
        )
    assert refused.value.code == "wrong_days"
    assert not ReminderChoice.objects.exists()


def test_link_names_its_address_and_nothing_else_does():
    token = link_for("Berit@Example.org").rstrip("/").rpartition("/")[2]
    assert address_of(token) == "berit@example.org"
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "x" + token,
        "",
        "a" * 700,
        signing.dumps("berit@example.org"),
        signing.dumps("berit@example.org", salt="plans.reminder"),
        signing.dumps(["berit@example.org"], salt="plans.reminders"),
    ]
    assert [address_of(one) for one in wrong] == [None] * len(wrong)


def path_for(email: str) -> str:
    """The link without the site."""
    return "/actions" + link_for(email).partition("/actions")[2]


SENT = {"rhythm": "weekly", "days_before": "3"}


def test_reminders_by_link_shows_and_saves_without_a_session(w, client):
    path = path_for("berit@example.org")
    page = client.get(path)
    assert (page.status_code, ReminderChoice.objects.count()) == (200, 0)
    assert "berit@example.org" in page.text
    assert w.member.name not in page.text
    saved = client.post(path, SENT, follow=True)
    assert saved.status_code == 200
    assert "Your reminders are saved." in saved.text
    assert choice_of("berit@example.org") == Choice(3, when_overdue=False, weekly=True)
    assert "sessionid" not in client.cookies
    assert "no-store" in saved.headers["Cache-Control"]


def test_reminders_by_link_tampered_is_not_found(w, client):
    path = path_for("berit@example.org")
    for wrong in (path[:-4] + "xyz/", "/actions/reminders/berit@example.org/"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, SENT).status_code == 404
    assert not ReminderChoice.objects.exists()


def test_reminders_by_link_opens_no_other_page(w, client):
    client.get(path_for(w.member.email))
    assert client.get(reverse("plans:my_actions")).status_code == 302


def test_reminders_signed_in_is_about_the_own_address(w, client):
    client.force_login(w.member)
    assert w.member.email in client.get(reverse("plans:reminders")).text
    answer = client.post(reverse("plans:reminders"), SENT | {"when_overdue": "on"}, follow=True)
    assert "Your reminders are saved." in answer.text
    assert choice_of(w.member.email) == Choice(3, when_overdue=True, weekly=True)


@pytest.mark.parametrize(
    "sent",
    [{}, SENT | {"days_before": "61"}, SENT | {"days_before": "1.5"}, SENT | {"rhythm": "x"}],
)
def test_reminders_wrong_input_is_told_and_saves_nothing(w, client, sent):
    client.force_login(w.member)
    answer = client.post(reverse("plans:reminders"), sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert not ReminderChoice.objects.exists()


def test_letters_are_whole_in_every_language(w):
    """No template breaks in a language; the choices are always one click away."""
    for language in ("sv", "da", "en"):
        user = UserFactory(email=f"{language}@example.org", language=language)
        Assignment.objects.create(user=user, participation=w.participation, role="member")
        action(w.participation, responsible_user=user, ends_on=days(1))
    assert reminders.remind() == 3
    for letter in Letter.objects.all():
        assert link_for(letter.to_address) in letter.text
        assert link_for(letter.to_address) in letter.html

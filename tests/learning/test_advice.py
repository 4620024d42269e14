"""Advice: given, read, answered, an action, a ticked line; what lies is told to the coach."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from learning.advice import pages
from learning.advice.report_parts import advice as reported
from learning.advice.services import (
    answer,
    give_advice,
    save_advice,
    take_back,
    tick_line,
    to_action,
    write_advice,
)
from learning.models import Advice
from notices.models import Notice
from outbox.models import Letter
from places.models import ItemState
from places.reporting import Subject
from plans.models import FundingLine, FundingSource, Goal, Indicator, Observation, Origin
from reminders.chase.pages import chase_list
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def given(w: World, text: str = "Ask the school about its kitchen", **more) -> Advice:
    return write_advice(participation=w.participation, by=w.coach, text=text, give=True, **more)


def aged(advice: Advice, **days: int) -> None:
    """Move moments of an advice back by so many days."""
    ago = {name: timezone.now() - dt.timedelta(days=number) for name, number in days.items()}
    Advice.objects.filter(pk=advice.pk).update(**ago)


def opened(client, user, advice: Advice):
    client.force_login(user)
    return client.get(reverse("learning:advice", args=[advice.participation_id, advice.pk]))


def test_a_draft_writes_no_letter_and_the_place_does_not_see_it(w: World, client) -> None:
    made = write_advice(participation=w.participation, by=w.coach, text="Ask the school")
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()
    assert opened(client, w.leader, made).status_code == 404
    assert opened(client, w.coach, made).status_code == 200
    give_advice(advice=made, by=w.coach)
    assert [letter.to_address for letter in Letter.objects.all()] == [w.leader.email]
    assert "Ask the school" in Letter.objects.get().text
    assert Notice.objects.get().person == w.leader
    give_advice(advice=made, by=w.coach)
    assert Letter.objects.count() == 1


def test_what_is_given_is_not_changed(w: World) -> None:
    made = given(w)
    with pytest.raises(Refusal) as refused:
        save_advice(advice=made, by=w.coach, version=made.version, text="Something else")
    assert refused.value.code == "given_already"


def test_two_who_change_a_draft_lose_nothing(w: World) -> None:
    made = write_advice(participation=w.participation, by=w.coach, text="One")
    save_advice(advice=made, by=w.coach, version=1, text="Two")
    with pytest.raises(Conflict) as conflict:
        save_advice(advice=made, by=w.manager, version=1, text="Three")
    assert (conflict.value.theirs["text"], conflict.value.yours["text"]) == ("Two", "Three")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": " "}, "text_missing"),
        ({"text": "x" * 601}, "too_long"),
        ({"text": "x", "due_on": timezone.localdate() - dt.timedelta(days=1)}, "wrong_day"),
    ],
)  # any day
def test_advice_is_checked(w: World, facts, code) -> None:
    with pytest.raises(Refusal) as refused:
        write_advice(participation=w.participation, by=w.coach, **facts)
    assert refused.value.code == code


def test_a_disguised_file_is_refused(w: World) -> None:
    upload = SimpleUploadedFile("plan.pdf", b"<html><script></script></html>")
    with pytest.raises(Refusal) as refused:
        given(w, upload=upload)
    assert refused.value.code == "file_disguised"


def test_only_somebody_of_the_place_reads_it(w: World, client) -> None:
    made = given(w)
    for who in (w.coach, w.manager, w.admin, w.observer):
        assert opened(client, who, made).status_code == 200
        made.refresh_from_db()
        assert made.read_at is None
    opened(client, w.member, made)
    made.refresh_from_db()
    assert made.read_by == w.member


def test_not_for_us_says_why_and_the_coach_is_told(w: World) -> None:
    made = given(w)
    with pytest.raises(Refusal) as refused:
        answer(advice=made, by=w.leader, version=made.version, state="not_for_us")
    assert refused.value.code == "reason_missing"
    answer(advice=made, by=w.leader, version=made.version, state="not_for_us", reason="No kitchen")
    made.refresh_from_db()
    assert (made.state, made.reason, made.read_by) == ("not_for_us", "No kitchen", w.leader)
    assert Notice.objects.get(kind="advice_answered").person == w.coach


def test_an_observer_does_not_answer(w: World) -> None:
    with pytest.raises(NotAllowed):
        answer(advice=given(w), by=w.observer, version=1, state="done")


def test_advice_to_the_wrong_place_is_taken_back_while_nobody_has_read_it(w: World, client) -> None:
    made = given(w)
    page = opened(client, w.coach, made).text
    assert f"Take it back from {w.place.name}" in page
    take_back(advice=made, by=w.coach)
    assert not Advice.objects.exists()
    read = given(w)
    opened(client, w.leader, read)
    with pytest.raises(Refusal) as refused:
        take_back(advice=read, by=w.coach)
    assert refused.value.code == "read_already"


def test_the_places_name_stands_on_the_button(w: World, client) -> None:
    client.force_login(w.coach)
    page = client.get(reverse("learning:advice_add", args=[w.participation.pk])).text
    assert f"Give it to {w.place.name}" in page


def test_an_advice_becomes_an_action_once_and_its_origin_stays(w: World) -> None:
    made = given(w, text="Ask the school. " * 20)
    action = to_action(advice=made, by=w.leader)
    assert to_action(advice=made, by=w.leader) == action
    assert len(action.title) <= 160
    assert action.description == made.text
    assert (action.origin, action.origin_text) == (Origin.OTHER, f"Advice from {w.coach}")
    made.refresh_from_db()
    assert made.state == "under_way"


def test_a_line_is_ticked_and_the_words_of_the_advice_stay_with_it(w: World) -> None:
    made = given(w)
    line = w.participation.items.filter(step__order=1).first()
    line.note = "We began."
    line.save()
    tick_line(advice=made, by=w.leader, version=made.version, line=line)
    line.refresh_from_db()
    made.refresh_from_db()
    assert line.state == ItemState.DONE
    assert line.note == f"We began.\nOn advice of {w.coach}: Ask the school about its kitchen"
    assert (made.state, made.line) == ("done", line)


def test_the_chain_is_reached_from_the_action_the_money_and_the_figures(
    w: World, client, django_assert_max_num_queries
) -> None:
    action = to_action(advice=given(w), by=w.leader)
    here = w.participation.pk
    client.force_login(w.leader)
    chains = reverse("learning:chains", args=[here])
    one = reverse("learning:advice", args=[here, Advice.objects.get().pk])
    assert one in client.get(reverse("plans:action", args=[here, action.pk])).text
    for name in ("plans:funding", "plans:target", "facts:sheet"):
        assert chains in client.get(reverse(name, args=[here])).text, name
    for number in range(3):
        to_action(advice=given(w, f"Advice {number}"), by=w.leader)
    with django_assert_max_num_queries(12):
        page = client.get(chains).text
    assert page.count("nothing granted yet") == 4
    assert one in page


def test_the_chain_from_advice_to_the_figure_of_the_place(w: World, client) -> None:
    made = given(w)
    action = to_action(advice=made, by=w.leader)
    goal = Goal.objects.create(participation=w.participation, title="More meet")
    today = timezone.localdate()
    indicator = Indicator.objects.create(
        goal=goal, title="Guests a week", unit="guests", baseline=10, target=40,
        baseline_on=today - dt.timedelta(days=90), target_on=today + dt.timedelta(days=90),
    )  # fmt: skip
    Observation.objects.create(indicator=indicator, on=today, value=25, source="door")
    type(action).objects.filter(pk=action.pk).update(goal=goal, state="under_way")
    source = FundingSource.objects.create(region=w.region, name="LEADER", kind="leader")
    FundingLine.objects.create(
        action=action, source=source, state="granted", asked=90_000, granted=80_000
    )
    made.refresh_from_db()
    found = pages.chain(made)
    assert found.granted == Decimal(80_000)
    assert [(one.indicator, one.progress.value) for one in found.measured] == [(indicator, 25)]
    page = opened(client, w.leader, made).text
    assert "80,000" in page
    assert "Guests a week" in page


def test_unread_after_three_weeks_is_chased_and_gone_when_it_is_opened(w: World, client) -> None:
    made = given(w)
    aged(made, given_at=20)
    assert not told(w, made)
    aged(made, given_at=21)
    assert told(w, made)
    assert pages.waiting(w.coach)["waiting_advice"] == [made]
    opened(client, w.leader, made)
    assert not told(w, made)
    aged(made, read_at=21)
    assert told(w, made)
    answer(advice=made, by=w.leader, version=made.version, state="had_it")
    assert not told(w, made)
    assert pages.waiting(w.coach)["waiting_advice"] == []


def told(w: World, advice: Advice) -> bool:
    listed = chase_list(w.coach).rows
    return any(str(advice) in reason for row in listed for reason in row.reasons)


def test_the_overview_shows_the_three_newest(w: World, client) -> None:
    for number in range(4):
        given(w, text=f"Advice number {number}")
    client.force_login(w.leader)
    page = client.get(reverse("places:participation", args=[w.participation.pk])).text
    assert "From your coach" in page
    assert [number for number in range(4) if f"Advice number {number}" in page] == [1, 2, 3]


def test_the_report_counts_what_was_taken_up(w: World) -> None:
    to_action(advice=given(w), by=w.leader)
    given(w, text="Another")
    today = timezone.localdate()
    subject = Subject(w.programme, w.participation, today, today, today, [w.participation])
    head, rows = reported(subject)
    values = {one["key"]: one["value"] for one in head["figures"]}
    assert values["advice_given"] == 2
    assert values["advice_taken_up"] == 1
    assert values["advice_actions"] == 1
    assert len(rows["rows"]) == 2


@pytest.mark.parametrize("name", ["advice_list", "advice"])
def test_pages_ask_a_constant_number_of_questions(
    w: World, client, django_assert_max_num_queries, name
) -> None:
    made = given(w)
    arguments = [w.participation.pk] + ([made.pk] if name == "advice" else [])
    url = reverse(f"learning:{name}", args=arguments)
    client.force_login(w.leader)
    client.get(url)
    for number in range(12):
        given(w, text=f"Advice {number}")
    with django_assert_max_num_queries(12):
        client.get(url)

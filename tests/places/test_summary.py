"""The summary is derived from the facts and keeps no clock of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from places import summary
from places.clock import month_end, months_used, support_end
from places.lines import read_lines
from places.models import ClockChange, CoachingEntry, GateReview
from places.team.support import set_handover_ready
from tests.factories import settle_steps, world

pytestmark = pytest.mark.django_db


def test_progress_of_a_fresh_place_stands_at_the_first_step():
    made = world().participation

    assert (made.progress, made.current_step, made.gate_after, made.gate_state) == (
        "naaaaa",
        1,
        3,
        "closed",
    )


def test_progress_at_a_closed_gate_has_no_step_that_is_now():
    made = world().participation

    settle_steps(made, 1, 2, 3)

    assert (made.progress, made.current_step) == ("dddaaa", 3)


@pytest.mark.day(dt.date(2026, 11, 16))
def test_progress_after_an_open_gate_goes_on_with_the_next_step():
    w = world()
    settle_steps(w.participation, 1, 2, 3)
    now = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    GateReview.objects.create(
        participation=w.participation,
        round=1,
        state="decided",
        submitted_by=w.leader,
        submitted_at=now,
        decision="conditions",
        decided_by=w.manager,
        decided_at=now,
        reason="Good",
    )

    summary.refresh(w.participation)

    assert (w.participation.progress, w.participation.gate_state) == ("dddnaa", "conditions")


def test_progress_counts_only_required_lines():
    made = world().participation
    made.items.filter(step__order=1, required=True).update(state="done")

    summary.refresh(made)

    assert made.progress == "dnaaaa"


@pytest.mark.day(dt.date(2026, 11, 16))
def test_attention_of_a_quiet_place_begins_the_day_after_the_limit():
    w = world()
    CoachingEntry.objects.create(
        participation=w.participation, kind="call", on=dt.date(2026, 3, 1), by=w.coach
    )

    summary.refresh(w.participation)

    assert w.participation.attention_on == dt.date(2026, 4, 1)


@pytest.mark.day(dt.date(2026, 11, 16))
def test_attention_waits_for_a_date_ahead():
    w = world()
    CoachingEntry.objects.create(
        participation=w.participation,
        kind="call",
        on=dt.date(2026, 3, 1),
        by=w.coach,
        next_on=dt.date(2026, 5, 1),
        next_text="Meeting",
    )

    summary.refresh(w.participation)

    assert (w.participation.next_on, w.participation.attention_on) == (
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 2),
    )


@pytest.mark.parametrize(("ready", "days"), [(False, 183), (True, 90)])
def test_attention_before_the_end_comes_sooner_while_nobody_is_settled(ready, days):
    made = world().participation
    CoachingEntry.objects.create(
        participation=made,
        kind="call",
        on=dt.date.today(),
        by=made.assignments.first().user,
        next_on=made.support_ends_on,
        next_text="Closing meeting",
    )

    set_handover_ready(participation=made, ready=ready)
    summary.refresh(made)

    assert made.attention_on == made.support_ends_on - dt.timedelta(days=days)


def test_summary_of_a_support_that_was_ended_early_says_what_it_became():
    made = world().participation
    made.started_on = dt.date(2025, 1, 1)
    made.ended_on = dt.date(2025, 10, 10)

    found = summary.compute(made)

    assert (found.clock_months, found.support_ends_on) == (9, dt.date(2025, 10, 10))


def test_attention_of_an_ended_participation_never_comes():
    made = world().participation
    made.status = "ended"
    made.save()

    summary.refresh(made)

    assert made.attention_on == dt.date.max


@pytest.mark.day(dt.date(2026, 11, 16))
def test_support_end_is_moved_by_pauses_and_extensions():
    made = world().participation
    made.started_on = dt.date(2025, 1, 1)
    changes = [
        ClockChange(kind="pause", starts_on=dt.date(2025, 7, 1), ends_on=dt.date(2025, 7, 31)),
        ClockChange(kind="extension", months=2),
    ]

    assert support_end(made, []) == dt.date(2026, 6, 30)
    assert support_end(made, changes) == dt.date(2026, 10, 1)


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("on", "used"),
    [
        (dt.date(2024, 12, 1), 0),
        (dt.date(2025, 1, 1), 0),
        (dt.date(2025, 1, 31), 0),
        (dt.date(2025, 2, 1), 1),
        (dt.date(2026, 6, 30), 17),
        (dt.date(2026, 7, 1), 18),
        (dt.date(2030, 1, 1), 18),
    ],
)
def test_months_used_counts_whole_months_from_the_end(on, used):
    assert months_used(total=18, ends_on=dt.date(2026, 6, 30), on=on) == used


def test_month_end_of_the_first_month_is_the_day_before_the_second():
    assert month_end(dt.date(2025, 1, 31), 1) == dt.date(2025, 2, 27)


def test_refresh_steps_gives_the_same_as_refresh():
    made = world().participation
    made.items.filter(step__order=1).update(state="done")

    summary.refresh_steps(made, read_lines(made))
    short = (made.progress, made.current_step)
    summary.refresh(made)

    assert short == (made.progress, made.current_step)

"""Reports that are due soon, late, or handed in and waiting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from people.models import Assignment
from programmes.models import Programme
from reminders.chase.pages import chase_list
from reminders.clock.services import run
from reports.models import Report, ReportRules
from tests.factories import World
from tests.reminders.samples import NOON, WEDNESDAY, at, calm_world, reminders_to

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]

LEADER, COACH, MANAGER = "leader@example.org", "coach@example.org", "manager@example.org"


@pytest.fixture
def w(time_machine) -> World:
    time_machine.move_to(NOON, tick=False)
    return calm_world()


def report_of(w, **fields):
    """A report on the place, due on the Wednesday in a week."""
    usual = {
        "programme": w.programme, "participation": w.participation, "number": 1,
        "starts_on": WEDNESDAY - dt.timedelta(days=100),
        "ends_on": WEDNESDAY - dt.timedelta(days=10),
        "due_on": WEDNESDAY + dt.timedelta(days=7),
    }  # fmt: skip
    return Report.objects.create(**usual | fields)


def test_a_report_is_told_a_week_before_to_who_writes_it_and_when_it_is_late(w, time_machine):
    report = report_of(w)
    assert [run(), run()] == [1, 0]
    (letter,) = reminders_to(LEADER)
    assert letter.subject == "Näsum: Progress report 1 is to be handed in by 17 Mar"
    assert report.get_absolute_url() in letter.text
    # Late on the eighth day, but one letter in 14 days.
    time_machine.move_to(at(13), tick=False)
    assert run() == 0
    time_machine.move_to(at(14), tick=False)
    assert run() == 1
    assert "was to be handed in by 17 Mar" in reminders_to(LEADER)[1].text
    assert chase_list(w.coach).rows == []
    time_machine.move_to(at(17), tick=False)
    w.coach.kept_scope = None
    (row,) = chase_list(w.coach).rows
    assert row.reasons == ["Progress report 1 was to be handed in by 17 Mar"]


def test_where_nobody_leads_the_coach_writes(w):
    Assignment.objects.filter(participation=w.participation, role="process_leader").delete()
    report_of(w)
    run()
    assert len(reminders_to(COACH)) == 1


@pytest.mark.parametrize("state", ["handed_in", "approved"])
def test_what_is_handed_in_is_no_longer_the_writers(w, state):
    report_of(
        w, state=state, content={}, content_sha256="0", handed_in_by=w.leader,
        handed_in_at=timezone.now(),
    )  # fmt: skip
    assert run() == 0


def test_what_waits_a_week_is_told_to_who_approves_but_not_to_who_handed_it_in(w, time_machine):
    report = report_of(
        w, state="handed_in", content={}, content_sha256="0", handed_in_by=w.leader,
        handed_in_at=timezone.now(),
    )  # fmt: skip
    time_machine.move_to(at(7), tick=False)
    assert run() == 1
    (letter,) = reminders_to(MANAGER)
    assert "is handed in and waits for a decision since 10 Mar" in letter.text
    Report.objects.filter(pk=report.pk).update(handed_in_by=w.manager, number=2)
    time_machine.move_to(at(40), tick=False)
    assert run() == 0


def test_a_report_that_the_rules_ask_for_and_nobody_has_begun_is_told_too(w, time_machine):
    start = WEDNESDAY - dt.timedelta(days=60)
    ReportRules.objects.create(programme=w.programme, every_months=3, days_after=10, of_places=True)
    Programme.objects.filter(pk=w.programme.pk).update(
        starts_on=WEDNESDAY - dt.timedelta(days=5), ends_on=WEDNESDAY + dt.timedelta(days=900)
    )
    w.participation.__class__.objects.update(started_on=start)
    # Three months from the start end on 8 April; the report is due on 18 April.
    time_machine.move_to(at(31), tick=False)
    run()
    assert reminders_to(LEADER) == []
    time_machine.move_to(at(33), tick=False)
    run()
    (letter,) = reminders_to(LEADER)
    assert "The report for 9 Jan – 8 Apr is to be handed in by 18 Apr" in letter.text
    assert f"/places/{w.participation.pk}/" in letter.text
    assert "from=2027-01-09" in letter.text


def test_the_programmes_own_report_is_told_to_who_runs_it(w):
    report_of(w, participation=None, number=1)
    run()
    assert reminders_to(LEADER) == []
    (letter,) = reminders_to(MANAGER)
    assert letter.subject.startswith(f"{w.programme.name}: Progress report 1 is to be handed in")

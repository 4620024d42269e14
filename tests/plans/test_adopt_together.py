"""A plan adopted while another person edits. Real threads on PostgreSQL, which has row locks.

All but the second fail when `adopt` does not take the plan's lock.
"""

import datetime as dt
import threading
import time

import pytest
from django.db import connection

from plans.actions.services import save_action
from plans.models import Action, PlanVersion
from plans.versions import services as adopting
from plans.versions.frozen import collect
from plans.versions.services import adopt, stamp
from tests.places.test_gate_together import as_now, at_once
from tests.plans.version_samples import ADOPTED, plan

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.day(dt.date(2026, 11, 16)),
]
#: An edit that is not held up is through within this time.
SECONDS = 1.5


@pytest.fixture
def ready():
    assert connection.vendor == "postgresql"
    return plan()


def adopt_at(sample, meeting, seen):
    leader = as_now(sample.w.leader)
    return lambda: adopt(
        participation=sample.participation, by=leader, adopted_on=ADOPTED, meeting=meeting,
        seen=seen,
    ).number  # fmt: skip


def test_an_edit_while_the_plan_is_adopted_waits_and_goes_into_the_draft(ready, monkeypatch):
    reading, edited = threading.Event(), threading.Event()
    collect = adopting.collect

    def slowly(participation):
        content = collect(participation)
        reading.set()
        edited.wait(SECONDS)
        return content

    def edit():
        assert reading.wait(10)
        save_action(action=ready.signs, by=member, version=1, title="Twelve signs")
        edited.set()
        return time.monotonic()

    monkeypatch.setattr(adopting, "collect", slowly)
    member = as_now(ready.w.member)
    adopted = adopt_at(ready, "Open meeting", stamp(collect(ready.participation)))

    answers = at_once(lambda: (adopted(), time.monotonic()), edit)

    (number, adopted_at), edited_at = answers
    version = PlanVersion.objects.get()
    assert (number, version.content["actions"][0]["title"]) == (1, "Signs")
    assert Action.objects.get(pk=ready.signs.pk).title == "Twelve signs"
    assert edited_at > adopted_at - 0.1


def test_an_edit_that_came_first_is_told_and_both_values_are_kept(ready):
    seen = stamp(collect(ready.participation))
    editing, member = threading.Event(), as_now(ready.w.member)

    def edit():
        made = save_action(action=ready.signs, by=member, version=1, title="Twelve signs")
        editing.set()
        return made.title

    def adopted():
        assert editing.wait(10)
        return adopt_at(ready, "Open meeting", seen)()

    assert at_once(edit, adopted) == ["Twelve signs", "changed_meanwhile"]
    assert not PlanVersion.objects.exists()
    assert adopt_at(ready, "Open meeting", stamp(collect(ready.participation)))() == 1


def test_two_who_adopt_for_the_same_meeting_at_once_make_one_version(ready):
    seen = stamp(collect(ready.participation))

    answers = at_once(*[adopt_at(ready, "Open meeting", seen)] * 3)

    assert answers == [1, 1, 1]
    assert PlanVersion.objects.count() == 1


def test_two_who_adopt_for_different_meetings_at_once_make_two_numbers(ready):
    seen = stamp(collect(ready.participation))

    answers = at_once(adopt_at(ready, "Open meeting", seen), adopt_at(ready, "Board", seen))

    assert sorted(answers) == [1, 2]

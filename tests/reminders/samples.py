"""A place where nothing is late and nobody is quiet, and what the clock wrote."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from outbox.models import Letter
from places import summary
from places.checklist.services import LineValues, save_line
from places.models import CoachingEntry, StepItem
from tests.factories import World
from tests.plans.action_samples import open_world

#: A Wednesday, at noon where the places are.
NOON = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)  # any day: the tests give the clock with it
WEDNESDAY = NOON.date()


def calm_world() -> World:
    """Both places past the gate, no line with a day, a contact some days ago and a next date."""
    made = open_world()
    StepItem.objects.update(due_on=None)
    for one in (made.participation, made.neighbour, made.other_participation):
        entry = CoachingEntry.objects.create(
            participation=one, kind="call", on=timezone.localdate() - dt.timedelta(days=9),
            by=made.coach, next_text="Meet", next_on=timezone.localdate() + dt.timedelta(days=400),
        )  # fmt: skip
        week = timezone.now() - dt.timedelta(days=9)
        CoachingEntry.objects.filter(pk=entry.pk).update(created_at=week)
        summary.refresh(one)
        one.refresh_from_db()
    return made


def place_acts(made: World) -> None:
    """The process leader writes on a line of the checklist, twice never the same."""
    line = made.participation.items.filter(step__order=1).order_by("pk").first()
    save_line(
        participation=made.participation, line_id=line.pk, by=made.leader, version=line.version,
        values=LineValues("open", f"Version {line.version}", "", None),
    )  # fmt: skip


def days(count: int) -> dt.date:
    """So many days after the Wednesday."""
    return WEDNESDAY + dt.timedelta(days=count)


def at(day: int, hour: int = 12) -> dt.datetime:
    """A moment so many days after the Wednesday, by the local clock of winter."""
    return NOON.replace(hour=hour - 1) + dt.timedelta(days=day)


def reminders_to(address: str) -> list[Letter]:
    """The reminders that somebody was written, the first first."""
    rows = Letter.objects.filter(key__startswith="reminder:", to_address=address)
    return list(rows.order_by("pk"))

"""The steps of a method that are ticked once for the whole programme."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.activities import Activity, Asked, Found, State, register
from programmes.models import ChecklistItem, Programme, Tick


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a step; `done_on` is the day on which it was ticked."""

    item: ChecklistItem
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class StepOf:
    """A step with its window in this programme and its lines."""

    key: str
    order: int
    title: str
    phase: str
    starts_on: dt.date
    ends_on: dt.date
    lines: Sequence[Line]

    @property
    def done(self) -> int:
        """How many lines are ticked."""
        return sum(line.done_on is not None for line in self.lines)

    @property
    def is_done(self) -> bool:
        """Whether all lines are."""
        return self.done == len(self.lines)

    def activity(self, programme: Programme) -> Activity:
        """The step as a row of the timeline."""
        return Activity(
            key=f"step-{self.key}",
            kind=_("Process step"),
            name=f"{self.order}. {self.title}",
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            says=self.says,
            url=f"{reverse('programmes:steps', args=[programme.pk])}#step-{self.order}",
        )

    @property
    def says(self) -> str:
        """How many of its lines are ticked."""
        return ngettext(
            "%(done)d of %(count)d line ticked", "%(done)d of %(count)d lines ticked",
            len(self.lines),
        ) % {"done": self.done, "count": len(self.lines)}  # fmt: skip

    def state(self, today: dt.date) -> State:
        """Where it stands by its months."""
        if today < self.starts_on:
            return "ahead"
        return "now" if today <= self.ends_on else "over"


def month_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last one."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def steps_of(programme: Programme) -> list[StepOf]:
    """The method's steps with what is ticked; none where places tick them. One question."""
    version = programme.method_version
    if not version.for_programme:
        return []
    ticked = Tick.objects.filter(
        programme=programme, step_key=OuterRef("step__key"), item_key=OuterRef("key")
    )
    items = (
        ChecklistItem.objects.filter(step__version=version)
        .select_related("step__phase")
        .annotate(done_on=Subquery(ticked.values("done_on")[:1]))
        .order_by("step__order", "order")
    )
    found = []
    for step, rows in groupby(items, key=lambda item: item.step):
        starts = month_after(programme.starts_on, step.month_from - 1)
        ends = month_after(programme.starts_on, step.month_to) - dt.timedelta(days=1)
        lines = [Line(item, item.done_on) for item in rows]
        found.append(
            StepOf(step.key, step.order, step.title, step.phase.title, starts, ends, lines)
        )
    return found


@register
def of_steps(asked: Asked) -> Found:
    """The method's steps as rows of the timeline."""
    steps = steps_of(asked.programme)
    return Found(activities=[step.activity(asked.programme) for step in steps])

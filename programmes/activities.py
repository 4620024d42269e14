"""What a programme does, as its home shows it: told by the apps above.

Each app registers one function. For a programme and a reader it gives activities (rows of the
timeline), columns of the grid municipality × activity, and what waits for somebody:

    @register
    def of_meetings(asked: Asked) -> Found: ...

It asks a fixed number of questions, and counts no people where the reader may not know them. A
mark and a cell tell their state by a shape and by words, never by colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.dates import short_date
from people.models import User
from programmes.models import Programme

State = Literal["ahead", "now", "over", "undated"]
#: done: a disc; planned: a ring; lacks: a square; stop: a diamond; none: nothing yet.
Shape = Literal["done", "planned", "lacks", "stop", "none"]
STATES: Mapping[State, str | Promise] = {
    "ahead": _("Ahead"),
    "now": _("Under way"),
    "over": _("Over"),
    "undated": _("No date yet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose home is drawn, for whom, on which day.

    `sees_all`: the reader runs the programme or has a post in it, and may know of all that it
    does, in sum. `runs`: he or she runs it. `municipalities` gives the names of the grid's rows,
    `municipality_of` the municipality that an organisation (by id) is.
    """

    programme: Programme
    user: User
    today: dt.date
    runs: bool
    sees_all: bool
    municipalities: Mapping[int, str]
    municipality_of: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on the timeline: a meeting that was held, is planned, or lacks something."""

    day: dt.date
    title: str
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row: a survey, a series of meetings, a conference, a step. `says` counts in a sentence."""

    key: str
    kind: str
    name: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    owner: str = ""
    says: str = ""
    url: str = ""
    marks: Sequence[Mark] = ()
    #: Words on the bar itself.
    bar: str = ""

    @property
    def first_on(self) -> dt.date | None:
        """Its first day; without a window that of the first mark."""
        return self.starts_on or min((mark.day for mark in self.marks), default=self.ends_on)

    @property
    def last_on(self) -> dt.date | None:
        """Its last day."""
        return self.ends_on or max((mark.day for mark in self.marks), default=self.starts_on)

    def state(self, today: dt.date) -> State:
        """Where it stands on the day, by its dates alone."""
        first, last = self.first_on, self.last_on
        if first is None or last is None:
            return "undated"
        if today < first:
            return "ahead"
        return "now" if today <= last else "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How it stands in one municipality. `parties` are names with whether each was there."""

    shape: Shape
    text: str
    more: str = ""
    url: str = ""
    parties: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the grid; those of one `group` stand under a common head."""

    key: str
    group: str
    title: str
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What somebody must do: `who` in words ("The coordinator in Kerteminde"), until when."""

    title: str
    text: str
    who: str
    due_on: dt.date
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one app has to tell."""

    activities: Sequence[Activity] = ()
    columns: Sequence[Column] = ()
    waiting: Sequence[Waiting] = ()
    #: The next thing that happens, as day and sentence.
    ahead: Sequence[tuple[dt.date, str]] = field(default_factory=tuple)


def day_words(day: dt.date) -> str:
    """The day as `short_date` says it. A home names hundreds: each is written once a year."""
    return _day_words(day, get_language(), timezone.localdate().year)


@lru_cache(maxsize=8192)
def _day_words(day: dt.date, language: str, year: int) -> str:
    # The year is left out where it is this one, so that it belongs to the key.
    del language, year
    return short_date(day)


Tell = Callable[[Asked], Found]
_told: list[Tell] = []


def register(tell: Tell) -> Tell:
    """Let an app tell its part."""
    _told.append(tell)
    return tell


def all_of(asked: Asked) -> Found:
    """What all apps tell, in the order in which they were registered."""
    found = [tell(asked) for tell in _told]
    return Found(
        activities=[one for part in found for one in part.activities],
        columns=[one for part in found for one in part.columns],
        waiting=sorted((one for part in found for one in part.waiting), key=lambda one: one.due_on),
        ahead=sorted(one for part in found for one in part.ahead),
    )

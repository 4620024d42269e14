"""When a reminder may leave: the one place that decides it, without asking the database.

1. At most one letter in 14 days about one place to one person, over all kinds.
2. Told once, a cause is told again only when it has begun anew after the place has acted.
3. Not on the day of new advice from the coach, and not the day after.
4. Not while the place's reminders are paused.
5. As the person wants it: at once, in the evening, on Mondays, not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from reminders.models import Rhythm

#: Days from one letter about a place to the next.
GAP = 14
DAY = dt.timedelta(days=1)
MONDAY = 0
#: Nobody's phone shall ring at night: the local hour from which letters are written.
FIRST_HOUR, EVENING_HOUR = 6, 17
#: No chain of pauses is longer; a loop that never ends would stop the clock.
_MOST_MOVES = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one place and one person.

    `told` gives for each (kind, thing) when the person was last reminded of it.
    """

    rhythm: str = Rhythm.AT_ONCE
    last_on: dt.date | None = None
    told: Mapping[tuple[str, str], dt.datetime] = field(default_factory=dict)
    acted_at: dt.datetime | None = None
    advised_on: dt.date | None = None
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()


def is_armed(kind: str, thing: str, on: dt.date, standing: Standing) -> bool:
    """Whether the cause may be told at all: never told, or begun anew after the place acted."""
    told_at = standing.told.get((kind, thing))
    if told_at is None:
        return True
    acted = standing.acted_at is not None and standing.acted_at > told_at
    return acted and on > timezone.localdate(told_at)


def leaves_on(
    kind: str,
    thing: str,
    on: dt.date,
    standing: Standing,
    *,
    today: dt.date,
    until: dt.date | None = None,
) -> dt.date | None:
    """The first day from today on which the cause may be told; None: never as things stand.

    `on` is the first day by its kind, `until` the last one.
    """
    if standing.rhythm == Rhythm.NONE or not is_armed(kind, thing, on, standing):
        return None
    day = max(on, today)
    for _move in range(_MOST_MOVES):
        later = _later(day, standing)
        if later == day:
            return None if until is not None and day > until else day
        day = later
    return None


def _later(day: dt.date, standing: Standing) -> dt.date:
    """The day itself where nothing stands against it, else the first that it moves to."""
    if standing.last_on is not None:
        day = max(day, standing.last_on + GAP * DAY)
    if standing.advised_on is not None and standing.advised_on <= day <= standing.advised_on + DAY:
        day = standing.advised_on + 2 * DAY
    for first, last in standing.pauses:
        if first <= day <= last:
            day = last + DAY
    if standing.rhythm == Rhythm.MONDAY and day.weekday() != MONDAY:
        day += (7 - day.weekday()) * DAY
    return day


def hour_has_come(rhythm: str, hour: int) -> bool:
    """Whether a letter that is of today may leave at this hour."""
    return hour >= (EVENING_HOUR if rhythm == Rhythm.EVENING else FIRST_HOUR)

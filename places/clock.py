"""The support clock: 18 months (or what the programme gives), with pauses and extensions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from places.models import ClockChange, Participation


def clock_months(participation: Participation, changes: Iterable[ClockChange]) -> int:
    """Months of support in all: what was agreed at the start and every extension."""
    return participation.support_months + sum(change.months or 0 for change in changes)


def support_end(participation: Participation, changes: Iterable[ClockChange]) -> dt.date:
    """The last day of the support. A pause moves it by its length, both days counted."""
    changes = list(changes)
    paused = sum(change.days for change in changes)
    months = clock_months(participation, changes)
    return participation.started_on + relativedelta(months=months) + dt.timedelta(days=paused - 1)


@lru_cache(maxsize=65536)
def months_used(*, total: int, ends_on: dt.date, on: dt.date) -> int:
    """Whole months of the support that are behind on the given day, 0 to `total`.

    Counted backwards from the end, so that pauses and extensions need no reading. Kept, since
    a table of ten thousand places has few different ends and counting months is slow.
    """
    if on > ends_on:
        return total
    left = relativedelta(ends_on + dt.timedelta(days=1), on)
    begun = left.years * 12 + left.months + (1 if left.days else 0)
    return max(0, total - begun)


def month_end(started_on: dt.date, month: int) -> dt.date:
    """The last day of the given month of a process (month 1 begins on the start day)."""
    return started_on + relativedelta(months=month) - dt.timedelta(days=1)

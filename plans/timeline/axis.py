"""The time axis of the plan's timeline: months, quarters or years between two days.

A day's place is counted in months since the year 0, so that no date is too early or too late
for it, and every month is equally wide.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from core.charts import nice_step

MONTHS_IN_YEAR = 12
#: Up to so many months the axis counts months, then quarters, then years.
MOST_MONTHS, MOST_IN_QUARTERS = 24, 72
#: An axis is at least this long, so that a single week is not as wide as the page.
LEAST_MONTHS = 6
YEAR_TICKS = 12


def month_of(day: dt.date, *, end: bool = False) -> float:
    """Months since the year 0. A day is as long as it is: `end` is its last moment."""
    length = monthrange(day.year, day.month)[1]
    return day.year * MONTHS_IN_YEAR + day.month - 1 + (day.day - (0 if end else 1)) / length


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months from `low` to `high`, drawn from `left` to `right`.

    `step` is the number of months from one tick to the next: 1, 3, or whole years.
    """

    low: int
    high: int
    step: int
    left: float
    right: float

    def at(self, day: dt.date, *, end: bool = False) -> float:
        """Where a day begins, or with `end` where it ends."""
        return self.place(month_of(day, end=end))

    def place(self, month: float) -> float:
        """Where a month lies."""
        share = (month - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """The marks with their words: "Mar", "Q2" or "2031"."""
        return [(self.place(month), self._word(month)) for month in self._steps(self.step)]

    def years(self) -> list[tuple[float, str]]:
        """Where each year begins, for the line above months and quarters; the first one too."""
        if self.step >= MONTHS_IN_YEAR:
            return []
        starts = self._steps(MONTHS_IN_YEAR)
        if not starts or starts[0] - self.low >= self.step:
            starts.insert(0, self.low)
        return [(self.place(month), str(month // MONTHS_IN_YEAR)) for month in starts]

    def _steps(self, step: int) -> list[int]:
        first = -(-self.low // step) * step
        return list(range(first, self.high, step))

    def _word(self, month: int) -> str:
        if self.step >= MONTHS_IN_YEAR:
            return str(month // MONTHS_IN_YEAR)
        number = month % MONTHS_IN_YEAR
        if self.step == 1:
            return str(MONTHS_3[number + 1]).capitalize()
        return _("Q%(quarter)s") % {"quarter": number // 3 + 1}


def axis_over(days: Iterable[dt.date], *, left: float, right: float) -> Axis:
    """An axis on which all the days lie. Raises ValueError without any day."""
    listed = list(days)
    if not listed:
        raise ValueError("an axis needs at least one day")
    low = int(month_of(min(listed)))
    high = max(int(month_of(max(listed))) + 1, low + LEAST_MONTHS)
    step = 1
    if high - low > MOST_MONTHS:
        step = 3
    if high - low > MOST_IN_QUARTERS:
        step = MONTHS_IN_YEAR * max(1, round(nice_step((high - low) / MONTHS_IN_YEAR, YEAR_TICKS)))
    unit = min(step, MONTHS_IN_YEAR)
    return Axis(low // unit * unit, -(-high // unit) * unit, step, left, right)

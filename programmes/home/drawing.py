"""The timeline of a programme's home: a small SVG for each activity, all over the same months.

The words stand beside it in the page, so that nothing is told by the picture alone. Shapes: a
disc was held, a ring is planned, a square lacks something. Colours are classes of home.css.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.dates import span
from programmes.activities import STATES, Activity, Mark, Shape, day_words

WIDTH, ROW, BAR, RADIUS = 880, 44, 20, 6
#: A bar is at least so wide, and more months than these are told by quarters.
LEAST, MOST_MONTHS = 8, 18
#: A letter of the bar's words, in units of the picture.
LETTER = 7


def mark(shape: Shape, x: float, y: float, title: str = "") -> str:
    """One mark, with its words for who points at it."""
    name = f"<title>{escape(title)}</title>" if title else ""
    if shape == "lacks":
        side = RADIUS * 2 - 2
        place = f'x="{x - side / 2}" y="{y - side / 2}" width="{side}" height="{side}"'
        return f'<rect class="hm-lacks" {place} rx="1">{name}</rect>'
    if shape == "stop":
        r = RADIUS
        return f'<path class="hm-stop" d="M{x} {y - r}l{r} {r}l-{r} {r}l-{r}-{r}z">{name}</path>'
    look = "hm-done" if shape == "done" else "hm-ring"
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="{RADIUS}">{name}</circle>'


def sign(shape: Shape) -> SafeString:
    """A mark of the grid or a legend; its words stand beside it."""
    if shape == "none":
        return SafeString()
    return mark_safe(
        f'<svg class="hm" viewBox="0 0 16 16" aria-hidden="true">{mark(shape, 8, 8)}</svg>'
    )


#: Parties by their order: circle, square, triangle, diamond.
_PARTIES = (
    '<circle cx="8" cy="8" r="6"/>',
    '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/>',
    '<path d="M8 2l6.5 11.5h-13z"/>',
    '<path d="M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z"/>',
)


def party(number: int, *, there: bool) -> SafeString:
    """The shape of a party, filled where it was there."""
    look = f"hm-party-{number % len(_PARTIES)}" if there else "hm-missing"
    shape = _PARTIES[number % len(_PARTIES)]
    return mark_safe(f'<svg class="hm {look}" viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>')


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to units, from the first day of a month to the last of another."""

    first: dt.date
    last: dt.date

    @classmethod
    def over(cls, days: Sequence[dt.date]) -> Scale:
        """Whole months round the days."""
        last = (max(days).replace(day=1) + dt.timedelta(days=31)).replace(day=1)
        return cls(min(days).replace(day=1), last - dt.timedelta(days=1))

    def at(self, day: dt.date) -> float:
        """Where the day begins."""
        days = (self.last - self.first).days + 1
        return round((day - self.first).days / days * WIDTH, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Where months (or quarters) begin, with their names."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = 1 if months <= MOST_MONTHS else 3 if months <= MOST_MONTHS * 3 else 12
        found, year = [], 0
        for number in range(months):
            month = (self.first.month - 1 + number) % 12 + 1
            at = dt.date(self.first.year + (self.first.month - 1 + number) // 12, month, 1)
            if (month - 1) % step and number:
                continue
            name = str(MONTHS_3[month])
            if months > 12 and at.year != year:  # noqa: PLR2004 - a year's months need no year
                name = f"{name} {at.year}" if step < 12 else str(at.year)  # noqa: PLR2004
            year = at.year
            found.append((self.at(at), name))
        return found


class Timeline:
    """Draws the rows of one home over the same months."""

    def __init__(self, activities: Sequence[Activity], today: dt.date) -> None:
        days = [
            day
            for one in activities
            for day in (one.first_on, one.last_on, *(mark.day for mark in one.marks))
            if day
        ]
        self.today = today
        self.scale = Scale.over(days) if days else None
        if self.scale:
            shown = self.scale.first <= today <= self.scale.last
            self._today = round(self.scale.at(today), 1) if shown else None
            self._ticks = self.scale.ticks()
            # Longer than the row, which is cut: lines meet from row to row.
            lines = "".join(f"M{x} {-ROW}V{ROW * 2}" for x, _name in self._ticks)
            line = (
                f'<path class="hm-today" d="M{self._today} {-ROW}V{ROW * 2}"/>'
                if self._today is not None
                else ""
            )
            self._under, self._over = f'<path class="hm-grid" d="{lines}"/>', line

    def head(self) -> SafeString:
        """The months, and today."""
        if self.scale is None:
            return SafeString()
        names = "".join(
            f'<text class="hm-month" x="{x + 6}" y="18">{escape(name)}</text>'
            for (x, name), (after, _later) in pairwise([*self._ticks, (WIDTH + LEAST, "")])
            if after - x > len(name) * LETTER
        )
        today = ""
        if self._today is not None:
            word = escape(_("today"))
            wide = len(word) * LETTER + 14
            at = min(max(self._today - wide / 2, 0), WIDTH - wide)
            today = (
                f'<rect class="hm-flag" x="{at}" y="24" width="{wide}" height="18" rx="3"/>'
                f'<text class="hm-flag-text" x="{at + wide / 2}" y="37" text-anchor="middle">'
                f"{word}</text>"
            )
        return self._svg(f"{names}{today}")

    def row(self, activity: Activity) -> SafeString:
        """The bar of an activity with its marks."""
        first, last = activity.first_on, activity.last_on
        if self.scale is None or first is None or last is None:
            return SafeString()
        x, y = self.scale.at(first), ROW / 2
        wide = max(self.scale.at(last + dt.timedelta(days=1)) - x, LEAST)
        bar = (
            f'<rect class="hm-bar-{activity.state(self.today)}" x="{x}" y="{y - BAR / 2}"'
            f' width="{round(wide, 1)}" height="{BAR}" rx="3"/>'
        )
        marks = "".join(self._mark(one, y) for one in activity.marks)
        words = ""
        if activity.bar and len(activity.bar) * LETTER + 16 <= wide:
            words = f'<text class="hm-words" x="{x + 10}" y="{y + 4}">{escape(activity.bar)}</text>'
        return self._svg(f"{bar}{self._over}{words}{marks}")

    def _mark(self, one: Mark, y: float) -> str:
        assert self.scale is not None  # noqa: S101 - a row with a day has one
        noon = self.scale.at(one.day) + WIDTH / ((self.scale.last - self.scale.first).days + 1) / 2
        x = round(min(max(noon, RADIUS), WIDTH - RADIUS), 1)
        return mark(one.shape, x, y, f"{day_words(one.day)}: {one.title}")

    def _svg(self, inside: str) -> SafeString:
        return mark_safe(
            f'<svg class="hm-row" viewBox="0 0 {WIDTH} {ROW}" aria-hidden="true">'
            f"{self._under}{inside}</svg>"
        )


def told(activity: Activity, today: dt.date) -> str:
    """What the bar shows, in words: "1 May – 24 June, under way"."""
    first, last = activity.first_on, activity.last_on
    state = str(STATES[activity.state(today)])
    if first is None or last is None:
        return state
    days = span(first, last) if first != last else day_words(first)
    return f"{days} · {state}"

"""The timeline of many places as SVG: a row each, its steps in time, the gate, the support's end.

A step that is done ends on the day on which its last line was settled before the next one's; the
step that is now reaches until today; those ahead share what is left of the support. Words and
days stand in the table beside it, so that nothing is told by the picture alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.components import GATE_WORDS
from core.dates import short_date
from core.palette import paint
from places.models import GateState
from places.timeline.marks import Mark

#: In units of the picture, which scales to the page.
WIDTH, LEFT, RIGHT = 1000, 190, 12
TOP, ROW, BAR = 34, 40, 14
NAME_LENGTH = 24
#: So many ticks fit the axis.
MOST_TICKS = 14
_GATE_LOOK = {
    GateState.CLOSED: "st-gc",
    GateState.WAITING: "st-go",
    GateState.PASSED: "st-gp",
    GateState.CONDITIONS: "st-gp",
    GateState.RETURNED: "st-gr",
    GateState.STOPPED: "st-gs",
}


class Part(NamedTuple):
    """A step in time: its number, its letter of the strip (d, n, a), from when until when."""

    order: int
    letter: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Track:
    """One place on the timeline."""

    pk: int
    name: str
    municipality: str
    programme: int
    url: str
    started_on: dt.date
    ends_on: dt.date
    parts: list[Part]
    current_step: int
    gate_state: str
    gate_on: dt.date | None
    marks: list[Mark] = field(default_factory=list)

    @property
    def gate_words(self) -> str:
        """The gate in words, with its day where there is one."""
        if not self.gate_state:
            return ""
        said = str(GATE_WORDS[self.gate_state])
        known = self.gate_on and self.gate_state != GateState.CLOSED
        return f"{said} {short_date(self.gate_on)}" if known else said


def parts_of(
    progress: str,
    started_on: dt.date,
    ends_on: dt.date,
    settled: Mapping[int, Collection[dt.date]],
    today: dt.date,
) -> list[Part]:
    """The steps in time; `settled` are the days on which lines of each step were settled."""
    done = _done_on(progress, started_on, settled, today)
    found: list[Part] = []
    at = started_on
    ahead = progress.count("a")
    for order, letter in enumerate(progress, start=1):
        if letter == "d":
            last = max(at, done[order])
        elif letter == "n":
            last = max(at, today)
        else:
            at = max(at, today)  # what is ahead was not begun while the gate's decision is awaited
            last = at + dt.timedelta(days=max((ends_on - at).days, 0) // ahead)
            ahead -= 1
        found.append(Part(order, letter, at, last))
        at = last
    return found


def _done_on(
    progress: str,
    started_on: dt.date,
    settled: Mapping[int, Collection[dt.date]],
    today: dt.date,
) -> dict[int, dt.date]:
    """When each done step was over, never later than the step after it.

    A line that was settled again long afterwards does not stretch its step. Where no day fits,
    the step has its even share of the time until the next one that is known.
    """
    orders = [order for order, letter in enumerate(progress, start=1) if letter == "d"]
    known: dict[int, dt.date] = {}
    limit = today
    for order in reversed(orders):
        fitting = [day for day in settled.get(order, ()) if started_on < day <= limit]
        if fitting:
            limit = known[order] = max(fitting)
    found: dict[int, dt.date] = {}
    at = started_on
    for number, order in enumerate(orders):
        following = next((n for n in range(number, len(orders)) if orders[n] in known), None)
        until = today if following is None else known[orders[following]]
        steps = (len(orders) if following is None else following + 1) - number
        at = found[order] = max(at, at + (until - at) // steps)
    return found


@dataclass(frozen=True, slots=True)
class _Axis:
    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        whole = max(1, (self.last - self.first).days)
        share = (min(max(day, self.first), self.last) - self.first).days / whole
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def ticks(self) -> list[dt.date]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every = next((n for n in (1, 2, 3, 6) if months / n <= MOST_TICKS), 12)
        day, found = self.first.replace(day=1), []
        while day <= self.last:
            if day >= self.first and (day.month - 1) % every == 0:
                found.append(day)
            day += relativedelta(months=1)
        return found


def reach(tracks: Iterable[Track], today: dt.date) -> tuple[dt.date, dt.date]:
    """From the first start to the last end of support; at least a year."""
    some = list(tracks)
    first = min((one.started_on for one in some), default=today)
    last = max((max(one.ends_on, one.parts[-1].last if one.parts else one.ends_on)
                for one in some), default=today)  # fmt: skip
    return first, max(last, first + dt.timedelta(days=365))


def draw(
    tracks: Sequence[Track], own: Sequence[tuple[str, list[Mark]]], today: dt.date
) -> SafeString:
    """The picture. `own` are the programmes' own days, by the programme's name."""
    axis = _Axis(*reach(tracks, today))
    height = TOP + ROW * (len(own) + len(tracks)) + 8
    marks = [_grid(axis, height, today)]
    for number, (name, days) in enumerate(own):
        y = TOP + ROW * number + ROW / 2
        marks.append(_name(name, y, ""))
        marks += [_dot(axis, one, y) for one in days]
    for number, track in enumerate(tracks, start=len(own)):
        marks.append(_row(axis, track, TOP + ROW * number + ROW / 2))
    title, desc = _("Timeline of the places"), _description(tracks, axis)
    return mark_safe(
        f'<svg class="timeline-svg" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-labelledby="tl-title tl-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="tl-title">{escape(title)}</title><desc id="tl-desc">{escape(desc)}</desc>'
        f"{''.join(marks)}</svg>"
    )


def _description(tracks: Sequence[Track], axis: _Axis) -> str:
    return _(
        "%(count)d places from %(first)s to %(last)s. The table below says the same in words."
    ) % {
        "count": len(tracks),
        "first": date_format(axis.first, "YEAR_MONTH_FORMAT"),
        "last": date_format(axis.last, "YEAR_MONTH_FORMAT"),
    }  # fmt: skip


def _grid(axis: _Axis, height: int, today: dt.date) -> str:
    marks = []
    for day in axis.ticks():
        x = axis.at(day)
        label = date_format(day, "M Y") if day.month == 1 else date_format(day, "M")
        marks.append(f'<path {paint("ch-grid", "page")} d="M{x} {TOP - 8}V{height}"/>')
        marks.append(f'<text {paint("ch-t", "page")} x="{x + 3}" y="{TOP - 14}">{label}</text>')
    if axis.first <= today <= axis.last:
        x = axis.at(today)
        marks.append(f'<path class="tl-today" d="M{x} {TOP - 10}V{height}"/>')
    return "".join(marks)


def _row(axis: _Axis, track: Track, y: float) -> str:
    marks = [_name(track.name, y, track.url)]
    top = y - BAR / 2
    for one in track.parts:
        x, end = axis.at(one.first), axis.at(one.last)
        width = max(end - x - 1.5, 1.5)
        marks.append(
            f'<rect {paint(f"st-{one.letter}", "page")} x="{x}" y="{top}" width="{width:.1f}" '
            f'height="{BAR}" rx="2.5"/>'
        )
    if track.gate_state and track.gate_on:
        x, d = axis.at(track.gate_on), 8
        look = _GATE_LOOK[GateState(track.gate_state)]
        marks.append(f'<path class="tl-gate {look}" d="M{x} {y - d}l{d} {d}-{d} {d}-{d}-{d}z"/>')
    x = axis.at(track.ends_on)
    marks.append(f'<path class="tl-end" d="M{x} {y - 12}v24"/>')
    marks += [_dot(axis, one, y + 13) for one in track.marks]
    return "".join(marks)


def _name(name: str, y: float, url: str) -> str:
    short = name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
    text = f'<text class="tl-name" x="0" y="{y + 5}">{escape(short)}</text>'
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _dot(axis: _Axis, mark: Mark, y: float) -> str:
    words = escape(f"{mark.title}, {short_date(mark.on)}")
    x = axis.at(mark.on)
    return f'<circle class="tl-meeting" cx="{x}" cy="{y}" r="4"><title>{words}</title></circle>'

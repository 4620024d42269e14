"""The plan's timeline as one SVG: from plain rows to a picture, for pages and for paper.

Nothing here asks the database. Each action has a line of its own: its name and state in words
above, its bar below. The state is told by shape and words, never by colour alone. Months do
not move: what has no dates to draw is told in words by the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import span
from core.palette import Palette, paint
from plans.models import RUNNING, ActionState
from plans.timeline.axis import Axis, axis_over

WIDTH, SIDE = 1000, 6
HEAD, ROW, GOAL, FOOT = 64, 40, 34, 8
BAR, BAR_TOP, DIAMOND = 12, 21, 8
#: Height of an A4 sheet on its side, 14 mm margins taken off, in units of a picture that is as
#: wide as the sheet. No row is cut there, and months stand anew on top of each sheet.
SHEET = 676
#: A bar is never thinner than this, or one day in ten years would not be seen.
LEAST_BAR = 4.0
#: Breadth of a letter of the names, on the safe side; what does not fit ends in "…".
LETTER, SMALL_LETTER = 7.6, 6.9
LEAST_LETTERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """An action as the timeline knows it, in the plan's order. `needs` are keys of other rows."""

    key: int
    title: str
    state: str
    goal: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    done_on: dt.date | None = None
    responsible: str = ""
    needs: tuple[int, ...] = ()

    @property
    def last_on(self) -> dt.date | None:
        """The day on which its bar ends: the day it was done, else the planned end."""
        return self.finished_on or self.ends_on

    @property
    def first_on(self) -> dt.date | None:
        """The day on which its bar starts; None when it is a day alone, drawn as a diamond."""
        last = self.last_on
        return self.starts_on if self.starts_on and last and self.starts_on <= last else None

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to draw: an end. What was dropped is only told."""
        return self.last_on is not None and self.state != ActionState.DROPPED

    @property
    def finished_on(self) -> dt.date | None:
        """The day on which it was done; a state that is no longer "done" has none."""
        return self.done_on if self.state == ActionState.DONE else None

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its end has passed while it is planned or under way."""
        return self.state in RUNNING and self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row with its place: where its bar is, in units of the picture."""

    row: TimelineRow
    x: float
    end: float
    top: int

    @property
    def middle(self) -> float:
        """The middle of the bar, from above."""
        return self.top + BAR_TOP + BAR / 2

    @property
    def left(self) -> float:
        """Where a line that leads to it ends: a diamond reaches out further than its day."""
        return self.x if self.row.first_on else self.right - 2 * DIAMOND

    @property
    def right(self) -> float:
        """Where a line that leads on from it begins."""
        return self.end if self.row.first_on else _inside(self.end) + DIAMOND


def goal_mark(goal: str, top: int, palette: Palette) -> str:
    """A line across, and the goal's name under it."""
    name = goal or pgettext("actions without a goal", "Other actions")
    return (
        f'<path {paint("ch-axis", palette)} d="M{SIDE} {top + 6}H{WIDTH - SIDE}"/>'
        f'<text {paint("gt-g", palette)} x="{SIDE}" y="{top + 25}">'
        f"{escape(cut(name, 110))}</text>"
    )


def scale_marks(axis: Axis, height: int, palette: Palette) -> str:
    """The grid, years on top and months, quarters or years under them."""
    text, bold = paint("ch-t", palette), paint("gt-y", palette)
    bottom = height - FOOT
    ticks = axis.ticks()
    lines = "".join(f"M{x} {HEAD - 6}V{bottom}" for x, _word in ticks)
    marks = [f'<path {paint("ch-grid", palette)} d="{lines}"/>']
    years = axis.years()
    if years:
        lines = "".join(f"M{x} 24V{bottom}" for x, _word in years)
        marks.append(f'<path {paint("gt-yl", palette)} d="{lines}"/>')
        # A year of which only the last weeks are shown has no room for its number.
        last = years[1][0] if len(years) > 1 else WIDTH
        years = years if last - years[0][0] > 4 * LETTER + 6 else years[1:]
    for top in range(0, bottom, SHEET):
        marks += [
            f'<text {text} x="{x + 3}" y="{top + HEAD - 9}">{escape(word)}</text>'
            for x, word in ticks
        ]
        marks += [f'<text {bold} x="{x + 3}" y="{top + 36}">{word}</text>' for x, word in years]
    return "".join(marks)


def today_mark(axis: Axis, today: dt.date | None, height: int, palette: Palette) -> str:
    """The line of the day, with its word on a line of its own above years and months."""
    if today is None:
        return ""
    x = axis.at(today)
    right = x < WIDTH * 0.85
    anchor, beside = ("start", x + 5) if right else ("end", x - 5)
    return (
        f'<path {paint("gt-now", palette)} d="M{x} 18V{height - FOOT}"/>'
        f'<path {paint("gt-nowm", palette)} d="M{x - 5} 16h10l-5 7z"/>'
        f'<text {paint("gt-nowt", palette)} x="{beside}" y="12" text-anchor="{anchor}">'
        f"{escape(_('Today'))}</text>"
    )


def bar_mark(one: Drawn, axis: Axis, today: dt.date | None, palette: Palette) -> str:
    """A bar in the shape of its state, or a diamond for a day without a start."""
    row, y = one.row, one.top + BAR_TOP
    marks = []
    if row.first_on is None:
        look = "gt-m" if row.state == ActionState.DONE else f"gt-{_LOOKS[row.state]}"
        marks.append(_diamond(one.end, one.middle, look, palette))
    else:
        look = paint(f"gt-{_LOOKS[row.state]}", palette)
        wide = round(one.end - one.x, 1)
        marks.append(f'<rect {look} x="{one.x}" y="{y}" width="{wide}" height="{BAR}" rx="3"/>')
        if row.state == ActionState.PAUSED and wide > LEAST_BAR * 2:
            marks.append(
                f'<path {paint("gt-hs", palette)} d="M{one.x + 3} {one.middle}H{one.end - 2}"/>'
            )
        if row.finished_on is not None:
            marks.append(_diamond(one.end, one.middle, "gt-m", palette))
    if today is not None and row.is_overdue(today):
        now = axis.at(today)
        marks.append(f'<path {paint("gt-l", palette)} d="M{one.end} {one.middle}H{now}"/>')
    return "".join(marks)


def _diamond(x: float, y: float, look: str, palette: Palette) -> str:
    d = DIAMOND
    return f'<path {paint(look, palette)} d="M{_inside(x)} {y - d}l{d} {d}-{d} {d}-{d}-{d}z"/>'


def _inside(x: float) -> float:
    """The middle of a diamond for this place, so that the whole of it is seen."""
    return min(max(x, SIDE + DIAMOND), WIDTH - SIDE - DIAMOND)


#: The look of each state's bar: dashed, washed, filled, striped, pale with a diamond.
_LOOKS = {
    ActionState.IDEA.value: "i",
    ActionState.PLANNED.value: "p",
    ActionState.UNDER_WAY.value: "u",
    ActionState.PAUSED.value: "h",
    ActionState.DONE.value: "d",
}


class RowWords:
    """Writes the words above a bar; the states' names are looked up once."""

    def __init__(self, today: dt.date | None, palette: Palette) -> None:
        self.today = today
        self.names = {state.value: str(state.label) for state in ActionState}
        self.late = _("Overdue")
        self.strong, self.soft = paint("gt-t", palette), paint("gt-s", palette)
        self.warn = paint("gt-lt", palette)

    def of(self, one: Drawn) -> str:
        """The name, then state and responsible, on the side of the bar that has more room."""
        row = one.row
        late = self.today is not None and row.is_overdue(self.today)
        state = self.names[row.state]
        behind = (len(state) + (len(self.late) + 2 if late else 0)) * SMALL_LETTER + 10
        anchor, x, room = ("start", one.x, WIDTH - one.x)
        if one.x > WIDTH / 2:
            anchor, x, room = ("end", min(one.end, WIDTH - SIDE), min(one.end, WIDTH) - SIDE)
        name = cut(row.title, max(LEAST_LETTERS, int((room - behind) / LETTER)))
        left = room - behind - len(name) * LETTER
        who = cut(row.responsible, int(left / SMALL_LETTER) - 2)
        told = f"{state} · {who}" if who else state
        full = f"<title>{escape(row.title)}</title>" if name != row.title else ""
        warn = f'<tspan {self.warn} dx="7">{escape(self.late)}</tspan>' if late else ""
        return (
            f'<text {self.strong} x="{x}" y="{one.top + 15}" text-anchor="{anchor}">{full}'
            f'{escape(name)}{warn}<tspan {self.soft} dx="7">{escape(told)}</tspan></text>'
        )


def on_one_sheet(top: int, height: int) -> int:
    """Where something begins that must not be cut in two at the end of a printed sheet."""
    return top if top % SHEET + height <= SHEET else (top // SHEET + 1) * SHEET + HEAD


def cut(text: str, letters: int) -> str:
    """The text in at most so many letters; "" where not even a few would fit."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rstrip()}…" if letters >= LEAST_LETTERS / 2 else ""


def link_marks(placed: dict[int, Drawn], palette: Palette) -> Iterator[str]:
    """From the end of what is waited for to the bar that waits; dashed where it starts earlier."""
    for one in placed.values():
        for key in one.row.needs:
            need = placed.get(key)
            if need is None or key == one.row.key:
                continue
            look = paint("gt-dx" if one.x < need.end - 1 else "gt-dep", palette)
            out, under = min(need.right + 5, WIDTH - 1), need.top + ROW - 3
            to = max(one.left, 8)
            yield (
                f'<path {look} d="M{need.right} {need.middle}H{out}V{under}H{max(to - 8, 1)}'
                f'V{one.middle}H{to}"/>'
                f'<path {paint("gt-tip", palette)} d="M{to} {one.middle}l-6-3.5v7z"/>'
            )


def timeline_svg(
    rows: Iterable[TimelineRow],
    *,
    today: dt.date | None,
    title: str,
    palette: Palette = "page",
) -> SafeString:
    """Draw the rows that have an end, by goal, in the active language; "" when none has.

    Without `today` (a frozen plan) no line of the day is drawn and nothing is overdue.
    """
    drawn = [row for row in rows if row.is_drawn]
    if not drawn:
        return SafeString()
    days = [day for row in drawn for day in (row.first_on, row.last_on) if day]
    axis = axis_over([*days, *([today] if today else [])], left=SIDE, right=WIDTH - SIDE)
    marks: list[str] = []
    placed: dict[int, Drawn] = {}
    top = HEAD
    text = RowWords(today, palette)
    for goal, group in groupby(drawn, key=lambda row: row.goal):
        top = on_one_sheet(top, GOAL + ROW)
        marks.append(goal_mark(goal, top, palette))
        top += GOAL
        for row in group:
            top = on_one_sheet(top, ROW)
            one = _place(row, axis, top)
            placed[row.key] = one
            marks += [bar_mark(one, axis, today, palette), text.of(one)]
            top += ROW
    height = top + FOOT
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title><desc>{escape(describe(drawn, today))}</desc>",
        scale_marks(axis, height, palette),
        today_mark(axis, today, height, palette),
        *link_marks(placed, palette),
        *marks,
        "</svg>",
    ]
    return mark_safe("".join(parts))


def timeline_pages(
    rows: Sequence[TimelineRow],
    *,
    today: dt.date | None,
    title: str,
    palette: Palette = "paper",
    most: int = 14,
) -> list[SafeString]:
    """The timeline in pictures of at most `most` actions each, for paper that cannot scroll."""
    drawn = [row for row in rows if row.is_drawn]
    return [
        timeline_svg(drawn[first : first + most], today=today, title=title, palette=palette)
        for first in range(0, len(drawn), most)
    ]


def height_of(drawn: Sequence[TimelineRow]) -> int:
    """How high the picture of these rows is before it is parted into sheets."""
    goals = sum(1 for _goal in groupby(drawn, key=lambda row: row.goal))
    return HEAD + goals * GOAL + len(drawn) * ROW + FOOT


def describe(drawn: Sequence[TimelineRow], today: dt.date | None) -> str:
    """What the picture shows, as sentences: how many actions, from when to when, how many late."""
    ends = [day for row in drawn if (day := row.last_on)]
    if not ends:
        return ""
    starts = [row.first_on or row.last_on for row in drawn]
    said = [
        ngettext(
            "%(count)s line, %(days)s.",
            "%(count)s lines, %(days)s.",
            len(drawn),
        )
        % {"count": len(drawn), "days": span(min(day for day in starts if day), max(ends))}
    ]
    late = sum(row.is_overdue(today) for row in drawn) if today else 0
    if late:
        said.append(
            ngettext("%(count)s is overdue.", "%(count)s are overdue.", late) % {"count": late}
        )
    return " ".join(said)


def _place(row: TimelineRow, axis: Axis, top: int) -> Drawn:
    last = row.last_on
    assert last is not None  # noqa: S101 - `is_drawn` says so
    end = axis.at(last, end=True)
    x = min(axis.at(row.first_on or last), round(end - LEAST_BAR, 1))
    if x < axis.left:
        x, end = axis.left, max(end, axis.left + LEAST_BAR)
    return Drawn(row, x, end, top)

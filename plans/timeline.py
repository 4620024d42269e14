"""The plan's timeline as one SVG: from plain rows to a picture, for pages and for paper.

Nothing here asks the database. Each action has a line of its own: its name and state in words
above, its bar below. The state is told by shape and words, never by colour alone. Months do
not move: what has no dates to draw is told in words by `plans.timeline_words`.
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

from core.dates import short_date
from core.palette import Palette, paint
from plans.models import RUNNING, ActionState
from plans.timeline_axis import Axis, axis_over

WIDTH, SIDE = 1000, 6
HEAD, ROW, GOAL, FOOT = 50, 40, 34, 8
BAR, BAR_TOP = 12, 21
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
        """The day on which its bar ends: the planned end, or without one the day it was done."""
        return self.ends_on or (self.done_on if self.state == ActionState.DONE else None)

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to draw: an end. What was dropped is only told."""
        return self.last_on is not None and self.state != ActionState.DROPPED

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its end has passed while it is planned or under way."""
        return self.state in RUNNING and self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row with its place: where its bar is, in units of the picture."""

    row: TimelineRow
    x: float
    end: float
    top: int

    @property
    def middle(self) -> float:
        return self.top + BAR_TOP + BAR / 2


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
    days = [day for row in drawn for day in (row.starts_on, row.last_on, _done(row)) if day]
    axis = axis_over([*days, *([today] if today else [])], left=SIDE, right=WIDTH - SIDE)
    marks: list[str] = []
    placed: dict[int, _Drawn] = {}
    top = HEAD
    text = _Text(today, palette)
    for goal, group in groupby(drawn, key=lambda row: row.goal):
        marks.append(_goal(goal, top, palette))
        top += GOAL
        for row in group:
            one = _place(row, axis, top)
            placed[row.key] = one
            marks += [_bar(one, axis, today, palette), text.of(one)]
            top += ROW
    height = top + FOOT
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title><desc>{escape(describe(drawn, today))}</desc>",
        _scale(axis, height, palette),
        _today(axis, today, height, palette),
        *_links(placed, palette),
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


def describe(drawn: Sequence[TimelineRow], today: dt.date | None) -> str:
    """What the picture shows, as sentences: how many actions, from when to when, how many late."""
    ends = [day for row in drawn if (day := row.last_on)]
    if not ends:
        return ""
    starts = [row.starts_on or row.last_on for row in drawn]
    said = [
        ngettext(
            "%(count)s action from %(first)s to %(last)s.",
            "%(count)s actions from %(first)s to %(last)s.",
            len(drawn),
        )
        % {
            "count": len(drawn),
            "first": short_date(min(day for day in starts if day)),
            "last": short_date(max(ends)),
        }
    ]
    late = sum(row.is_overdue(today) for row in drawn) if today else 0
    if late:
        said.append(
            ngettext("%(count)s is overdue.", "%(count)s are overdue.", late) % {"count": late}
        )
    return " ".join(said)


def _done(row: TimelineRow) -> dt.date | None:
    return row.done_on if row.state == ActionState.DONE else None


def _place(row: TimelineRow, axis: Axis, top: int) -> _Drawn:
    last = row.last_on
    assert last is not None  # noqa: S101 - `is_drawn` says so
    end = axis.at(last, end=True)
    first = row.starts_on if row.starts_on and row.starts_on <= last else last
    x = min(axis.at(first), round(end - LEAST_BAR, 1))
    if x < axis.left:
        x, end = axis.left, max(end, axis.left + LEAST_BAR)
    return _Drawn(row, x, end, top)


def _goal(goal: str, top: int, palette: Palette) -> str:
    name = goal or pgettext("actions without a goal", "Other actions")
    return (
        f'<path {paint("ch-axis", palette)} d="M{SIDE} {top + 6}H{WIDTH - SIDE}"/>'
        f'<text {paint("gt-g", palette)} x="{SIDE}" y="{top + 25}">'
        f"{escape(_cut(name, 110))}</text>"
    )


def _scale(axis: Axis, height: int, palette: Palette) -> str:
    """The grid, years on top and months, quarters or years under them."""
    text, bold = paint("ch-t", palette), paint("gt-y", palette)
    bottom = height - FOOT
    ticks = axis.ticks()
    lines = "".join(f"M{x} {HEAD - 6}V{bottom}" for x, _word in ticks)
    marks = [f'<path {paint("ch-grid", palette)} d="{lines}"/>']
    marks += [f'<text {text} x="{x + 3}" y="{HEAD - 9}">{escape(word)}</text>' for x, word in ticks]
    years = axis.years()
    if years:
        lines = "".join(f"M{x} {8}V{bottom}" for x, _word in years)
        marks.append(f'<path {paint("gt-yl", palette)} d="{lines}"/>')
        # A year of which only the last weeks are shown has no room for its number.
        last = years[1][0] if len(years) > 1 else WIDTH
        shown = years if last - years[0][0] > 4 * LETTER + 6 else years[1:]
        marks += [f'<text {bold} x="{x + 3}" y="20">{word}</text>' for x, word in shown]
    return "".join(marks)


def _today(axis: Axis, today: dt.date | None, height: int, palette: Palette) -> str:
    if today is None:
        return ""
    x = axis.at(today)
    right = x < WIDTH * 0.85
    anchor, beside = ("start", x + 5) if right else ("end", x - 5)
    return (
        f'<path {paint("gt-now", palette)} d="M{x} 26V{height - FOOT}"/>'
        f'<path {paint("gt-nowm", palette)} d="M{x - 5} 25h10l-5 7z"/>'
        f'<text {paint("gt-nowt", palette)} x="{beside}" y="20" text-anchor="{anchor}">'
        f"{escape(_('Today'))}</text>"
    )


def _bar(one: _Drawn, axis: Axis, today: dt.date | None, palette: Palette) -> str:
    """A bar in the shape of its state, or a diamond for a day without a start."""
    row, y = one.row, one.top + BAR_TOP
    marks = []
    if row.starts_on is None:
        look = "gt-m" if row.state == ActionState.DONE else f"gt-{_LOOKS[row.state]}"
        marks.append(_diamond(min(one.end, axis.right - 8), one.middle, look, palette))
    else:
        look = paint(f"gt-{_LOOKS[row.state]}", palette)
        wide = round(one.end - one.x, 1)
        marks.append(f'<rect {look} x="{one.x}" y="{y}" width="{wide}" height="{BAR}" rx="3"/>')
        if row.state == ActionState.PAUSED and wide > LEAST_BAR * 2:
            marks.append(
                f'<path {paint("gt-hs", palette)} d="M{one.x + 3} {one.middle}H{one.end - 2}"/>'
            )
        done = _done(row)
        if done is not None:
            at = min(max(axis.at(done, end=True), axis.left + 8), axis.right - 8)
            marks.append(_diamond(at, one.middle, "gt-m", palette))
    if today is not None and row.is_overdue(today):
        now = axis.at(today)
        marks.append(f'<path {paint("gt-l", palette)} d="M{one.end} {one.middle}H{now}"/>')
    return "".join(marks)


def _diamond(x: float, y: float, look: str, palette: Palette) -> str:
    return f'<path {paint(look, palette)} d="M{x} {y - 8}l8 8-8 8-8-8z"/>'


#: The look of each state's bar: dashed, washed, filled, striped, pale with a diamond.
_LOOKS = {
    ActionState.IDEA.value: "i",
    ActionState.PLANNED.value: "p",
    ActionState.UNDER_WAY.value: "u",
    ActionState.PAUSED.value: "h",
    ActionState.DONE.value: "d",
}


class _Text:
    """Writes the words above a bar; the states' names are looked up once."""

    def __init__(self, today: dt.date | None, palette: Palette) -> None:
        self.today = today
        self.names = {state.value: str(state.label) for state in ActionState}
        self.late = _("Overdue")
        self.strong, self.soft = paint("gt-t", palette), paint("gt-s", palette)
        self.warn = paint("gt-lt", palette)

    def of(self, one: _Drawn) -> str:
        """The name, then state and responsible, on the side of the bar that has more room."""
        row = one.row
        late = self.today is not None and row.is_overdue(self.today)
        state = self.names[row.state]
        behind = (len(state) + (len(self.late) + 2 if late else 0)) * SMALL_LETTER + 10
        anchor, x, room = ("start", one.x, WIDTH - one.x)
        if one.x > WIDTH / 2:
            anchor, x, room = ("end", min(one.end, WIDTH - SIDE), min(one.end, WIDTH) - SIDE)
        name = _cut(row.title, max(LEAST_LETTERS, int((room - behind) / LETTER)))
        left = room - behind - len(name) * LETTER
        who = _cut(row.responsible, int(left / SMALL_LETTER) - 2)
        told = f"{state} · {who}" if who else state
        full = f"<title>{escape(row.title)}</title>" if name != row.title else ""
        warn = f'<tspan {self.warn} dx="7">{escape(self.late)}</tspan>' if late else ""
        return (
            f'<text {self.strong} x="{x}" y="{one.top + 15}" text-anchor="{anchor}">{full}'
            f'{escape(name)}{warn}<tspan {self.soft} dx="7">{escape(told)}</tspan></text>'
        )


def _cut(text: str, letters: int) -> str:
    """The text in at most so many letters; "" where not even a few would fit."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rstrip()}…" if letters >= LEAST_LETTERS / 2 else ""


def _links(placed: dict[int, _Drawn], palette: Palette) -> Iterator[str]:
    """From the end of what is waited for to the bar that waits; dashed where it starts earlier."""
    for one in placed.values():
        for key in one.row.needs:
            need = placed.get(key)
            if need is None or key == one.row.key:
                continue
            look = paint("gt-dx" if one.x < need.end - 1 else "gt-dep", palette)
            out = min(need.end + 5, WIDTH - 1)
            tip = BAR_TOP if one.top > need.top else BAR_TOP + BAR
            to = max(one.x + 1, min(one.x + 4, one.end))
            bend = one.top + tip + (-5 if one.top > need.top else 5)
            arrow = "l-3.5-5h7z" if one.top > need.top else "l-3.5 5h7z"
            yield (
                f'<path {look} d="M{need.end} {need.middle}H{out}V{bend}H{to}'
                f'V{one.top + tip}"/><path {paint("gt-tip", palette)} '
                f'd="M{to} {one.top + tip}{arrow}"/>'
            )

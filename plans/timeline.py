"""The plan's timeline as one SVG: from plain rows to a picture, for pages and for paper.

Nothing here asks the database. Each action has a line of its own: its name and state in words
above, its bar below. The state is told by shape and words, never by colour alone. Months do
not move: what has no dates to draw is told in words by `plans.timeline_words`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from core.dates import short_date
from core.palette import Palette
from plans.timeline_axis import Axis, axis_over
from plans.timeline_marks import (
    FOOT,
    GOAL,
    HEAD,
    LEAST_BAR,
    ROW,
    SIDE,
    WIDTH,
    Drawn,
    RowWords,
    TimelineRow,
    bar_mark,
    goal_mark,
    link_marks,
    on_one_sheet,
    scale_marks,
    today_mark,
)

__all__ = ["WIDTH", "TimelineRow", "describe", "height_of", "timeline_pages", "timeline_svg"]


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


def _place(row: TimelineRow, axis: Axis, top: int) -> Drawn:
    last = row.last_on
    assert last is not None  # noqa: S101 - `is_drawn` says so
    end = axis.at(last, end=True)
    x = min(axis.at(row.first_on or last), round(end - LEAST_BAR, 1))
    if x < axis.left:
        x, end = axis.left, max(end, axis.left + LEAST_BAR)
    return Drawn(row, x, end, top)

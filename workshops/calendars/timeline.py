"""A programme's timeline as one SVG: series as bars, their meetings as marks on them.

Bars and marks look as in the plan's timeline
(`plans.timeline.drawing`), state is told by shape: a disc is announced, a ring is planned, a
cross is cancelled. What the picture shows stands in a table beside it as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import short_date, span
from core.palette import Palette
from people.models import Duty, Task, User
from plans.timeline.axis import Axis, axis_over
from plans.timeline.drawing import (
    FOOT,
    GOAL,
    HEAD,
    LEAST_BAR,
    LEAST_LETTERS,
    LETTER,
    SIDE,
    SMALL_LETTER,
    WIDTH,
    cut,
    goal_mark,
    on_one_sheet,
    scale_marks,
    today_mark,
)
from programmes.models import Programme
from workshops.calendars.programme import meetings_of
from workshops.models import Series, Workshop, WorkshopKind, WorkshopState

ROW, BAR, BAR_TOP, MARK = 44, 12, 25, 7
#: Marks carry classes: the picture is printed from its page and stands in no PDF.
PAGE: Palette = "page"
#: The day's line is drawn when it is at most so far from what there is to see.
NEAR_TODAY = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting on the line: the day by the hall's clock, its title, its state."""

    day: dt.date
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A series with its window and its meetings. `group` is the heading it stands under.

    Without a window of its own it lasts from its first to its last meeting.
    """

    name: str
    group: str = ""
    who: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    marks: Sequence[Mark] = ()

    @property
    def days(self) -> list[dt.date]:
        """All days that the axis must hold."""
        window = [day for day in (self.starts_on, self.ends_on) if day]
        return [*window, *(mark.day for mark in self.marks)]

    @property
    def first_on(self) -> dt.date | None:
        """Its first day; None when nothing is known yet."""
        return self.starts_on or min(self.days, default=None)

    @property
    def last_on(self) -> dt.date | None:
        """Its last day."""
        return self.ends_on or max(self.days, default=None)


def svg(rows: Sequence[Row], *, today: dt.date, title: str) -> SafeString:
    """Draw the rows that have a day, in the active language; "" when none has."""
    drawn = [row for row in rows if row.days]
    if not drawn:
        return SafeString()
    days = [day for row in drawn for day in row.days]
    near = min(days) - NEAR_TODAY <= today <= max(days) + NEAR_TODAY
    axis = axis_over([*days, *([today] if near else [])], left=SIDE, right=WIDTH - SIDE)
    marks: list[str] = []
    top = HEAD
    for group, members in groupby(drawn, key=lambda row: row.group):
        if group:
            top = on_one_sheet(top, GOAL + ROW)
            marks.append(goal_mark(group, top, PAGE))
            top += GOAL
        for row in members:
            top = on_one_sheet(top, ROW)
            marks.append(_row(row, axis, top))
            top += ROW
    height = top + FOOT
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(describe(drawn))}</desc>"
        f"{scale_marks(axis, height, PAGE)}"
        f"{today_mark(axis, today if near else None, height, PAGE)}"
        f"{''.join(marks)}</svg>"
    )


def height_of(rows: Sequence[Row]) -> int:
    """How high the picture is before it is parted into sheets."""
    drawn = [row for row in rows if row.days]
    groups = sum(1 for name, _rows in groupby(drawn, key=lambda row: row.group) if name)
    return HEAD + groups * GOAL + len(drawn) * ROW + FOOT


def describe(drawn: Sequence[Row]) -> str:
    """What the picture shows, as sentences: how many series and meetings, from when to when."""
    days = [day for row in drawn for day in row.days]
    if not days:
        return ""
    meetings = sum(len(row.marks) for row in drawn)
    told = [
        ngettext(
            "%(count)s line, %(days)s.",
            "%(count)s lines, %(days)s.",
            len(drawn),
        )
        % {"count": len(drawn), "days": span(min(days), max(days))}
    ]
    if meetings:
        told.append(
            ngettext("%(count)s meeting.", "%(count)s meetings.", meetings) % {"count": meetings}
        )
    return " ".join(told)


def window_words(first: dt.date | None, last: dt.date | None) -> str:
    """A window in words: "1 jan – 30 apr", the one day that is known, or ""."""
    return span(first, last) if first and last else short_date(first or last)


def _row(row: Row, axis: Axis, top: int) -> str:
    first, last = row.first_on, row.last_on
    assert first is not None  # noqa: S101 - only rows with a day are drawn
    assert last is not None  # noqa: S101
    end = axis.at(last, end=True)
    x = max(min(axis.at(first), round(end - LEAST_BAR, 1)), axis.left)
    y = top + BAR_TOP
    given = row.starts_on is not None or row.ends_on is not None
    look = "gt-p" if given else "gt-i"
    bar = (
        f'<rect class="{look}" x="{x}" y="{y}" width="{round(end - x, 1)}" height="{BAR}" rx="3"/>'
    )
    middle = y + BAR / 2
    marks = "".join(_mark(mark, axis, middle) for mark in row.marks)
    return f"{bar}{marks}{_words(row, x, end, top)}"


def _mark(mark: Mark, axis: Axis, y: float) -> str:
    noon = round((axis.at(mark.day) + axis.at(mark.day, end=True)) / 2, 1)
    x = min(max(noon, SIDE + MARK), WIDTH - SIDE - MARK)
    name = f"<title>{escape(f'{short_date(mark.day)}: {mark.title}')}</title>"
    if mark.state == WorkshopState.CANCELLED:
        d = MARK - 2
        path = f"M{x - d} {y - d}l{2 * d} {2 * d}m0-{2 * d}l-{2 * d} {2 * d}"
        return f'<path class="tl-x" d="{path}">{name}</path>'
    look = "tl-ring" if mark.state == WorkshopState.DRAFT else "gt-m"
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="{MARK}">{name}</circle>'


def _words(row: Row, x: float, end: float, top: int) -> str:
    """The name, then window and who, on the side of the bar that has more room."""
    anchor, at, room = "start", x, WIDTH - SIDE - x
    if x > WIDTH / 2:
        anchor, at = "end", min(end, WIDTH - SIDE)
        room = at - SIDE
    name = cut(row.name, max(LEAST_LETTERS, int(room / LETTER)))
    told = " · ".join(part for part in (window_words(row.first_on, row.last_on), row.who) if part)
    told = cut(told, int((room - len(name) * LETTER - 10) / SMALL_LETTER))
    full = f"<title>{escape(row.name)}</title>" if name != row.name else ""
    return (
        f'<text class="gt-t" x="{at}" y="{top + 17}" text-anchor="{anchor}">{full}'
        f'{escape(name)}<tspan class="gt-s" dx="8">{escape(told)}</tspan></text>'
    )


#: What fits on the first printed sheet under the page's heading, in units of the picture.
FIRST_SHEET = 476


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: the same as a line of the picture, with its meetings."""

    name: str
    kind: str
    window: str
    duties: list[tuple[str, str]]
    meetings: list[Workshop]
    series: Series | None = None


#: Meetings of the picture: of more than these nobody sees anything in it.
MOST_MEETINGS = 200


def _latest(programme: Programme, user: User) -> tuple[list[Workshop], bool]:
    """The latest meetings in time, and whether there are earlier ones."""
    found = list(meetings_of(programme, user).order_by("-starts_at", "-pk")[: MOST_MEETINGS + 1])
    return found[:MOST_MEETINGS][::-1], len(found) > MOST_MEETINGS


def timeline(programme: Programme, user: User) -> dict[str, Any]:
    """What templates/workshops/calendars/timeline.html needs. Three questions."""
    today = timezone.localdate()
    by_series: dict[int, list[Workshop]] = {}
    others: dict[str, list[Workshop]] = {}
    meetings, earlier = _latest(programme, user)
    for one in meetings:
        if one.series_id is None:
            others.setdefault(one.kind, []).append(one)
        else:
            by_series.setdefault(one.series_id, []).append(one)
    duties = Prefetch("duties", Duty.objects.order_by("pk"))
    all_series = (
        Series.objects.visible_to(user)
        .filter(programme=programme)
        .order_by("order", "pk")
        .prefetch_related(duties)
    )
    rows, lines = [], []
    for series in all_series:
        found = by_series.get(series.pk, [])
        given = _duties(series)
        row = _row_of(series.name, found, series=series, duties=given)
        rows.append(row)
        lines.append(_line(row, series.get_kind_display(), found, given, series))
    heading = pgettext("meetings without a series", "Other meetings") if rows else ""
    labels = dict(WorkshopKind.choices)
    for kind, found in sorted(others.items(), key=lambda item: item[1][0].starts_at):
        row = _row_of(str(labels[kind]), found, group=heading)
        rows.append(row)
        lines.append(_line(row, _("Single meetings"), found, [], None))
    return {
        "svg": svg(rows, today=today, title=_("Timeline of the programme")),
        "summary": describe([row for row in rows if row.days]),
        "is_long": height_of(rows) > FIRST_SHEET,
        "lines": lines,
        "undated": [line for row, line in zip(rows, lines, strict=True) if not row.days],
        "cancelled": WorkshopState.CANCELLED,
        "left_out_before": meetings[0].local_start if earlier else None,
    }


def _row_of(
    name: str,
    meetings: list[Workshop],
    *,
    series: Series | None = None,
    duties: list[tuple[str, str]] | None = None,
    group: str = "",
) -> Row:
    return Row(
        name=name,
        group=group,
        who=" · ".join(f"{task}: {names}" for task, names in duties or []),
        starts_on=series.starts_on if series else None,
        ends_on=series.ends_on if series else None,
        marks=[Mark(one.local_start.date(), one.title, one.state) for one in meetings],
    )


def _line(
    row: Row,
    kind: str,
    meetings: list[Workshop],
    duties: list[tuple[str, str]],
    series: Series | None,
) -> Line:
    window = window_words(row.first_on, row.last_on)
    return Line(row.name, kind, window, duties, meetings, series)


def _duties(series: Series) -> list[tuple[str, str]]:
    """Each task of a series with the names of those who do it, in the order of the tasks."""
    by_task: dict[str, list[str]] = {}
    for duty in series.duties.all():
        by_task.setdefault(duty.task, []).append(duty.name)
    return [(str(task.label), ", ".join(by_task[task.value])) for task in Task if task in by_task]

"""A programme's calendar: one month as weeks of days."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format

from people.models import User
from programmes.models import Programme
from workshops.models import Workshop
from workshops.programme_filters import meetings_of

_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])")
#: No hall's clock is further from UTC than this.
_FARTHEST = dt.timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Day:
    """One field of the month. `inside` is false for the days of the months beside it."""

    on: dt.date
    inside: bool
    today: bool
    meetings: list[Workshop]


@dataclass(frozen=True, slots=True)
class Week:
    """A row: the week's number by ISO 8601, as people in the Nordic countries count."""

    number: int
    days: list[Day]


def context(programme: Programme, user: User, asked: str) -> dict[str, Any]:
    """What templates/workshops/calendar/month.html needs; `asked` is "2026-12" or anything."""
    meetings = meetings_of(programme, user)
    today = timezone.localdate()
    first = _asked(asked) or _usual(meetings, today)
    begin = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC)
    end = dt.datetime.combine(_later(first), dt.time(), tzinfo=dt.UTC)
    by_day: dict[dt.date, list[Workshop]] = {}
    within = meetings.filter(starts_at__gte=begin - _FARTHEST, starts_at__lt=end + _FARTHEST)
    for one in within.select_related("host").prefetch_related("participations__place"):
        day = one.local_start.date()
        if first <= day < _later(first):
            by_day.setdefault(day, []).append(one)
    before, later = first - dt.timedelta(days=1), _later(first)
    return {
        "first": first,
        "title": date_format(first, "YEAR_MONTH_FORMAT"),
        "weekdays": [(WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)],
        "weeks": _weeks(first, today, by_day),
        "count": sum(len(found) for found in by_day.values()),
        "earlier": before if before.year >= _FIRST_YEAR else None,
        "later": later if later.year <= _LAST_YEAR else None,
        "today": today,
    }


_FIRST_YEAR, _LAST_YEAR = 1000, 9998


def _asked(text: str) -> dt.date | None:
    found = _MONTH.fullmatch(text)
    if not found or int(found[1]) > _LAST_YEAR:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def _usual(meetings: QuerySet[Workshop], today: dt.date) -> dt.date:
    """The month of the next meeting, else of the last one, else this month."""
    now = timezone.now()
    one = (
        meetings.filter(starts_at__gte=now - dt.timedelta(days=1)).first()
        or meetings.filter(starts_at__lt=now).last()
    )
    return (one.local_start.date() if one else today).replace(day=1)


def _later(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _weeks(first: dt.date, today: dt.date, by_day: dict[dt.date, list[Workshop]]) -> list[Week]:
    rows = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        Week(
            row[0].isocalendar().week,
            [Day(on, on.month == first.month, on == today, by_day.get(on, [])) for on in row],
        )
        for row in rows
    ]

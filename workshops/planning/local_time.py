"""The hall's clock: what it shows is a moment, except twice a year when it is moved.

Also the last day for answers, which is counted in days by that clock.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.utils.translation import gettext as _

from core.dates import hour, short_date
from core.refusals import Refusal

#: The zone of halls in each country whose regions the platform knows.
ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen", "NO": "Europe/Oslo"}


#: The last minute of the day until which answers are taken.
DAYS_END = dt.time(23, 59)


def answer_day(day: dt.date, days: int, today: dt.date) -> dt.date | None:
    """The last day for answers to a meeting on `day`, `days` before it when there is time.

    At shorter notice it is the day before the meeting; None, until it begins, when that is no day
    ahead either. So nobody is asked to answer by a day that has passed.
    """
    usual = day - dt.timedelta(days=days)
    if usual > today:
        return usual
    eve = day - dt.timedelta(days=1)
    return eve if eve > today else None


def answers_moved(
    until: dt.datetime | None,
    before: dt.datetime,
    after: dt.datetime,
    zone: zoneinfo.ZoneInfo,
    now: dt.datetime,
) -> dt.datetime | None:
    """The last moment for answers of a meeting that moves from one start to another.

    It stays as many days before the start, or comes nearer as `answer_day` has it.
    """
    if until is None or before == after:
        return until
    local, day = until.astimezone(zone), after.astimezone(zone).date()
    days = (before.astimezone(zone).date() - local.date()).days
    last = answer_day(day, days, now.astimezone(zone).date()) if days > 0 else day
    if last is None:
        return None
    moved = moment(last, local.time(), zone)
    return moved if now < moved < after else None


def moment(day: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The moment at which the hall's clock shows this day and time, in UTC.

    Refusals: time_missing (the clock is put forward over it), time_twice (it is put back, and
    the time comes twice), too_far (no calendar knows the day).
    """
    naive = dt.datetime.combine(day, time.replace(tzinfo=None))
    try:
        first = naive.replace(tzinfo=zone).astimezone(dt.UTC)
        second = naive.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
        shown = first.astimezone(zone).replace(tzinfo=None)
    except OverflowError as error:
        raise Refusal(
            "too_far", _("This date does not exist. Is the year right?"), field="day"
        ) from error
    facts = {"time": hour(time), "day": short_date(day)}
    if shown != naive:
        raise Refusal(
            "time_missing",
            _(
                "There is no %(time)s on %(day)s: the clock is put forward that night. "
                "Choose another time."
            )
            % facts,
            field="time",
        )
    if first != second:
        raise Refusal(
            "time_twice",
            _(
                "%(time)s on %(day)s comes twice: the clock is put back that night. "
                "Choose a time before or after."
            )
            % facts,
            field="time",
        )
    return first

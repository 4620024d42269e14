"""From the hall's clock to a moment. Twice a year the clock is moved and a time is no moment."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.utils.translation import gettext as _

from core.dates import hour, short_date
from core.refusals import Refusal

#: The zone of halls in each country whose regions the platform knows.
ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen", "NO": "Europe/Oslo"}


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

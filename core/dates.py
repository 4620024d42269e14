"""Dates as people say them: short, local, and how long ago."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

# Characters of a day as JSON keeps it, "2026-11-03"; a moment has more.
ISO_DAY = 10
# From this many days on, months are the better unit; from so many months on, years.
DAYS_UNTIL_MONTHS = 100
DAYS_IN_MONTH = 30.4375
MONTHS_UNTIL_YEARS = 24


def local_day(value: date | datetime | str) -> date:
    """The day in the site's time zone; of a text as JSON keeps it, the day that it names."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > ISO_DAY else date.fromisoformat(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def short_date(value: date | datetime | str | None) -> str:
    """Say "3 nov", and "3 nov 2024" when it is not this year. Empty for no date."""
    if not value:
        return ""
    day = local_day(value)
    same_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if same_year else "SHORT_DATE_FORMAT")


def whole_date(value: date | datetime | str | None) -> str:
    """Say "3 nov 2026", always with the year: for what is kept or leaves the platform."""
    return date_format(local_day(value), "SHORT_DATE_FORMAT") if value else ""


def span(first: date | datetime | None, last: date | datetime | None) -> str:
    """Say "1 nov – 12 dec"; both years when they differ or neither is this one.

    Without an end "from 1 nov", without a start "until 12 dec", one day alone as itself.
    """
    if first is None or last is None:
        if first is not None:
            return _("from %(start)s") % {"start": short_date(first)}
        return _("until %(end)s") % {"end": short_date(last)} if last is not None else ""
    start, end = local_day(first), local_day(last)
    if start == end:
        return short_date(end)
    if start.year == end.year:
        return f"{date_format(start, 'MONTH_DAY_FORMAT')} – {short_date(end)}"
    return f"{whole_date(start)} – {whole_date(end)}"


def months(first: date, last: date | None) -> str:
    """Say "november 2026", "november–december 2026", "november 2026 – juni 2029"."""
    if last is None or (first.year, first.month) == (last.year, last.month):
        return date_format(first, "F Y")
    if first.year == last.year:
        return f"{date_format(first, 'F')}–{date_format(last, 'F Y')}"
    return f"{date_format(first, 'F Y')} – {date_format(last, 'F Y')}"


def hour(value: time | datetime | str) -> str:
    """A time of day, or two with a dash, in a sentence: "kl. 18.00"; English writes it bare."""
    text = value if isinstance(value, str) else time_format(value, "TIME_FORMAT")
    return pgettext("time of day in a sentence", "%(time)s") % {"time": text}


def day_and_hour(value: datetime) -> str:
    """Say "torsdag 3 december kl. 18.00", by the value's own clock."""
    return f"{weekday_and_day(value)} {hour(value)}"


def time_of_day(moment: datetime | None = None) -> str:
    """The time of day, now where none is given, as the reader's language writes it."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def weekday_and_day(value: date | datetime, *, with_year: bool | None = None) -> str:
    """Say "torsdag 3 december", "torsdag den 3. december": the value's own day, in no other zone.

    The year stands there when it is not this one, or as `with_year` says.
    """
    if with_year is None:
        with_year = value.year != timezone.localdate().year
    order = get_format("DATE_FORMAT")
    day = date_format(value, order if with_year else order.removesuffix(" Y"))
    words = {"weekday": date_format(value, "l"), "day": day}
    return pgettext("weekday and day", "%(weekday)s %(day)s") % words


def ago(value: date | datetime | None) -> str:
    """Say "today", "yesterday", "41 days ago", "in 5 days"; months and years for what is far."""
    if value is None:
        return ""
    days = (timezone.localdate() - local_day(value)).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    return _past(days) if days > 0 else _future(-days)


def _past(days: int) -> str:
    if days < DAYS_UNTIL_MONTHS:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = round(days / DAYS_IN_MONTH)
    if months < MONTHS_UNTIL_YEARS:
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def _future(days: int) -> str:
    if days < DAYS_UNTIL_MONTHS:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    months = round(days / DAYS_IN_MONTH)
    if months < MONTHS_UNTIL_YEARS:
        return ngettext("in %(count)d month", "in %(count)d months", months) % {"count": months}
    years = months // 12
    return ngettext("in %(count)d year", "in %(count)d years", years) % {"count": years}

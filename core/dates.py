"""Dates as people say them: short, local, and how long ago."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# From this many days on, months are the better unit; from so many months on, years.
DAYS_UNTIL_MONTHS = 100
DAYS_IN_MONTH = 30.4375
MONTHS_UNTIL_YEARS = 24


def local_day(value: date | datetime) -> date:
    """The day in the site's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def short_date(value: date | datetime | None) -> str:
    """Say "3 nov", and "3 nov 2024" when it is not this year. Empty for no date."""
    if value is None:
        return ""
    day = local_day(value)
    same_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if same_year else "SHORT_DATE_FORMAT")


def period(start: date, end: date) -> str:
    """Say "3 nov – 31 dec"; the years of both when they differ."""
    if start.year == end.year:
        return f"{short_date(start)} – {short_date(end)}"
    return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in (start, end))


def time_of_day(moment: datetime | None = None) -> str:
    """The time of day, now where none is given, as the reader's language writes it."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def weekday_and_day(value: date | datetime, *, with_year: bool = False) -> str:
    """Say "torsdag 3 december", "torsdag 3. december": the value's own day, in no other zone."""
    order = get_format("DATE_FORMAT")
    day = date_format(value, order if with_year else order.removesuffix(" Y"))
    return f"{date_format(value, 'l')} {day}"


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

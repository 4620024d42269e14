"""VTIMEZONE: what a calendar must know of a hall's clock, from the zone's real changes.

Written here and not with icalendar's `Timezone.from_tzid`, which gives the beginning of summer
time by the new offset (RFC 5545 section 3.6.5 wants the old one) and lists dates where every
calendar understands a yearly rule.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import defaultdict
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_UTC = dt.UTC
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Transitions are looked for in steps of a day and then narrowed down to a second.
_STEP = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_WEEK = dt.timedelta(days=7)

#: offset before, offset after, name, whether it is summer time
_Kind = tuple[dt.timedelta, dt.timedelta, str, bool]


@lru_cache(maxsize=64)
def timezone_of(key: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE of a zone, right for the days of these years.

    A yearly rule is written where the changes follow one ("the last Sunday of March"), the
    dates themselves where they do not. The object is shared: do not change it.
    """
    zone = zoneinfo.ZoneInfo(key)
    component = Timezone()
    component.add("tzid", key)
    first = dt.datetime(first_year - 1, 1, 1, tzinfo=_UTC)
    changes = _changes(zone, first, dt.datetime(last_year + 2, 1, 1, tzinfo=_UTC))
    if not changes:
        start = first.astimezone(zone)
        offset = start.utcoffset() or dt.timedelta()
        begin = start.replace(tzinfo=None)
        component.add_component(
            _part((offset, offset, start.tzname() or key, False), begin, None, ())
        )
    by_kind: dict[_Kind, list[dt.datetime]] = defaultdict(list)
    for kind, local in changes:
        by_kind[kind].append(local)
    for kind, locals_ in by_kind.items():
        rule = _yearly(locals_)
        component.add_component(_part(kind, locals_[0], rule, () if rule else locals_[1:]))
    return component


def _part(
    kind: _Kind, begin: dt.datetime, rule: vRecur | None, others: tuple[()] | list[dt.datetime]
) -> TimezoneStandard | TimezoneDaylight:
    before, after, name, summer = kind
    part = TimezoneDaylight() if summer else TimezoneStandard()
    part.add("dtstart", begin)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    if rule is not None:
        part.add("rrule", rule)
    if others:
        part.add("rdate", list(others))
    return part


def _changes(
    zone: zoneinfo.ZoneInfo, first: dt.datetime, last: dt.datetime
) -> list[tuple[_Kind, dt.datetime]]:
    """Each change between two moments: its kind, and when it came by the clock before it."""
    found = []
    moment = first
    while moment < last:
        later = moment + _STEP
        before, after = moment.astimezone(zone), later.astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            at = _narrowed(zone, moment, later)
            old, new = (at - _SECOND).astimezone(zone), at.astimezone(zone)
            was, is_ = old.utcoffset() or dt.timedelta(), new.utcoffset() or dt.timedelta()
            kind = (was, is_, new.tzname() or zone.key, bool(new.dst()))
            found.append((kind, (at + was).replace(tzinfo=None)))
        moment = later
    return found


def _narrowed(zone: zoneinfo.ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    old = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + dt.timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _yearly(days: list[dt.datetime]) -> vRecur | None:
    """The rule that these changes follow, one a year: last or nth weekday of a month."""
    first = days[0]
    one_a_year = [day.year for day in days] == list(range(first.year, first.year + len(days)))
    alike = {(day.month, day.weekday(), day.time()) for day in days}
    if len(days) < 3 or not one_a_year or len(alike) > 1:  # noqa: PLR2004 - two prove no rule
        return None
    weekday = _WEEKDAYS[first.weekday()]
    if all((day + _WEEK).month != day.month for day in days):
        which = "-1"
    elif len({(day.day - 1) // 7 for day in days}) == 1:
        which = str((first.day - 1) // 7 + 1)
    else:
        return None
    return vRecur(freq="yearly", bymonth=first.month, byday=f"{which}{weekday}")

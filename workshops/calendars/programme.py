"""A programme's meetings as a list, each with where it stands, and as months."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Organisation, User
from programmes.models import Programme
from workshops.models import (
    Invitation,
    Minutes,
    MinutesState,
    Series,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

#: Digits of the longest id that a database takes.
ID_DIGITS = 18
WHEN = ("", "ahead", "held")


def meetings_of(programme: Programme, user: User) -> QuerySet[Workshop]:
    """The programme's meetings that the user may see, in time."""
    return Workshop.objects.visible_to(user).filter(programme=programme).order_by("starts_at", "pk")


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the list is shown; unknown values in the address filter nothing.

    `when` is "ahead", "held" or "" for both; `series` and `host` are ids, 0 for all.
    """

    when: str = ""
    kind: str = ""
    series: int = 0
    host: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address."""
        when, kind = query.get("when", ""), query.get("kind", "")
        return cls(
            when=when if when in WHEN else "",
            kind=kind if kind in WorkshopKind.values else "",
            series=_number(query.get("series", "")),
            host=_number(query.get("host", "")),
        )

    def apply(self, meetings: QuerySet[Workshop]) -> QuerySet[Workshop]:
        """The meetings that pass."""
        wanted: dict[str, Any] = {
            "kind": self.kind,
            "series_id": self.series,
            "host_id": self.host,
        }
        meetings = meetings.filter(**{name: value for name, value in wanted.items() if value})
        if self.when == "ahead":
            return meetings.filter(starts_at__gt=timezone.now())
        if self.when == "held":
            return meetings.filter(starts_at__lte=timezone.now(), state=WorkshopState.ANNOUNCED)
        return meetings

    def views(self) -> list[dict[str, Any]]:
        """All, ahead, held: links that keep the other filters."""
        labels = {
            "": pgettext("meetings", "All"),
            "ahead": pgettext("meetings", "Ahead"),
            "held": pgettext("meetings", "Held"),
        }
        return [
            {
                "label": label,
                "url": "?"
                + urlencode({k: v for k, v in (asdict(self) | {"when": when}).items() if v}),
                "current": when == self.when,
            }
            for when, label in labels.items()
        ]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= ID_DIGITS else 0


A_PAGE = 50
#: After this nobody waits for the minutes of a meeting any more.
LATELY = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many were invited, how many persons come, how many came."""

    invited: int = 0
    coming: int = 0
    attended: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of the list. `whose`: its places, else the partner that it is held with."""

    workshop: Workshop
    whose: str
    figures: Figures
    level: str
    state: str


def meetings(programme: Programme, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """What templates/workshops/calendars/meetings.html needs."""
    filters = Filters.read(query)
    every = meetings_of(programme, user)
    listed = (
        filters.apply(every)
        .select_related("series", "host", "minutes", "programme")
        .prefetch_related("participations__place")
    )
    page = Paginator(listed, A_PAGE).get_page(query.get("page"))
    found = list(page.object_list)
    figures = figures_of(found)
    now = timezone.now()
    return {
        "filters": filters,
        "filtered": filters != Filters(),
        "page": page,
        "rows": [_row(one, figures.get(one.pk, Figures()), now) for one in found],
        "kinds": WorkshopKind.choices,
        "all_series": Series.objects.visible_to(user).filter(programme=programme),
        "hosts": Organisation.objects.filter(
            Exists(every.order_by().filter(host=OuterRef("pk")))
        ).order_by("name"),
        "views": filters.views(),
    }


def figures_of(workshops: list[Workshop]) -> dict[int, Figures]:
    """The counts of these meetings, by id. One query."""
    on_list = Q(removed_at__isnull=True, left_at__isnull=True)
    rows = (
        Invitation.objects.filter(workshop__in=[one.pk for one in workshops])
        .order_by()
        .values("workshop")
        .annotate(
            invited=Count("pk", filter=on_list & Q(invited_at__isnull=False)),
            coming=Sum(
                "persons",
                filter=on_list & Q(answer="yes", seat__in=["taken", "offered"]),
                default=0,
            ),
            attended=Sum("attended_persons", filter=Q(attended_at__isnull=False), default=0),
        )
    )
    return {
        row["workshop"]: Figures(row["invited"], row["coming"], row["attended"]) for row in rows
    }


def _row(workshop: Workshop, figures: Figures, now: dt.datetime) -> Row:
    # Sorted here: the rows were fetched together, and the database is not asked again.
    places = sorted(one.place.name for one in workshop.participations.all())
    level, state = state_of(workshop, figures, now)
    return Row(workshop, ", ".join(places) or str(workshop.host or ""), figures, level, state)


def state_of(workshop: Workshop, figures: Figures, now: dt.datetime) -> tuple[str, str]:
    """Where a meeting stands: a flag's level and words. `workshop.minutes` is read."""
    if workshop.state == WorkshopState.CANCELLED:
        return "off", pgettext("a meeting", "Cancelled")
    if workshop.state == WorkshopState.DRAFT:
        late = workshop.starts_at <= now
        return ("off", _("Never announced")) if late else ("info", _("Being planned"))
    if workshop.starts_at > now:
        if figures.invited or workshop.open_sign_up:
            return "ok", pgettext("a meeting", "Announced")
        return "warn", _("Nobody invited yet")
    lately = now - workshop.starts_at <= LATELY and not workshop.entered_later
    return _after(getattr(workshop, "minutes", None), lately=lately)


def _after(minutes: Minutes | None, *, lately: bool) -> tuple[str, str]:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return "warn" if lately else "off", _("Held, minutes not sent")
    if minutes.state == MinutesState.SENT:
        return "ok", _("Held, minutes sent")
    return "ok", _("Held, minutes approved")


# --- months ---

_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])")
#: No hall's clock is further from UTC than this.
_FARTHEST = dt.timedelta(hours=14)
_FIRST_YEAR, _LAST_YEAR = 1000, 9998


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


def months(programme: Programme, user: User, asked: str) -> dict[str, Any]:
    """What templates/workshops/calendars/month.html needs; `asked` is "2026-12" or anything."""
    meetings = meetings_of(programme, user)
    today = timezone.localdate()
    first = _asked(asked) or _first_shown(meetings, today)
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


def _asked(text: str) -> dt.date | None:
    found = _MONTH.fullmatch(text)
    if not found or int(found[1]) > _LAST_YEAR:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def _first_shown(meetings: QuerySet[Workshop], today: dt.date) -> dt.date:
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

"""Lists of meetings: those ahead, then those that have been, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.models import Participation
from programmes.models import Programme
from workshops.models import (
    Invitation,
    Minutes,
    MinutesState,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.queries import WorkshopQuerySet, places_to_plan_at
from workshops.templatetags.meetings import meeting_time, meeting_where

#: Meetings ahead are all shown, up to so many; earlier ones come in pages.
MOST_AHEAD = 100
A_PAGE = 30
#: A meeting whose end is open is over after a day, as in `WorkshopQuerySet.ahead`.
OPEN_END = dt.timedelta(days=1)
#: Digits of the longest id that a database takes.
ID_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list. `facts` says who comes, or who came; `standing` is level and words."""

    url: str
    title: str
    kind: str
    day: str
    time: str
    where: str
    places: str
    facts: str
    standing: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the list is shown; unknown values in the address filter nothing."""

    programme: int | None = None
    kind: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], programmes: Mapping[int, str]) -> Filters:
        """From an address; a programme counts when it is one of those offered."""
        text, kind = query.get("programme", ""), query.get("kind", "")
        number = int(text) if text.isdecimal() and len(text) <= ID_DIGITS else 0
        return cls(
            programme=number if number in programmes else None,
            kind=kind if kind in WorkshopKind.values else "",
        )

    def apply(self, rows: QuerySet[Workshop]) -> QuerySet[Workshop]:
        """The meetings that pass."""
        if self.programme is not None:
            rows = rows.filter(programme=self.programme)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        return rows


def all_context(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """All meetings that the user sees."""
    visible: QuerySet[Workshop] = Workshop.objects.visible_to(user)
    found = Programme.objects.filter(pk__in=visible.values("programme")).order_by("name", "pk")
    programmes = {one.pk: one.name for one in found}
    filters = Filters.read(query, programmes)
    return _lists(filters.apply(visible), query) | {
        "filters": filters,
        "filtered": filters != Filters(),
        "programmes": programmes if len(programmes) > 1 else {},
        "kinds": WorkshopKind.choices,
        "plan_urls": _ways_to_plan(user),
    }


#: Of a programme without places, when none is ahead.
LATEST_SHOWN = 3
#: Meetings ahead on the start page of somebody with tasks; the list has all of them.
TASKS_SHOWN = 10


def of_tasks(user: User, _thing: Any = None) -> dict[str, Any]:
    """For the start page of whoever has posts or tasks: his or her own meetings."""
    return _ahead_of(Workshop.objects.own_of(user)) | {"always": True}


def of_programmes(user: User, _thing: Any = None) -> dict[str, Any]:
    """For the overview of whoever runs programmes that live by meetings and have no place."""
    programmes = Programme.objects.run_by(user).filter(
        Exists(Workshop.objects.filter(programme=OuterRef("pk")))
    )
    return _ahead_of(Workshop.objects.visible_to(user)) | {
        "programmes": list(programmes.order_by("name", "pk")),
    }


def of_programme(user: User, programme: Programme) -> dict[str, Any]:
    """For the page of a programme that has no place: the meetings it lives by, if there are any."""
    if programme.participations.exists():  # some that the user does not see
        return {}
    visible = Workshop.objects.visible_to(user).filter(programme=programme)
    public = visible.exclude(state=WorkshopState.CANCELLED)
    now = timezone.now()
    latest = _with_counts(public.filter(starts_at__lt=now)).order_by("-starts_at")[:LATEST_SHOWN]
    ahead = _with_counts(public.ahead())[:TASKS_SHOWN]
    return {
        "programme": programme,
        "ahead": [row(one) for one in ahead],
        "latest": [row(one) for one in latest],
    }


def _ahead_of(workshops: WorkshopQuerySet) -> dict[str, Any]:
    return {"ahead": [row(one) for one in _with_counts(workshops.ahead())[:TASKS_SHOWN]]}


def _ways_to_plan(user: User) -> list[tuple[str, str]]:
    """Where the user may plan a meeting: the programmes he or she runs, else the own places."""
    run = Programme.objects.run_by(user).order_by("name", "pk")[:5]
    ways = [(one.name, reverse("workshops:new", args=[one.pk])) for one in run]
    if ways:
        return ways
    mine = places_to_plan_at(user).select_related("place").order_by("place__name", "pk")[:5]
    return [(one.place.name, reverse("workshops:new_at_place", args=[one.pk])) for one in mine]


def place_context(
    participation: Participation, user: User, query: Mapping[str, str]
) -> dict[str, Any]:
    """A place's meetings. Whoever sees the place knows of them all."""
    rows = Workshop.objects.filter(participations=participation)
    may_plan = allowed(user, "workshops.plan_at_place", participation)
    return _lists(rows, query) | {"participation": participation, "may_plan": may_plan}


def _lists(rows: QuerySet[Workshop], query: Mapping[str, str]) -> dict[str, Any]:
    now = timezone.now()
    ahead = Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now - OPEN_END)
    full = _with_counts(rows)
    coming = list(full.filter(ahead).order_by("starts_at", "pk")[: MOST_AHEAD + 1])
    page = Paginator(full.exclude(ahead).order_by("-starts_at", "-pk"), A_PAGE).get_page(
        query.get("page")
    )
    return {
        "ahead": [row(one) for one in coming[:MOST_AHEAD]],
        "more_ahead": len(coming) > MOST_AHEAD,
        "page": page,
        "held": [row(one) for one in page],
        "any": bool(coming or page.paginator.count),
    }


def _with_counts(rows: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """The meetings with their places and what `row` counts, in two statements for any number."""
    guests = Invitation.objects.filter(workshop=OuterRef("pk")).order_by().values("workshop")
    on = Q(removed_at__isnull=True, left_at__isnull=True)

    def number(aggregate: Any) -> Coalesce:
        one = guests.annotate(n=aggregate).values("n")
        return Coalesce(Subquery(one, output_field=IntegerField()), 0)

    seated = on & Q(answer="yes") & ~Q(seat="waiting")
    silent = on & Q(answer="", invited_at__isnull=False)
    return rows.prefetch_related("participations__place").annotate(
        persons=number(Sum("persons", filter=seated)),
        silent=number(Count("pk", filter=silent)),
        came_persons=number(Sum("attended_persons", filter=Q(attended_at__isnull=False))),
        minutes_state=Subquery(Minutes.objects.filter(workshop=OuterRef("pk")).values("state")),
    )


def row(workshop: Any) -> Row:
    """A meeting of `_with_counts` in words."""
    held = is_held(workshop)
    return Row(
        url=workshop.get_absolute_url(),
        title=workshop.title,
        kind=str(workshop.get_kind_display()),
        day=_day(workshop.local_start.date()),
        time=meeting_time(workshop),
        where=meeting_where(workshop),
        places=", ".join(one.place.name for one in workshop.participations.all()),
        facts=_came(workshop) if held else _comes(workshop),
        standing=_standing(workshop, held=held),
    )


def _day(day: dt.date) -> str:
    """The day with its weekday: "tor 3 dec"."""
    return _("%(weekday)s %(day)s") % {"weekday": date_format(day, "D"), "day": short_date(day)}


def is_held(workshop: Workshop) -> bool:
    """Whether the meeting is one of those that have been, by the rule of the lists."""
    return (workshop.ends_at or workshop.starts_at + OPEN_END) < timezone.now()


def _comes(workshop: Any) -> str:
    if workshop.state != WorkshopState.ANNOUNCED:
        return ""
    coming = ngettext("%(count)d person comes", "%(count)d persons come", workshop.persons) % {
        "count": workshop.persons
    }
    if not workshop.silent:
        return coming
    silent = ngettext(
        "%(count)d guest has not answered", "%(count)d guests have not answered", workshop.silent
    ) % {"count": workshop.silent}
    return f"{coming}, {silent}"


def _came(workshop: Any) -> str:
    if workshop.state != WorkshopState.ANNOUNCED:
        return ""
    return ngettext("%(count)d person came", "%(count)d persons came", workshop.came_persons) % {
        "count": workshop.came_persons
    }


def _standing(workshop: Any, *, held: bool) -> tuple[str, str]:
    if workshop.state == WorkshopState.CANCELLED:
        return "stop", _("Cancelled")
    if workshop.state == WorkshopState.DRAFT:
        return ("off", _("Never announced")) if held else ("warn", _("Being planned"))
    if not held:
        return "ok", _("Announced")
    if workshop.minutes_state == MinutesState.APPROVED:
        return "ok", _("Minutes approved")
    if workshop.minutes_state == MinutesState.SENT:
        return "info", _("Minutes to be approved")
    return ("off", _("Held")) if workshop.entered_later else ("warn", _("No minutes yet"))

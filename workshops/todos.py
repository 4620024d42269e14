"""What meetings need of somebody today, at a place and on the start page.

At a place one statement looks at its meetings from half a year back to a week ahead. The start
page tells of meetings without a place and of those with a task of one's own; a place's own
meetings are told at the place, so that nobody who runs thirty places drowns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import hour, short_date
from core.policy import allowed
from core.prepared import Prepared, Slot
from people.models import User
from people.scope import scope_of
from places.attention import Urgency
from places.models import Participation
from places.todos import Todo, todos_at_place, todos_at_start
from workshops.checkin.services import OPENS_BEFORE
from workshops.models import (
    Invitation,
    MinutesState,
    Outcome,
    OutcomeKind,
    Question,
    Seat,
    Workshop,
)
from workshops.queries import WorkshopQuerySet, with_task

AHEAD = dt.timedelta(days=7)
#: Older meetings are history: what nobody did in half a year is not called for any more.
BACK = dt.timedelta(days=182)
#: A meeting with an open end is taken to last this long.
OPEN_END = dt.timedelta(hours=6)
MINUTES_AFTER = dt.timedelta(days=7)
IDEAS_AFTER = dt.timedelta(days=14)
MOST_TODOS = 5


@todos_at_place
def of_place(participation: Participation, user: User) -> list[Todo]:
    """What the place's meetings need, for those who arrange meetings there."""
    if not allowed(user, "workshops.plan_at_place", participation):
        return []
    now = timezone.now()
    moment = connection.ops.adapt_datetimefield_value
    found = _at_place()(
        participation=participation.pk, since=moment(now - BACK), until=moment(now + AHEAD)
    )
    return _todos(found, now)


@cache
def _at_place() -> Prepared:
    # For `place_page`: the question's five parts take ten times as long to write as to answer.
    at_place = Workshop.objects.filter(participations=Slot("participation"))
    return Prepared(_looked_at(at_place, Slot("since"), Slot("until")))


@todos_at_start
def of_start(user: User) -> list[Todo]:
    """What meetings need that are told at no place: of programmes that one runs, of own tasks."""
    scope = scope_of(user)
    own = with_task(scope)
    at_places = Workshop.participations.through.objects.filter(workshop=OuterRef("pk"))
    run = Q(~Exists(at_places), programme__in=scope.run_programmes)
    now = timezone.now()
    looked_at = _looked_at(Workshop.objects.filter(own | run), now - BACK, now + AHEAD)
    return _todos(looked_at, now)


def _todos(workshops: Iterable[Any], now: dt.datetime) -> list[Todo]:
    found = [todo for one in workshops for todo in _of_one(one, now)]
    # The evening itself first, then what is owed to people, then the rest in order of time.
    return [todo for _rank, todo in sorted(found, key=lambda one: one[0])][:MOST_TODOS]


def _looked_at(workshops: WorkshopQuerySet, since: Any, until: Any) -> QuerySet[Any]:
    """The meetings that begin within the time, with all that a todo needs, in one statement."""
    guests = Invitation.objects.filter(workshop=OuterRef("pk"))
    questions = Question.objects.filter(workshop=OuterRef("pk"), replied_at__isnull=True)
    ideas = Outcome.objects.filter(
        workshop=OuterRef("pk"), kind=OutcomeKind.IDEA, action__isnull=True
    )
    return (
        workshops.announced()
        .filter(starts_at__gte=since, starts_at__lte=until)
        .annotate(
            unanswered=_number(guests.unanswered()),
            offered=_number(guests.filter(seat=Seat.OFFERED)),
            came=Exists(guests.filter(attended_persons__gt=0)),
            owed=_number(questions),
            ideas=_number(ideas),
            minutes_state=F("minutes__state"),
        )
        .order_by("starts_at", "pk")
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("workshop").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _of_one(workshop: Any, now: dt.datetime) -> list[tuple[int, Todo]]:
    end = workshop.ends_at or workshop.starts_at + OPEN_END
    if workshop.starts_at - OPENS_BEFORE <= now <= end:
        return [(0, _door(workshop)), *_owed(workshop)]
    if now < workshop.starts_at:
        return [*_owed(workshop), *_before(workshop)]
    return [*_owed(workshop), *_after(workshop, now - end)]


def _door(workshop: Any) -> Todo:
    title = _("%(meeting)s today %(time)s") % {
        "meeting": workshop.title,
        "time": hour(workshop.local_start.time()),
    }
    text = _("The check-in is open.")
    return Todo("ok", _("Meeting"), title, text, reverse("workshops:door", args=[workshop.pk]))


def _owed(workshop: Any) -> list[tuple[int, Todo]]:
    if not workshop.owed:
        return []
    title = ngettext(
        "%(number)d question is owed an answer", "%(number)d questions are owed an answer",
        workshop.owed,
    ) % {"number": workshop.owed}  # fmt: skip
    url = reverse("workshops:minutes", args=[workshop.pk])
    return [(1, Todo("warn", _("Meeting"), title, _named(workshop), url))]


def _before(workshop: Any) -> list[tuple[int, Todo]]:
    found = []
    if workshop.offered:
        title = ngettext(
            "%(number)d guest has been offered a seat", "%(number)d guests have been offered seats",
            workshop.offered,
        ) % {"number": workshop.offered}  # fmt: skip
        url = reverse("workshops:answers", args=[workshop.pk])
        card = Todo("info", _("Meeting"), title, _named(workshop), url, Urgency.WEEK)
        found.append((3, card))
    if workshop.unanswered:
        title = ngettext(
            "%(number)d guest has not answered", "%(number)d guests have not answered",
            workshop.unanswered,
        ) % {"number": workshop.unanswered}  # fmt: skip
        url = reverse("workshops:answers", args=[workshop.pk])
        card = Todo("info", _("Meeting"), title, _named(workshop), url, Urgency.WEEK)
        found.append((2, card))
    return found


def _after(workshop: Any, ago: dt.timedelta) -> list[tuple[int, Todo]]:
    unwritten = workshop.minutes_state in {None, MinutesState.DRAFT}
    url = reverse("workshops:minutes", args=[workshop.pk])
    if ago > MINUTES_AFTER and unwritten and workshop.came and not workshop.entered_later:
        title = _("The minutes are not written")
        return [(2, Todo("warn", _("Meeting"), title, _named(workshop), url, Urgency.WEEK))]
    if ago > IDEAS_AFTER and workshop.ideas:
        title = ngettext(
            "%(number)d idea is not taken up", "%(number)d ideas are not taken up", workshop.ideas
        ) % {"number": workshop.ideas}
        return [(3, Todo("info", _("Meeting"), title, _named(workshop), url, Urgency.LATER))]
    return []


def _named(workshop: Any) -> str:
    return _("%(meeting)s, %(date)s") % {
        "meeting": workshop.title,
        "date": short_date(workshop.local_start.date()),
    }

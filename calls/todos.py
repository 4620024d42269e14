"""What calls need from somebody today: assessments, decisions, a second person, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Application, ApplicationState, Assessment, Assessor, Call, Conflict
from people.models import User
from people.scope import scope_of
from places.todos import Todo, todos_at_start

#: Older calls are history.
BACK = dt.timedelta(days=365)
#: Assessments are expected so long after the close where no day is said.
USUAL_DAYS = 21


@dataclass(frozen=True, slots=True)
class Waits:
    """Something of a call that waits. `kind` is assess, decide, confirm or tell."""

    kind: str
    title: str
    text: str
    url: str
    due_on: dt.date


def waiting_of(user: User, *, programmes: Collection[int]) -> list[Waits]:
    """What waits in closed calls of the programmes, for those who run them. One statement."""
    if not programmes:
        return []
    now = timezone.now()
    rows = Call.objects.filter(
        programme__in=programmes, published_at__isnull=False, closes_at__lte=now,
        closes_at__gte=now - BACK,
    )  # fmt: skip
    return [one for call in counted(rows).order_by("closes_at", "pk") for one in waits_of(call)]


def counted(calls: QuerySet[Call]) -> QuerySet[Any]:
    """The calls with how many applications wait for what, as `waits_of` reads them."""
    handed_in = Q(applications__state=ApplicationState.HANDED_IN)
    open_ = handed_in & Q(applications__decision__isnull=True)
    proposed = handed_in & Q(
        applications__decision__isnull=False, applications__decision__confirmed_at__isnull=True
    )
    untold = handed_in & Q(
        applications__decision__confirmed_at__isnull=False,
        applications__decision__told_at__isnull=True,
    )
    return calls.annotate(
        undecided=Count("applications", filter=open_, distinct=True),
        proposed=Count("applications", filter=proposed, distinct=True),
        untold=Count("applications", filter=untold, distinct=True),
        unassessed=Count(
            "applications",
            filter=open_ & Q(applications__in=_without_all_views()),
            distinct=True,
        ),
    )


def _without_all_views() -> object:
    """Applications that fewer people are done with than assess and have no declared part in it."""
    views = Assessment.objects.filter(
        application=OuterRef("pk"), assessor=OuterRef("call__assessors"), done_at__isnull=False
    )
    return (
        Application.objects.filter(call__assessors__left_at__isnull=True)
        .exclude(conflicts__user=F("call__assessors__user"))
        .filter(~Exists(views))
        .values("pk")
    )


def waits_of(call: Any) -> list[Waits]:
    """What waits in a call that is counted; nothing while it is open, or when it is history."""
    now = timezone.now()
    if not (call.published_at and call.closes_at and now - BACK <= call.closes_at <= now):
        return []
    closed_on = timezone.localdate(call.closes_at)
    assess_by = call.assess_by or closed_on + dt.timedelta(days=USUAL_DAYS)
    found = []
    if call.unassessed:
        title = ngettext(
            "%(count)d application waits for assessors",
            "%(count)d applications wait for assessors",
            call.unassessed,
        ) % {"count": call.unassessed}
        address = reverse("calls:ranking", args=[call.pk])
        found.append(Waits("assess", title, call.title, address, assess_by))
    elif call.undecided:
        title = ngettext(
            "%(count)d application waits for a proposed decision",
            "%(count)d applications wait for a proposed decision",
            call.undecided,
        ) % {"count": call.undecided}
        found.append(Waits("decide", title, call.title, _decisions(call), assess_by))
    if call.proposed:
        title = ngettext(
            "%(count)d proposed decision waits for a second person",
            "%(count)d proposed decisions wait for a second person",
            call.proposed,
        ) % {"count": call.proposed}
        found.append(Waits("confirm", title, call.title, _decisions(call), assess_by))
    if call.untold:
        title = ngettext(
            "%(count)d decision has not been told",
            "%(count)d decisions have not been told",
            call.untold,
        ) % {"count": call.untold}
        address = reverse("calls:letters", args=[call.pk])
        found.append(Waits("tell", title, call.title, address, assess_by))
    return found


def _decisions(call: Call) -> str:
    return reverse("calls:decisions", args=[call.pk])


def to_assess(user: User) -> list[tuple[Assessor, int]]:
    """The user's rounds in closed calls, with how many views are still to be formed.

    What conflicts of interest are found is not asked here: who opens the list sees it.
    """
    done = Assessment.objects.filter(
        application=OuterRef("call__applications"), assessor=OuterRef("pk"), done_at__isnull=False
    )
    declared = Conflict.objects.filter(application=OuterRef("call__applications"), user=user.pk)
    waits = (
        Q(
            call__applications__state=ApplicationState.HANDED_IN,
            call__applications__decision__isnull=True,
        )
        & ~Exists(done)
        & ~Exists(declared)
    )
    rows = (
        Assessor.objects.filter(
            user=user, left_at__isnull=True, call__closes_at__lte=timezone.now(),
            call__closes_at__gte=timezone.now() - BACK,
        )
        .annotate(waits=Count("call__applications", filter=waits, distinct=True))
        .select_related("call")
    )  # fmt: skip
    return [(row, row.waits) for row in rows if row.waits]


@todos_at_start
def of_start(user: User) -> list[Todo]:
    """Cards of the start page: for those who run programmes, and for assessors."""
    kind = _("Call")
    found = [
        Todo("warn", kind, one.title, one.text, one.url)
        for one in waiting_of(user, programmes=scope_of(user).run_programmes)
    ]
    scope = scope_of(user)
    if scope.held or scope.posts:
        for row, count in to_assess(user):
            title = ngettext(
                "%(count)d application waits for your view",
                "%(count)d applications wait for your view",
                count,
            ) % {"count": count}
            address = reverse("calls:applications", args=[row.call_id])
            found.append(Todo("warn", kind, title, row.call.title, address))
    return found

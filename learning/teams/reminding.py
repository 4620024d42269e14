"""What is reminded of in laboratories: work before and after sessions, to each who has not done it.

No letter leaves from here: the reminders' clock reads these causes and writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from learning.models import SessionDone, SessionPart, SessionPlan, TeamMember
from learning.teams.next_things import LATE_DAYS
from places.models import ParticipationStatus
from reminders.kinds import At, Cause, Kind, Search, To, at_columns, register
from workshops.models import WorkshopState

#: Days before the due day on which a member first hears of it.
AHEAD_DAYS = 5
KINDS = {
    SessionPart.PREPARATION: "session_preparation",
    SessionPart.ASSIGNMENT: "session_assignment",
}


def open_work(search: Search) -> Iterator[Cause]:
    """Work of sessions that members have not done. Three questions."""
    first = search.today - dt.timedelta(days=LATE_DAYS)
    last = search.last(KINDS[SessionPart.PREPARATION])
    near = Q(preparation_due__range=(first, last)) | Q(assignment_due__range=(first, last))
    plans = list(
        SessionPlan.objects.filter(near)
        .exclude(workshop__state=WorkshopState.CANCELLED)
        .select_related("workshop")
        .order_by("pk")
    )
    if not plans:
        return
    done = set(
        SessionDone.objects.filter(plan__in=plans).values_list("plan_id", "member_id", "part")
    )
    columns = at_columns("team__participation")
    members = list(
        TeamMember.objects.filter(
            member__left_on__isnull=True,
            member__user__is_active=True,
            team__participation__in=search.places,
            team__participation__status=ParticipationStatus.ACTIVE,
            team__participation__programme__in={plan.workshop.programme_id for plan in plans},
        )
        .order_by("pk")
        .values_list(*columns, "pk", "member__user__email", "member__name")
    )
    for plan in plans:
        for *facts, pk, address, name in members:
            at = At._make(facts)
            if at.programme != plan.workshop.programme_id:
                continue
            for part in SessionPart:
                if getattr(plan, part) and (plan.pk, pk, part) not in done:
                    yield from _cause(plan, part, at, pk, address, name, first)


def _cause(
    plan: SessionPlan, part: SessionPart, at: At, member: int, address: str, name: str,
    first: dt.date,
) -> Iterator[Cause]:  # fmt: skip
    due = getattr(plan, f"{part}_due")
    if due is None or due < first:
        return
    held = plan.workshop.local_start.date()
    until = held if part == SessionPart.PREPARATION else due + dt.timedelta(days=LATE_DAYS)
    yield Cause(
        kind=KINDS[part],
        at=at,
        thing=f"{plan.pk}:{member}",
        day=due,
        until=until,
        words=partial(_said, part, plan.workshop.title, due),
        path=reverse("learning:session_work", args=[at.participation, plan.workshop_id, part]),
        address=address,
        name=name,
    )


def _said(part: SessionPart, session: str, due: dt.date, _day: dt.date) -> str:
    facts = {"session": session, "day": short_date(due)}
    if part == SessionPart.PREPARATION:
        return _("“%(session)s” is to be prepared by %(day)s") % facts
    return _("The assignment after “%(session)s” is to be done by %(day)s") % facts


register(
    Kind(
        "session_preparation",
        gettext_lazy("A session of the laboratory is to be prepared"),
        after=-AHEAD_DAYS,
        to=(To.NAMED,),
        ends=gettext_lazy("you say that it is done"),
    ),
    Kind(
        "session_assignment",
        gettext_lazy("An assignment of the laboratory waits"),
        after=-AHEAD_DAYS,
        to=(To.NAMED,),
        ends=gettext_lazy("you say that it is done"),
    ),
    find=open_work,
)

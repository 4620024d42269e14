"""What is reminded of around the end of a support: that it ends, and how it goes afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from continuity.follow_ups.links import closes_on, link_of
from continuity.follow_ups.services import ASKED
from continuity.models import ContinuityPlan, FollowUp
from continuity.plan.readiness import missing, parts
from core.dates import short_date
from places.models import ParticipationStatus
from places.queries import HANDOVER_WARNING_DAYS, SUPPORT_WARNING_DAYS
from reminders.kinds import AT, At, Cause, Kind, Search, To, register

#: Parts of the plan that a letter names.
_NAMED = 3


def endings(search: Search) -> Iterator[Cause]:
    """Supports that end: half a year before where nobody carries on, and three months before."""
    last = max(search.last("support_half"), search.last("support_ends"))
    rows = search.places.filter(
        status=ParticipationStatus.ACTIVE, support_ends_on__range=(search.today, last)
    )
    found = list(rows.order_by().values_list(*AT, "support_ends_on", "handover_ready"))
    unsettled = [row[len(AT) - 1] for row in found if not row[-1]]
    plans = ContinuityPlan.objects.filter(participation__in=unsettled).select_related(
        "organisation"
    )
    plan_of = {plan.participation_id: plan for plan in plans} if unsettled else {}
    for *columns, ends_on, ready in found:
        at = At._make(columns)
        plan = None if ready else plan_of.get(at.participation or 0, ContinuityPlan())
        for kind in ("support_ends",) if ready else ("support_half", "support_ends"):
            yield Cause(
                kind=kind,
                at=at,
                thing=ends_on.isoformat(),
                day=ends_on,
                # From three months on it is the other letter's.
                until=ends_on - dt.timedelta(days=SUPPORT_WARNING_DAYS + 1)
                if kind == "support_half"
                else ends_on,
                words=partial(_ending, ends_on, plan),
                path=reverse("continuity:plan", args=[at.participation]),
            )


def _ending(ends_on: dt.date, plan: ContinuityPlan | None, _day: dt.date) -> str:
    facts: dict[str, object] = {"date": short_date(ends_on)}
    if plan is None:
        return _("The support ends %(date)s, and who carries on is settled") % facts
    lacking = missing(parts(plan))
    facts |= {
        "what": ", ".join(part.title.lower() for part in lacking[:_NAMED]),
        "more": len(lacking) - _NAMED,
    }
    if not lacking:
        return _("The support ends %(date)s; nothing is missing, who carries on can be settled") % (
            facts
        )
    if len(lacking) <= _NAMED:
        return _("The support ends %(date)s; who carries on is not settled: %(what)s") % facts
    said = ngettext(
        "The support ends %(date)s; who carries on is not settled: %(what)s and %(more)d more",
        "The support ends %(date)s; who carries on is not settled: %(what)s and %(more)d more",
        len(lacking) - _NAMED,
    )
    return said % facts


def unanswered(search: Search) -> Iterator[Cause]:
    """Follow-ups that were sent and not answered. One question."""
    rows = FollowUp.objects.filter(
        participation__in=search.places,
        participation__status__in=ASKED,
        sent_at__isnull=False,
        answered_at__isnull=True,
        due_on__lte=search.last("follow_up"),
    ).exclude(email="")
    for one in rows.select_related("participation__place", "participation__programme"):
        programme = one.participation.programme
        yield Cause(
            kind="follow_up",
            at=At(
                programme.pk, programme.region_id, programme.language,
                one.participation.place.name, one.participation_id,
            ),
            thing=str(one.pk),
            day=timezone.localdate(one.sent_at),
            until=closes_on(one) - dt.timedelta(days=1),
            words=partial(_how_is_it, one.months),
            path=reverse("continuity:follow_ups", args=[one.participation_id]),
            link=link_of(one),
            address=one.email,
            name=one.name,
        )  # fmt: skip


def _how_is_it(months: int, _day: dt.date) -> str:
    said = ngettext(
        "We have not heard from you yet: how is it going, %(months)d month after the support? "
        "The form takes five minutes and needs no sign-in",
        "We have not heard from you yet: how is it going, %(months)d months after the support? "
        "The form takes five minutes and needs no sign-in",
        months,
    )
    return said % {"months": months}


register(
    Kind(
        "support_half",
        gettext_lazy("The support ends in half a year, and nobody carries on"),
        after=-HANDOVER_WARNING_DAYS,
        to=(To.LEADERS, To.COACHES),
        ends=gettext_lazy("who carries on is settled"),
        chased=9,
    ),
    Kind(
        "support_ends",
        gettext_lazy("The support ends in three months"),
        after=-SUPPORT_WARNING_DAYS,
        to=(To.LEADERS, To.COACHES),
        ends=gettext_lazy("the support has ended"),
    ),
    find=endings,
)
register(
    Kind(
        "follow_up",
        gettext_lazy("The question how it goes is not answered"),
        after=21,
        to=(To.NAMED,),
        ends=gettext_lazy("it is answered"),
        chased=9,
    ),
    find=unanswered,
)

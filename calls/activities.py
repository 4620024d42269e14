"""Calls on a programme's home: rows of the timeline, what waits for whom, what comes next.

A fixed number of questions, whatever there is.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import ApplicationState, Call, CallState
from calls.todos import counted, waits_of
from programmes.activities import Activity, Asked, Found, Waiting, register


@register
def of_calls(asked: Asked) -> Found:
    """The programme's calls; how many have applied is told to those who run it."""
    if not asked.sees_all:
        return Found()
    rows = Call.objects.filter(programme=asked.programme)
    if asked.runs:
        handed_in = Q(applications__state=ApplicationState.HANDED_IN)
        in_hand = Count("applications", filter=handed_in, distinct=True)
        rows = counted(rows).annotate(in_hand=in_hand)
    else:
        rows = rows.published()
    calls = list(rows.order_by("opens_at", "pk"))
    for one in calls:
        one.programme = asked.programme
    return Found(
        activities=[_activity(one, asked) for one in calls],
        waiting=_waiting(calls) if asked.runs else (),
        ahead=[
            (timezone.localdate(one.closes_at), _("“%(call)s” closes") % {"call": one.title})
            for one in calls
            if one.state in {CallState.OPEN, CallState.AHEAD} and one.closes_at
        ],
    )


def _activity(call: Any, asked: Asked) -> Activity:
    says = str(call.state.label)
    if asked.runs:
        says = ngettext(
            "%(count)s application handed in", "%(count)s applications handed in", call.in_hand
        ) % {"count": call.in_hand}
    return Activity(
        key=f"call-{call.pk}",
        kind=_("Call"),
        name=call.title,
        starts_on=call.opens.date() if call.opens else None,
        ends_on=call.closes.date() if call.closes else None,
        says=says,
        url=call.get_absolute_url() if asked.runs else reverse(
            "calls:programme", args=[asked.programme.pk]
        ),
    )  # fmt: skip


def _waiting(calls: list[Any]) -> list[Waiting]:
    found = []
    for one in (waits for call in calls for waits in waits_of(call)):
        who = _("The assessors") if one.kind == "assess" else _("Whoever runs the programme")
        found.append(
            Waiting(title=one.title, text=one.text, who=who, due_on=one.due_on, url=one.url)
        )
    return found

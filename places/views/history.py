"""Everything that happened with a place, newest first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import audit
from core.dates import short_date
from core.models import AuditEvent
from core.policy import policy
from core.requests import SignedInRequest
from places.models import ItemState, Participation
from places.views.work import for_page

LINES_A_PAGE = 50

_FIELD_CHANGED = {
    "note": gettext_lazy("The note was changed."),
    "responsible": gettext_lazy("Another person is responsible."),
}
_LEVELS = {
    "item.done": "ok",
    "gate.submitted": "warn",
    "gate.decided.continue": "ok",
    "gate.decided.conditions": "ok",
    "gate.decided.return": "stop",
    "gate.decided.stop": "stop",
}


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def history(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The lines of the trail that the reader may see in sentences, with before and after."""
    pages = Paginator(audit.readable(participation, request.user), LINES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "participation": participation,
        "page": page,
        "entries": [entry(event) for event in page],
        "tab": "history",
    }
    return render(request, "places/history.html", context)


def entry(event: AuditEvent) -> dict[str, Any]:
    """A line of the trail as the timeline draws it."""
    return {
        "when": event.at,
        "title": audit.sentence(event),
        "text": " ".join(changes(event.facts)),
        "who": ", ".join(filter(None, [clock_time(event.at), event.actor_name])),
        "level": _LEVELS.get(event.verb, ""),
    }


def clock_time(moment: dt.datetime) -> str:
    """The time of day as the reader's language writes it."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def changes(facts: dict[str, Any]) -> list[str]:
    """What was before and what is after, one sentence each."""
    said = []
    if "state" in facts:
        before, after = (_state(value) for value in facts["state"])
        said.append(_("Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after})
    if "due" in facts:
        said.append(_due_change(*facts["due"]))
    said += [
        str(_FIELD_CHANGED[name]) for name in facts.get("fields", []) if name in _FIELD_CHANGED
    ]
    return said


def _state(value: str) -> str:
    return str(ItemState(value).label).lower() if value in ItemState.values else value


def _due_change(before: str, after: str) -> str:
    old, new = (short_date(parse_date(day)) if day else "" for day in (before, after))
    if old and new:
        return _("Due date moved from %(before)s to %(after)s.") % {"before": old, "after": new}
    return (
        _("Due date set to %(after)s.") % {"after": new}
        if new
        else _("Due date %(before)s taken away.") % {"before": old}
    )

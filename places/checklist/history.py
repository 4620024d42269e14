"""Everything that happened with a place, newest first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.dates import short_date, time_of_day
from core.models import AuditEvent
from people.models import User
from places.models import ItemState, Participation

LINES_A_PAGE = 50

_FIELD_CHANGED = {
    "note": gettext_lazy("The note was changed."),
    "responsible": gettext_lazy("Another person is responsible."),
}
_LEVELS = {
    "item.done": "ok",
    "item.done_by_event": "ok",
    "gate.submitted": "warn",
    "gate.decided.continue": "ok",
    "gate.decided.conditions": "ok",
    "gate.decided.return": "stop",
    "gate.decided.stop": "stop",
}


def context(participation: Participation, user: User, page: str | None) -> dict[str, Any]:
    """The lines of the trail that the user may see in texts, with before and after."""
    events = Paginator(audit.readable(participation, user), LINES_A_PAGE).get_page(page)
    return {"page": events, "entries": [entry(event) for event in events], "tab": "history"}


def entry(event: AuditEvent) -> dict[str, Any]:
    """A line of the trail as the timeline draws it."""
    return {
        "when": event.at,
        "title": audit.sentence(event),
        "text": " ".join(changes(event.facts)),
        "who": ", ".join(filter(None, [time_of_day(event.at), event.actor_name])),
        "level": _LEVELS.get(event.verb, ""),
    }


def changes(facts: dict[str, Any]) -> list[str]:
    """What was before and what is after, one sentence each."""
    texts = []
    if "state" in facts:
        before, after = (_state(value) for value in facts["state"])
        texts.append(_("Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after})
    if "due" in facts:
        texts.append(_due_change(*facts["due"]))
    texts += [
        str(_FIELD_CHANGED[name]) for name in facts.get("fields", []) if name in _FIELD_CHANGED
    ]
    return texts


def _state(value: str) -> str:
    return str(ItemState(value).label).lower() if value in ItemState.values else value


def _due_change(before: str, after: str) -> str:
    old, new = (short_date(parse_date(day)) if day else "" for day in (before, after))
    if old and new:
        return _("Due date moved from %(before)s to %(after)s.") % {"before": old, "after": new}
    return (
        _("Due date set to %(after)s.") % {"after": new}
        if new
        else _("Due date %(before)s removed.") % {"before": old}
    )

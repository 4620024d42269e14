"""The head of a call's pages: its tabs, by what somebody may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.models import CallState
from core.policy import allowed

if TYPE_CHECKING:
    from calls.models import Application, Call
    from people.models import User

LEVELS = {
    CallState.DRAFT: "off",
    CallState.AHEAD: "info",
    CallState.OPEN: "ok",
    CallState.CLOSED: "info",
}


def head(user: User, call: Call, current: str) -> dict[str, Any]:
    """What the head of a page needs: the tabs that the user may open, the state."""
    runs = allowed(user, "calls.write", call)
    tabs = [
        ("call", _("Overview"), "calls:call", True),
        ("text", _("Text"), "calls:text", runs),
        ("questions", _("Questions"), "calls:questions", runs),
        ("rules", _("Rules"), "calls:rules", runs),
        ("criteria", _("Criteria"), "calls:criteria", runs),
        ("assessors", _("Assessors"), "calls:assessors", runs),
        ("applications", _("Applications"), "calls:applications", True),
        ("ranking", _("Ranking"), "calls:ranking", True),
        ("decisions", _("Decisions"), "calls:decisions", runs),
        ("statistics", _("Who applied"), "calls:statistics", runs),
    ]
    return {
        "call": call,
        "programme": call.programme,
        "tabs": [
            {"label": label, "url": reverse(name, args=[call.pk]), "current": key == current}
            for key, label, name, shown in tabs
            if shown
        ],
        "state_level": LEVELS[call.state],
        "state_label": call.state.label,
        "may_write": runs,
        "sees_programme": runs,
    }


def head_of(user: User, application: Application) -> dict[str, Any]:
    """The same for a page of one application."""
    return head(user, application.call, "applications")

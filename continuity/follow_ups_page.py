"""What the page of a place's follow-ups shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.domain.follow_ups import ASKED, due_on
from continuity.domain.links import closes_on
from continuity.models import FOLLOW_UP_MONTHS, Alive, FollowUp
from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.models import Participation

#: How an answer is marked: a flag's level.
LEVELS = {Alive.YES: "ok", Alive.PARTLY: "warn", Alive.NO: "stop"}


@dataclass(frozen=True, slots=True)
class Row:
    """One of the three follow-ups; `follow_up` is None while it lies ahead or was never made."""

    months: int
    due_on: dt.date
    follow_up: FollowUp | None
    level: str
    state: str
    can_send: bool


def context(participation: Participation, *, user: User) -> dict[str, Any]:
    """The page's context; two queries."""
    today = timezone.localdate()
    may = allowed(user, "continuity.follow_up", participation)
    made = {one.months: one for one in participation.follow_ups.select_related("entered_by")}
    return {
        "rows": [
            _row(participation, months, made.get(months), today) for months in FOLLOW_UP_MONTHS
        ],
        "may_follow_up": may,
        "asked": participation.status in ASKED,
        "any": bool(made),
    }


def _row(participation: Participation, months: int, made: FollowUp | None, today: dt.date) -> Row:
    due = made.due_on if made else due_on(participation, months)
    if made is None:
        state = _("Comes %(day)s") % {"day": short_date(due)} if due > today else _("Was not asked")
        return Row(months, due, None, "off", state, can_send=False)
    can_send = made.answered_at is None and today < closes_on(made)
    if made.answered_at is not None:
        return Row(
            months, due, made, LEVELS[Alive(made.alive)], str(Alive(made.alive).label), can_send
        )
    level, state = _waiting(made)
    return Row(months, due, made, level, state, can_send)


def _waiting(made: FollowUp) -> tuple[str, str]:
    if made.sent_at is None:
        return "stop", _("Not sent: nobody is named as contact")
    if made.reminded_at is not None:
        return "warn", _("No answer yet, reminded %(day)s") % {"day": short_date(made.reminded_at)}
    return "info", _("Sent %(day)s, no answer yet") % {"day": short_date(made.sent_at)}

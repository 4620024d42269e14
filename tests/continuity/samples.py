"""Boring places for the tests of what comes after the support."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from continuity.plan.services import FIELDS, plan_of, save_section, values_of, version_of
from places import summary
from places.models import ClockChange, GateReview, Participation
from tests.factories import World, world

#: Everything that makes a plan ready, by section.
FULL: dict[str, dict[str, Any]] = {
    "form": {"form": "association", "organisation": None, "form_reason": "Nobody speaks for all."},
    "rhythm": {
        "convener": "Kim Back",
        "convener_email": "kim@example.org",
        "meetings_a_year": 4,
        "review_month": 3,
    },
    "municipality": {
        "municipality_contact": "Alex Ek",
        "municipality_email": "alex@example.org",
        "dialogue_month": 10,
        "budget_amount": None,
        "budget_text": "",
    },
    "leader": {"leader_after": "ends", "leader_payer": ""},
    "handover": {"archive_place": "The library", "archive_on": None, "contacts_on": None,
                 "keys_on": None},
}  # fmt: skip


def full() -> dict[str, dict[str, Any]]:
    """`FULL` with today's dates and a budget."""
    today = timezone.localdate()
    made = {section: dict(values) for section, values in FULL.items()}
    made["municipality"] |= {"budget_amount": Decimal("20000.00")}
    made["handover"] |= {"archive_on": today, "contacts_on": today, "keys_on": today}
    return made


def open_gate(participation: Participation, by: Any, submitted_by: Any) -> None:
    """Pass the gate without the verb."""
    now = timezone.now()
    GateReview.objects.create(
        participation=participation,
        round=1,
        state="decided",
        submitted_by=submitted_by,
        submitted_at=now,
        decision="continue",
        decided_by=by,
        decided_at=now,
        reason="Good",
    )
    summary.refresh(participation)


def opened() -> World:
    """The usual world with an open gate."""
    w = world()
    open_gate(w.participation, w.manager, w.leader)
    return w


def save(w: World, section: str, by: Any = None, **values: Any) -> Any:
    """Save a section as somebody who has just read it; what is not named stays."""
    plan = plan_of(w.participation)
    return save_section(
        participation=w.participation,
        by=by or w.leader,
        section=section,
        version=version_of(plan, section),
        **values_of(plan, section) | values,
    )


def fill(w: World) -> None:
    """Fill every section."""
    for section, values in full().items():
        assert set(values) == set(FIELDS[section])
        save(w, section, **values)


def ends_in(participation: Participation, days: int) -> dt.date:
    """Let the support end in so many days (negative: it ended), by moving its start."""
    end = timezone.localdate() + dt.timedelta(days=days)
    # Months have different lengths: the start is moved until the day fits. A day that no start
    # leads to is reached by a pause.
    for _try in range(4):
        _start_later(participation, (end - participation.support_ends_on).days)
    while participation.support_ends_on > end:
        _start_later(participation, -1)
    left = (end - participation.support_ends_on).days
    if left:
        first = participation.started_on
        ClockChange.objects.create(
            participation=participation,
            kind="pause",
            starts_on=first,
            ends_on=first + dt.timedelta(days=left - 1),
            reason="Made up",
        )
        summary.refresh(participation)
    return end


def _start_later(participation: Participation, days: int) -> None:
    participation.started_on += dt.timedelta(days=days)
    participation.save(update_fields=["started_on"])
    summary.refresh(participation)

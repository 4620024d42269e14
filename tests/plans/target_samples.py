"""What tests of the target picture, pledges and goals start from."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.models import AuditEvent
from people.models import User
from places.models import GateState, Participation
from plans.goals.services import add_goal, add_indicator, observe
from plans.models import Goal, Indicator, Observation, Pledge
from plans.target.pledges import add_pledge
from tests.factories import World, world

#: People who may write the plan of a place, and who only read it.
WRITERS = ("admin", "manager", "coach", "leader", "member")
READERS = ("contact", "observer")


def planning(**fields: Any) -> World:
    """The usual world with the place's gate passed."""
    made = world(**fields)
    open_gate(made.participation)
    return made


def open_gate(participation: Participation) -> None:
    """Pass the gate without the verb."""
    participation.gate_state = GateState.PASSED
    Participation.objects.filter(pk=participation.pk).update(gate_state=GateState.PASSED)


def day(days: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def verbs() -> list[str]:
    """The audit trail's verbs, the oldest first."""
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def png(*, colour: str = "green", name: str = "by.png") -> SimpleUploadedFile:
    """A small picture as somebody sends it."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def pledge(made: World, by: User | None = None, **fields: Any) -> Pledge:
    """A pledge of the municipality."""
    usual: dict[str, Any] = {
        "sector": "municipality",
        "person": "Kim Kommun",
        "given_on": day(-10),
        "text": "Två timmar i veckan",
    }
    return add_pledge(participation=made.participation, by=by or made.leader, **usual | fields)


def goal(made: World, title: str = "Fler besökare", **fields: Any) -> Goal:
    """A goal of the place."""
    return add_goal(participation=made.participation, by=made.leader, title=title, **fields)


def measure(made: World, of: Goal | None = None, **fields: Any) -> Indicator:
    """An indicator: from 0 to 60 visitors."""
    usual: dict[str, Any] = {
        "title": "Besökare på torgdagen",
        "unit": "besökare",
        "direction": "up",
        "baseline": Decimal(0),
        "baseline_on": day(-100),
        "target": Decimal(60),
        "target_on": day(400),
        "source": "Räknat",
    }
    return add_indicator(goal=of or goal(made), by=made.leader, **usual | fields)


def seen(
    made: World, of: Indicator, value: Any, days: int = -5, by: User | None = None
) -> Observation:
    """A value that was observed."""
    return observe(
        indicator=of, on=day(days), value=Decimal(value), source="Räknat på plats",
        by=by or made.leader,
    )  # fmt: skip

"""Meetings for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from workshops.models import (
    HowInvited,
    Invitation,
    Workshop,
    WorkshopKind,
    WorkshopState,
)


def meeting(w: Any, **fields: Any) -> Workshop:
    """An announced open meeting at the world's place, a fortnight from now at 18.00 UTC."""
    places = fields.pop("places", [w.participation])
    start = (timezone.now() + dt.timedelta(days=14)).replace(
        hour=18, minute=0, second=0, microsecond=0
    )
    workshop = Workshop.objects.create(
        **{
            "programme": w.programme,
            "kind": WorkshopKind.OPEN_MEETING,
            "title": "Stormöte i Näsum",
            "language": "sv",
            "state": WorkshopState.ANNOUNCED,
            "starts_at": start,
            "ends_at": start + dt.timedelta(hours=2),
            "hall": "Folkets hus",
            "address": "Byavägen 1",
        }
        | fields
    )
    workshop.participations.set(places)
    return workshop


def guest(workshop: Workshop, number: int = 1, **fields: Any) -> Invitation:
    """A guest who has been invited and has not answered."""
    return Invitation.objects.create(
        **{
            "workshop": workshop,
            "how": HowInvited.ADDED,
            "name": f"Gäst {number}",
            "email": f"gast{number}@example.org",
            "language": "sv",
            "invited_at": timezone.now(),
        }
        | fields
    )

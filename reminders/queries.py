"""What has been told, as pages ask for it."""

from __future__ import annotations

import datetime as dt

from places.models import Participation
from reminders.models import Reminded


def told_of(participation: Participation, kind: str) -> dict[str, dt.datetime]:
    """When somebody was last reminded of each thing of a kind at the place. One question."""
    rows = Reminded.objects.filter(participation=participation, kind=kind).order_by("sent_at")
    return dict(rows.values_list("thing", "sent_at"))

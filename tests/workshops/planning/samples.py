"""Helpers of the tests of planning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from workshops.models import Workshop
from workshops.planning.services import plan_workshop


def in_days(days: int, hour: int = 18) -> dt.datetime:
    """A moment so many days from now, at a full hour in UTC."""
    day = timezone.now() + dt.timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def planned(w: Any, **fields: Any) -> Workshop:
    """A draft that the process leader has planned through the verb."""
    usual = {
        "programme": w.programme,
        "by": w.leader,
        "participations": [w.participation],
        "kind": "open_meeting",
        "title": "Stormöte i Näsum",
        "starts_at": in_days(14),
    }
    return plan_workshop(**usual | fields)


def sent(**fields: Any) -> dict[str, Any]:
    """A filled form, as a browser sends it."""
    return {
        "kind": "open_meeting",
        "was_kind": "open_meeting",
        "title": "Stormöte i Näsum",
        "starts_on": in_days(14).date().isoformat(),
        "starts_time": "18:00",
        "ends_time": "20:00",
        "hall": "Folkets hus",
        "address": "Byavägen 1",
        "offer_hours": "24",
        "language": "sv",
    } | fields


def address(name: str, *args: Any) -> str:
    """An address of this room."""
    return reverse(f"workshops:{name}", args=args)


def get(client: Any, user: Any, url: str, data: Any = None) -> Any:
    """The page, in English."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url, data or {})


def post(client: Any, user: Any, url: str, data: Any = None) -> Any:
    """Send a form, in English."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(url, data or {})

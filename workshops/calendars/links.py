"""Plain links that put a meeting into a calendar on the web, and show its place on a map.

They hold no personal link: what is behind it is nobody else's business.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from workshops.calendars.ics import OPEN_END
from workshops.models import Workshop

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"
#: Longer addresses are cut by some servers.
ABOUT_LENGTH = 400
MAP = "https://www.openstreetmap.org/search"


def google_link(workshop: Workshop) -> str:
    """The form of Google Calendar, filled in."""
    start, end = (f"{one.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for one in _span(workshop))
    return f"{GOOGLE}?" + urlencode({
        "action": "TEMPLATE", "text": workshop.title, "dates": f"{start}/{end}",
        "ctz": workshop.time_zone, "location": _where(workshop), "details": _details(workshop),
    })  # fmt: skip


def outlook_link(workshop: Workshop) -> str:
    """The form of Outlook on the web, filled in."""
    start, end = (f"{one.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for one in _span(workshop))
    return f"{OUTLOOK}?" + urlencode({
        "path": "/calendar/action/compose", "rru": "addevent", "subject": workshop.title,
        "startdt": start, "enddt": end, "location": _where(workshop), "body": _details(workshop),
    })  # fmt: skip


def map_link(workshop: Workshop) -> str:
    """Where the address is on OpenStreetMap; "" for a meeting without an address."""
    return f"{MAP}?" + urlencode({"query": workshop.address}) if workshop.address else ""


def _span(workshop: Workshop) -> tuple[dt.datetime, dt.datetime]:
    return workshop.starts_at, workshop.ends_at or workshop.starts_at + OPEN_END


def _where(workshop: Workshop) -> str:
    hall = ", ".join(part for part in (workshop.hall, workshop.address) if part)
    return hall or workshop.online_url


def _details(workshop: Workshop) -> str:
    about = workshop.description[:ABOUT_LENGTH]
    return "\n\n".join(part for part in (about, workshop.online_url) if part)

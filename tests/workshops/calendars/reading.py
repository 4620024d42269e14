"""Calendars for tests: what a calendar program sees."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from icalendar import Calendar

from people.models import User
from workshops.calendars.services import address_of, open_feed
from workshops.models import Feed


def feed_of(user: User, **thing: Any) -> Feed:
    """A feed as the user would make it."""
    return open_feed(by=user, **thing)


def path_of(feed: Feed) -> str:
    """The feed's address without the host."""
    return urlsplit(address_of(feed)).path


def read(feed: Feed) -> dict[str, str]:
    """What a program without a session reads: summary and status of each entry."""
    answer = Client().get(path_of(feed))
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["summary"]): str(one.get("status", "")) for one in events}

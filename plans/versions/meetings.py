"""Meetings that a place has held, to point to when a plan is adopted.

The app of meetings stands above this one and registers what gives them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from places.models import Participation


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held: its number and address, and how many came (None: not recorded)."""

    number: int
    title: str
    day: dt.date
    persons: int | None
    url: str


Provider = Callable[[Participation], list[HeldMeeting]]
_providers: list[Provider] = []


def offers_meetings(provider: Provider) -> Provider:
    """Register what gives a place's held meetings, the latest first."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def held_at(participation: Participation) -> list[HeldMeeting]:
    """All held meetings of the place, the latest first."""
    return [one for provider in _providers for one in provider(participation)]


def meeting_of(participation: Participation, number: int | None) -> HeldMeeting | None:
    """The held meeting of this number; None for none."""
    if number is None:
        return None
    return next((one for one in held_at(participation) if one.number == number), None)

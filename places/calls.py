"""What else needs somebody today. Apps above add their calls to the place's and the start pages.

A call says what is needed in a sentence and leads to where it is done. A function that looks
for calls sends at most one statement, and none at a place that it has nothing to say of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User
    from places.models import Participation


@dataclass(frozen=True, slots=True)
class Call:
    """One call card. `level` is ok, warn, stop or info; `kind` is the word over the title."""

    level: str
    kind: str
    title: str
    text: str
    url: str


AtPlace = Callable[["Participation", "User"], list[Call]]
AtStart = Callable[["User"], list[Call]]
_at_place: list[AtPlace] = []
_at_start: list[AtStart] = []


def calls_at_place(look: AtPlace) -> AtPlace:
    """Register what looks for calls at one place."""
    _at_place.append(look)
    return look


def calls_at_start(look: AtStart) -> AtStart:
    """Register what looks for calls over all that somebody runs."""
    _at_start.append(look)
    return look


def of_place(participation: Participation, user: User) -> list[Call]:
    """All calls of a place for this user."""
    return [call for look in _at_place for call in look(participation, user)]


def of_start(user: User) -> list[Call]:
    """All calls over what the user runs."""
    return [call for look in _at_start for call in look(user)]

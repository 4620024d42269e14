"""What stands on the timeline beside the places' own steps: apps above add their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple

from people.models import User


class Mark(NamedTuple):
    """A day of a place; without one, of the programme as a whole."""

    participation: int | None
    programme: int
    on: dt.date
    title: str
    url: str


class Span(NamedTuple):
    """Which places and programmes are drawn, from when until when (both days included)."""

    participations: Collection[int]
    programmes: Collection[int]
    first: dt.date
    last: dt.date


Look = Callable[[Span, User], list[Mark]]
_looks: list[Look] = []


def marks(look: Look) -> Look:
    """Register what has days to show, with one statement."""
    _looks.append(look)
    return look


def marks_of(span: Span, user: User) -> list[Mark]:
    """All of them, by day."""
    found = [mark for look in _looks for mark in look(span, user)]
    return sorted(found, key=lambda one: one.on)

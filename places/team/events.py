"""What else happens when a coach's places are handed over. Apps above register here.

A listener runs in the hand-over's transaction, once for each place, with the role that ends or
rests, who takes over, the first day and the one who hands over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Assignment, User

Listener = Callable[["Assignment", "User", dt.date, "User"], None]
_listeners: list[Listener] = []


def on_handed_over(listener: Listener) -> Listener:
    """Register a listener; once each, however often its module is read."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def handed_over(role: Assignment, to: User, starts_on: dt.date, by: User) -> None:
    """Call every listener, in the order in which they were registered."""
    for listener in _listeners:
        listener(role, to, starts_on, by)

"""What else happens when a gate is decided. Apps above register here; nothing is imported upward.

A listener runs in the decision's transaction, after the summary is refreshed: what it writes
stands or falls with the decision. It is called with the decided round and the decider.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User
    from places.models import GateReview

Listener = Callable[["GateReview", "User"], None]
_listeners: list[Listener] = []


def on_decided(listener: Listener) -> Listener:
    """Register a listener; once each, however often its module is read."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell_decided(review: GateReview, by: User) -> None:
    """Call every listener, in the order in which they were registered."""
    for listener in _listeners:
        listener(review, by)

"""Who wants to know when a sending is undone. Apps above register in `AppConfig.ready()`.

Whatever an undone sending had promised ("these are invited") is taken back in the same
transaction, wherever it was undone.
"""

from __future__ import annotations

from collections.abc import Callable

from outbox.models import Campaign

_when_stopped: list[Callable[[Campaign], None]] = []


def when_stopped(act: Callable[[Campaign], None]) -> Callable[[Campaign], None]:
    """Register an act (a decorator); it must do no harm when it is done again."""
    if act not in _when_stopped:
        _when_stopped.append(act)
    return act


def stopped(campaign: Campaign) -> None:
    """Tell those who have registered, in the caller's transaction."""
    for act in _when_stopped:
        act(campaign)

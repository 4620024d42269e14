"""Names of the events that may tick a line of the checklist.

As with the readiness parts (`programmes.parts`), apps above answer them
(`places.checklist.ticks`) and tell their names here, so that a mistyped name is refused when the
method is read. An event may have an argument after a colon: `meeting_held:open_meeting`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise

Arguments = Sequence[tuple[str, str | Promise]]

_events: dict[str, tuple[str | Promise, Arguments]] = {}


def register(name: str, title: str | Promise, arguments: Arguments = ()) -> None:
    """Make an event known, with its title for the editor and the arguments that it may have."""
    _events[name] = (title, arguments)


def is_known(key: str) -> bool:
    """Whether some installed app answers the event."""
    name, colon, argument = key.partition(":")
    if name not in _events:
        return False
    return not colon or argument in dict(_events[name][1])


def title_of(key: str) -> str:
    """The event's title in the active language, with its argument's; the key where unknown."""
    return dict(choices()).get(key, key)


def choices() -> list[tuple[str, str]]:
    """All events with their titles, those with an argument after the one without."""
    found = []
    for name, (title, arguments) in sorted(_events.items()):
        found.append((name, str(title)))
        found += [(f"{name}:{key}", f"{title}: {label}") for key, label in arguments]
    return found

"""Voices and themes for tests."""

from __future__ import annotations

import itertools
from typing import Any

from tests.factories import World
from themes.models import Tagging, Theme, Voice
from themes.rooms import Room

_numbers = itertools.count(1)


def room(w: World) -> Room:
    """The programme's room."""
    return Room(w.programme)


def place_room(w: World) -> Room:
    """The room of the world's place."""
    return Room(w.programme, w.participation)


def voice(w: World, text: str = "Nobody knows whom to call", *themes: Theme, **more: Any) -> Voice:
    """A voice that was added by hand, with its themes."""
    made = Voice.objects.create(
        **{
            "programme": w.programme,
            "source": "hand",
            "source_key": f"hand:test-{next(_numbers)}",
            "text": text,
            "group": "Village council",
            "mark": "circle",
        }
        | more
    )
    for theme in themes:
        Tagging.objects.create(voice=made, theme=theme)
    return made


def theme(w: World, name: str = "The way in", **more: Any) -> Theme:
    """A theme of the programme."""
    return Theme.objects.create(**{"programme": w.programme, "name": name} | more)


def tagged(theme: Theme) -> set[int]:
    """The voices of a theme."""
    return set(theme.taggings.values_list("voice_id", flat=True))

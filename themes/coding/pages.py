"""What the coding page shows: a voice, the themes, what it is probably about, what is like it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When

from people.models import User
from themes.likeness import Known, alike, name_for, pieces, suggest
from themes.models import Tagging, Theme, Voice
from themes.rooms import Room
from themes.sources import FAMILIES, links_of, source_of

#: Coded voices that suggestions look at, and voices without a theme that may be like this one.
MOST_KNOWN, MOST_OPEN = 600, 400
#: Figures on the keyboard.
KEYS = 9


@dataclass(frozen=True, slots=True)
class Shown:
    """A voice as a page shows it."""

    voice: Voice
    source: str
    detail: str
    link: str

    @property
    def hides_municipality(self) -> bool:
        """Whether the municipality is left out because too few answered."""
        return self.voice.source == "survey" and self.voice.municipality_id is None


def shown(user: User, voices: list[Voice]) -> list[Shown]:
    """Voices with where they were said; links only where the user may go."""
    links = links_of(user, voices)
    return [
        Shown(
            one,
            str(FAMILIES[source_of(one).family][0]),
            source_of(one).detail(one),
            links.get(one.pk, ""),
        )
        for one in voices
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme to tick. `key` is the figure on the keyboard that ticks it, or ""."""

    theme: Theme
    suggested: bool
    key: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a voice offers."""

    choices: list[Choice]
    alike: list[Voice]
    new_name: str


def offered(room: Room, voice: Voice) -> Offered:
    """Themes, the likely ones first; voices like this one; a name where no theme fits.

    Three statements.
    """
    themes = {one.pk: one for one in room.themes.order_by("name", "pk")}
    texts: dict[int, list[Any]] = defaultdict(list)
    coded = Tagging.objects.filter(theme__in=list(themes)).exclude(voice=voice).order_by("-pk")
    rows = list(coded.values_list("theme_id", "voice__text")[:MOST_KNOWN])
    for number, text in rows:
        texts[number].append(pieces(text))
    likely = suggest(voice.text, [Known(pk, one.name, texts[pk]) for pk, one in themes.items()])
    waiting = {one.pk: one for one in room.uncoded.exclude(pk=voice.pk)[:MOST_OPEN]}
    near = [waiting[pk] for pk in alike(voice.text, {k: v.text for k, v in waiting.items()})]
    ordered = [*likely, *(pk for pk in themes if pk not in likely)]
    everything = [text for _pk, text in rows] + [one.text for one in waiting.values()]
    name = ""
    if near and not likely:
        name = name_for([voice.text, *(one.text for one in near)], everything)
    return Offered(
        [
            Choice(themes[pk], pk in likely, str(at) if at <= KEYS else "")
            for at, pk in enumerate(ordered, start=1)
        ],
        near,
        name,
    )


def next_voice(room: Room, after: int = 0) -> Voice | None:
    """The next voice without a theme, from the start again after the last."""
    before = Case(When(pk__gt=after, then=0), default=1)
    return room.uncoded.exclude(pk=after).order_by(before, "pk").first()

"""Theme sets: data in `surveys/assessment/sets/`, one file each, in every language of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from core.yaml_files import read_yaml

type Texts = Mapping[str, str]
_SETS = Path(__file__).parent / "sets"


def in_language(texts: Texts) -> str:
    """The words in the active language, else in English."""
    language = (get_language() or "en")[:2]
    return texts.get(language) or texts.get("en", "")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; `part` is the party that it is about, where a set has parties."""

    key: str
    names: Texts
    questions: Texts
    part: Texts

    @property
    def name(self) -> str:
        """What it is called."""
        return in_language(self.names)

    @property
    def question(self) -> str:
        """What one asks oneself."""
        return in_language(self.questions)

    @property
    def party(self) -> str:
        """The party's name; "" where the set has none."""
        return in_language(self.part)


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """Themes on one scale. `about` says of what: a place, or a cooperation."""

    key: str
    order: int
    about: str
    low: int
    high: int
    #: Red, yellow and green instead of numbers.
    lights: bool
    texts: Mapping[str, Texts]
    themes: tuple[Theme, ...]

    def said(self, name: str) -> str:
        """A text of the set: name, origin, low_label, middle_label, high_label."""
        return in_language(self.texts.get(name, {}))

    @property
    def name(self) -> str:
        """What the set is called."""
        return self.said("name")

    @property
    def origin(self) -> str:
        """Where the set comes from."""
        return self.said("origin")

    @property
    def steps(self) -> list[tuple[int, str]]:
        """The values with their words; numbers stand for themselves."""
        ends = {self.low: self.said("low_label"), self.high: self.said("high_label")}
        if self.lights:
            ends[(self.low + self.high) // 2] = self.said("middle_label")
        return [(value, ends.get(value, "")) for value in range(self.low, self.high + 1)]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its themes."""
        return frozenset(one.key for one in self.themes)

    @property
    def low_from(self) -> float:
        """The mean up to which a theme counts as low: the lowest third and a little more."""
        return round(self.low + 0.37 * (self.high - self.low), 1)


@cache
def all_sets() -> dict[str, ThemeSet]:
    """The theme sets by key, in their order. KeyError for a file that lacks something."""
    found = [_read(read_yaml(path)) for path in _SETS.glob("*.yaml")]
    return {one.key: one for one in sorted(found, key=lambda one: one.order)}


def set_of(keys: frozenset[str]) -> ThemeSet | None:
    """The set that holds all these themes; None for no theme, or of no set."""
    return next((one for one in all_sets().values() if keys and keys <= one.keys), None)


def _read(data: Mapping[str, object]) -> ThemeSet:
    parts: Mapping[str, Texts] = data.get("parts", {})  # type: ignore[assignment]
    themes: list[Mapping[str, object]] = data["themes"]  # type: ignore[assignment]
    return ThemeSet(
        key=str(data["key"]),
        order=int(str(data["order"])),
        about=str(data["about"]),
        low=int(str(data["low"])),
        high=int(str(data["high"])),
        lights=bool(data.get("lights")),
        texts={name: text for name, text in data.items() if isinstance(text, dict)},
        themes=tuple(
            Theme(
                key=str(one["key"]),
                names=one["name"],  # type: ignore[arg-type]
                questions=one["question"],  # type: ignore[arg-type]
                part=parts.get(str(one.get("part", "")), {}),
            )
            for one in themes
        ),
    )

"""The competence framework as data: areas and levels in plain words, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

FILE = Path(__file__).with_name("framework.yaml")


@dataclass(frozen=True, slots=True)
class Area:
    """An area of competence. `wanted` is the level that a programme starts from."""

    key: str
    titles: dict[str, str]
    texts: dict[str, str]
    wanted: int

    @property
    def title(self) -> str:
        """Its name in the active language."""
        return _said(self.titles)

    @property
    def text(self) -> str:
        """What it is, in the active language."""
        return _said(self.texts)


def _said(words: dict[str, str]) -> str:
    language = (translation.get_language() or "en")[:2]
    return words.get(language) or words["en"]


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


@cache
def areas() -> tuple[Area, ...]:
    """All areas in their order."""
    return tuple(
        Area(one["key"], one["title"], one["text"], one["wanted"]) for one in _told()["areas"]
    )


def area_of(key: str) -> Area | None:
    """The area of this key; None for one that the framework has no more."""
    return next((one for one in areas() if one.key == key), None)


def levels() -> list[tuple[int, str]]:
    """Levels with their words in the active language, the lowest first."""
    return [(number, _said(words)) for number, words in enumerate(_told()["levels"], start=1)]


def area_choices() -> list[tuple[str, str]]:
    """Areas for a form."""
    return [(one.key, one.title) for one in areas()]

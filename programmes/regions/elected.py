"""Elected regions by the day: a municipality's file names them as they were when it was written.

What has become of them since the register of areas knows, on a floor above; it registers here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

#: By country and old name, the name on a day.
Changes = Mapping[tuple[str, str], str]
_known: list[Callable[[dt.date], Changes]] = []


def register(changes: Callable[[dt.date], Changes]) -> None:
    """Add a function that tells which regions are called otherwise on a day. One question."""
    _known.append(changes)


@dataclass(frozen=True, slots=True)
class Elected:
    """The elected regions as they are called on a day."""

    changes: Changes

    def name(self, country: str, name: str) -> str:
        """What a region is called, or what it has become."""
        return self.changes.get((country, name), name)

    def names(self, country: str, name: str) -> set[str]:
        """All names that mean the same region, old ones too."""
        now = self.name(country, name)
        return {name, now} | {
            old for (of, old), new in self.changes.items() if (of, new) == (country, now)
        }


def elected(on: dt.date | None = None) -> Elected:
    """The elected regions on a day, today where none is said. One question."""
    day = on or timezone.localdate()
    return Elected({pair: name for told in _known for pair, name in told(day).items()})

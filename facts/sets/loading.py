"""Indicator sets as files: read, checked, made rows.

A file says which figures tell something of a place, in plain words, and how its source is asked.
`@municipality`, `@county` and `@<scheme>` among the values stand for the codes of the places.
A table that nobody has seen working is `confirmed: false`: it has to be looked up first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from facts.models import Better, Client, Indicator, Level, Measure
from facts.models.indicator import text_in

FOLDER = Path(__file__).parent / "data"
LANGUAGES = {"en", "sv", "da"}
_TEXTS = ("names", "meanings", "units")
_FIELDS = (
    "measure", "country", "level", *_TEXTS, "dimensions", "source", "client", "host", "table",
    "confirmed", "variables", "licence", "decimals", "better",
)  # fmt: skip


class WrongSetError(ValueError):
    """A file does not say what it should. The text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """One set: its key, its names by language, and what its file says of each indicator."""

    key: str
    names: dict[str, str]
    indicators: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return text_in(self.names)


@lru_cache(maxsize=1)
def all_sets() -> dict[str, IndicatorSet]:
    """The sets that come with the platform, by key. Raises WrongSetError."""
    found: dict[str, IndicatorSet] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = tuple(_checked(path.name, row) for row in told["indicators"])
        found[told["key"]] = IndicatorSet(told["key"], told["names"], rows)
    keys = [row["key"] for one in found.values() for row in one.indicators]
    if len(set(keys)) != len(keys):
        raise WrongSetError("a key twice")
    return found


def _checked(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row, if all that is needed stands in it."""
    at = f"{name}: {row.get('key')}"
    for texts in _TEXTS:
        if set(row.get(texts, ())) != LANGUAGES:
            raise WrongSetError(f"{at}: {texts} in {', '.join(sorted(LANGUAGES))}")
    known = (
        row["measure"] in Measure.values
        and row["level"] in Level.values
        and row["client"] in {"", *Client.values}  # "": brought in as a file or by hand
        and row.get("better", Better.NEITHER) in Better.values
    )
    if not known:
        raise WrongSetError(f"{at}: a word that is not known")
    variables = row.get("variables") or {}
    if row["confirmed"] and not {"values", "geo", "time"} <= variables.keys():
        raise WrongSetError(f"{at}: confirmed without variables")
    return row


@transaction.atomic
def load() -> int:
    """Make the indicators rows, as the files say now; how many are new.

    An indicator that has gone from the files keeps its row: figures hang on it.
    """
    made = 0
    for one in all_sets().values():
        for sort, row in enumerate(one.indicators):
            fields = {name: row[name] for name in _FIELDS if name in row}
            _indicator, new = Indicator.objects.update_or_create(
                key=row["key"], defaults={**fields, "set_key": one.key, "sort": sort}
            )
            made += new
    return made

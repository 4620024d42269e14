"""What is searched, and how it is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVectorExact,
    TrigramWordSimilarity,
)
from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.lookups import Contains, StartsWith
from django.utils.functional import Promise

from core.collation import normalise
from core.indexes import Plain, Words
from core.web.lists import LONGEST_SEARCH

MOST_WORDS = 6
#: Letters from which on a word is looked for inside others. Shorter ones begin a word.
INSIDE_FROM = 3
#: Letters from which on a word may have a wrong one.
NEAR_FROM = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """A heading of what is found, in ascending `order`."""

    key: str
    label: str | Promise
    icon: str
    order: int


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that are searched, under the heading of a kind.

    `rows` gives those that the user may see, and what the other functions read of a row. Names are
    short columns; texts long ones, the names included. Each has its index (`core.indexes`).
    """

    kind: Kind
    rows: Callable[[Any], QuerySet[Any]]
    names: tuple[str, ...]
    url: Callable[[Any], str]
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda _row: ""
    texts: tuple[str, ...] = ()
    order: tuple[Any, ...] = ()


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add what is searched."""
    _sources.append(source)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words as they are compared. `cut` says that there were more."""

    text: str
    words: tuple[str, ...]
    cut: bool = False

    @property
    def whole(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def read(typed: str) -> Asked:
    """What was typed, without what cannot stand in any name."""
    text = " ".join(typed.replace("\x00", "").split())
    kept = text[:LONGEST_SEARCH].strip()
    words = normalise(kept).split()
    return Asked(kept, tuple(words[:MOST_WORDS]), len(text) > len(kept) or len(words) > MOST_WORDS)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `rank`: 3 where the name begins with the words, 2 holds them, 1 is near; 0 for a text. `near`
    tells how near the name is.
    """

    title: str
    note: str
    url: str
    rank: int
    near: float


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind. `more` says that there is more of it."""

    kind: Kind
    hits: list[Hit]
    more: bool


#: A hit that is near, but does not hold what was written.
NEAR = 1


def found(user: Any, asked: Asked, *, most: int, kind: str = "") -> list[Group]:
    """What the user may see of what was asked for, the kind with the best hit first.

    One statement for each source, however much there is. With `kind` only of that one.
    """
    hits: dict[Kind, list[Hit]] = {}
    for source in _sources if asked.words else ():
        if kind in {"", source.kind.key}:
            hits.setdefault(source.kind, []).extend(_hits(source, user, asked, most + 1))
    groups = [_group(kind, some, most) for kind, some in hits.items() if some]
    return sorted(groups, key=lambda group: (-group.hits[0].rank, group.kind.order))


def _group(kind: Kind, hits: list[Hit], most: int) -> Group:
    """The best of a kind; what is only near stands where nothing holds the words as written."""
    exact = [hit for hit in hits if hit.rank != NEAR]
    ordered = sorted(exact or hits, key=lambda hit: (-hit.rank, -hit.near))
    return Group(kind, ordered[:most], len(ordered) > most)


def _hits(source: Source, user: Any, asked: Asked, most: int) -> list[Hit]:
    names = Plain(*source.names)
    holds = Q(*(_holds(names, word) for word in asked.words))
    near = Q(*(_holds(names, word) | _near(names, word) for word in asked.words))
    rank = Case(
        When(StartsWith(names, asked.whole), then=3),
        When(holds, then=2),
        When(near, then=NEAR),
        default=0,
    )
    rows = source.rows(user).filter(near | _in_texts(source, asked))
    rows = rows.annotate(search_rank=rank, search_near=_nearness(names, asked.whole))
    rows = rows.order_by("-search_rank", "-search_near", *source.order, "pk")
    return [
        Hit(source.title(row), source.note(row), source.url(row), row.search_rank, row.search_near)
        for row in rows[:most]
    ]


def _holds(names: Plain, word: str) -> Q:
    if len(word) < INSIDE_FROM:
        return Q(StartsWith(names, word)) | Q(Contains(names, f" {word}"))
    return Q(Contains(names, word))


def _near(names: Plain, word: str) -> Q:
    """A word of the name is like this one; how like, `placedev.settings` tells PostgreSQL."""
    if connection.vendor != "postgresql" or len(word) < NEAR_FROM:
        return Q()
    return Q(TrigramWordSimilar(names, word))


def _nearness(names: Plain, whole: str) -> Any:
    if connection.vendor != "postgresql":
        return Value(0.0)
    return TrigramWordSimilarity(whole, names)


def _in_texts(source: Source, asked: Asked) -> Q:
    words = re.findall(r"\w+", asked.whole)
    if not source.texts or not words or min(map(len, words)) < INSIDE_FROM:
        return Q(pk__in=[])
    if connection.vendor != "postgresql":
        return Q(*(Contains(Plain(*source.texts), word) for word in words))
    beginnings = " & ".join(f"{word}:*" for word in words)
    query = SearchQuery(beginnings, config="simple", search_type="raw")
    return Q(SearchVectorExact(Words(*source.texts), query))

"""What is searched, and how it is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVectorExact,
    TrigramSimilarity,
    TrigramWordSimilarity,
)
from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.lookups import Contains, EndsWith, Exact, StartsWith
from django.utils.functional import Promise

from core.collation import normalise
from core.indexes import Plain, Words
from core.web.lists import LONGEST_SEARCH

MOST_WORDS = 6
#: Letters from which on a word is looked for inside others. Two begin a word, one is a word.
INSIDE_FROM = 3
#: Letters from which on a word may have a wrong one.
NEAR_FROM = 4
#: Of so many that hold what was written the best are shown, and of so many that begin with it.
AMONG, AMONG_BEGINNINGS = 300, 1000


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

    `rows` gives those that the user may see; `shown` adds what the other functions read of the few
    that are shown. Names are short columns; texts long ones, the names included; what has no
    name is found by its text alone. Each has its index (`core.indexes`).
    """

    kind: Kind
    rows: Callable[[Any], QuerySet[Any]]
    names: tuple[str, ...]
    url: Callable[[Any], str]
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda _row: ""
    texts: tuple[str, ...] = ()
    shown: Callable[[QuerySet[Any], Any], QuerySet[Any]] = lambda rows, _user: rows


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
    """One thing that was found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind, the best first. `more` says that there is more of it."""

    kind: Kind
    hits: list[Hit]
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """All groups, that with the best hit first. `near`: nothing is called so, these are like it."""

    groups: list[Group]
    near: bool = False


class _Row(NamedTuple):
    """A row before it is read: of which source, how it fits, and how like the name is."""

    source: int
    pk: int
    fit: int
    like: float


#: How a row fits: its name begins with what was written, holds it, is near it; or its text does.
_BEGINS, _HOLDS, _NEAR, _TEXT = 3, 2, 1, 0


def found(user: Any, asked: Asked, *, most: int, kind: str = "") -> Found:
    """What the user may see of what was asked for. With `kind` only of that one.

    One statement finds, or a second one where nothing is called so; then one for each source of
    which something was found.
    """
    sources = [
        (number, source)
        for number, source in enumerate(_sources)
        if asked.words and kind in {"", source.kind.key}
    ]
    rows = _sent(
        [one for number, source in sources for one in _exact(number, source, user, asked, most)]
    )
    near = not rows and connection.vendor == "postgresql"
    if near:
        rows = _sent(
            [one for number, source in sources for one in _near(number, source, user, asked, most)]
        )
    return Found(_groups(rows, user, most), near and bool(rows))


def _groups(rows: list[_Row], user: Any, most: int) -> list[Group]:
    by_kind: dict[Kind, dict[tuple[int, int], _Row]] = {}
    for row in sorted(rows, key=lambda row: (-row.fit, -row.like)):
        of_kind = by_kind.setdefault(_sources[row.source].kind, {})
        of_kind.setdefault((row.source, row.pk), row)
    best = {kind: next(iter(some.values())).fit for kind, some in by_kind.items()}
    kinds = sorted(by_kind, key=lambda kind: (-best[kind], kind.order))
    shown = {kind: list(by_kind[kind])[:most] for kind in kinds}
    hits = _read_hits([key for keys in shown.values() for key in keys], user)
    return [
        Group(kind, [hits[key] for key in shown[kind] if key in hits], len(by_kind[kind]) > most)
        for kind in kinds
    ]


def _read_hits(keys: list[tuple[int, int]], user: Any) -> dict[tuple[int, int], Hit]:
    wanted: dict[int, list[int]] = {}
    for number, pk in keys:
        wanted.setdefault(number, []).append(pk)
    hits = {}
    for number, pks in wanted.items():
        source = _sources[number]
        for row in source.shown(source.rows(user).filter(pk__in=pks), user):
            hits[number, row.pk] = Hit(source.title(row), source.note(row), source.url(row))
    return hits


def _sent(branches: list[QuerySet[Any]]) -> list[_Row]:
    """The rows of all branches: PostgreSQL takes them as one statement."""
    if not branches:
        return []
    if connection.vendor != "postgresql":
        return [_Row._make(row) for branch in branches for row in branch]
    first, *others = branches
    together = first.union(*others, all=True).order_by() if others else first
    return [_Row._make(row) for row in together]


def _exact(number: int, source: Source, user: Any, asked: Asked, most: int) -> list[QuerySet[Any]]:
    """Names that begin with what was written, and what else holds it."""
    rows, texts = source.rows(user), _in_texts(source, asked)
    if not source.names:
        found_in = rows.filter(texts) if texts else rows.none()
        return [_branch(number, found_in, Value(_TEXT), Value(0.0), most, AMONG)]
    names = Plain(*source.names)
    holds = Q(*(_holds(names, word) for word in asked.words))
    fit = Case(When(holds, then=_HOLDS), default=_TEXT) if texts else Value(_HOLDS)
    begins = _begins(names, asked.whole)
    like = _like(TrigramSimilarity(names, asked.whole))
    return [
        _branch(number, rows.filter(begins), Value(_BEGINS), like, most, AMONG_BEGINNINGS),
        _branch(number, rows.filter(holds | texts), fit, like, most, AMONG),
    ]


def _near(number: int, source: Source, user: Any, asked: Asked, most: int) -> list[QuerySet[Any]]:
    """Names with words like what was written; how like, `placedev.settings` tells PostgreSQL."""
    if not source.names or max(map(len, asked.words)) < NEAR_FROM:
        return []
    names = Plain(*source.names)
    alike = Q(*(_holds(names, word) | _is_like(names, word) for word in asked.words))
    like = TrigramWordSimilarity(asked.whole, names)
    return [_branch(number, source.rows(user).filter(alike), Value(_NEAR), like, most, AMONG)]


def _branch(
    number: int, rows: QuerySet[Any], fit: Any, like: Any, most: int, among: int
) -> QuerySet[Any]:
    """The best rows of a condition. Of very many that fit only so many are compared."""
    some = rows.order_by().values("pk")[:among]
    ranked = rows.model.objects.filter(pk__in=some).annotate(
        search_source=Value(number), search_fit=fit, search_like=like
    )
    best = ranked.order_by("-search_fit", "-search_like", "pk")[: most + 1]
    return best.values_list("search_source", "pk", "search_fit", "search_like")


def _like(likeness: Any) -> Any:
    return likeness if connection.vendor == "postgresql" else Value(0.0)


def _is_like(names: Plain, word: str) -> Q:
    return Q(TrigramWordSimilar(names, word)) if len(word) >= NEAR_FROM else Q(pk__in=[])


def _begins(names: Plain, whole: str) -> Q:
    if len(whole) == 1:  # a village may be called Å, and a quarter of all names begin with it
        return Q(Exact(names, whole)) | Q(StartsWith(names, f"{whole} "))
    return Q(StartsWith(names, whole))


def _holds(names: Plain, word: str) -> Q:
    if len(word) == 1:
        return (
            _begins(names, word) | Q(Contains(names, f" {word} ")) | Q(EndsWith(names, f" {word}"))
        )
    if len(word) < INSIDE_FROM:
        return Q(StartsWith(names, word)) | Q(Contains(names, f" {word}"))
    return Q(Contains(names, word))


def holding(names: Plain, text: str) -> Q:
    """Rows whose names hold each word of a text, as the search of the head finds them."""
    return Q(*(_holds(names, word) for word in read(text).words))


def some_holding(rows: QuerySet[Any], names: Plain, text: str) -> QuerySet[Any]:
    """The same for a choice: of very many that fit only so many are put in order.

    Those that begin with the text are among them. No text leaves all rows.
    """
    asked = read(text)
    if not asked.words or connection.vendor != "postgresql":
        return rows.filter(holding(names, text))
    fitting = (
        (_begins(names, asked.whole), AMONG_BEGINNINGS),
        (holding(names, text), AMONG),
    )
    first, second = (rows.filter(one).order_by().values("pk")[:most] for one, most in fitting)
    return rows.filter(pk__in=first.union(second))


def _in_texts(source: Source, asked: Asked) -> Q:
    words = re.findall(r"\w+", asked.whole)
    if not source.texts or not words or min(map(len, words)) < INSIDE_FROM:
        return Q()
    if connection.vendor != "postgresql":
        return Q(*(Contains(Plain(*source.texts), word) for word in words))
    beginnings = " & ".join(f"{word}:*" for word in words)
    query = SearchQuery(beginnings, config="simple", search_type="raw")
    return Q(SearchVectorExact(Words(*source.texts), query))

"""How alike two texts are, by the pieces of their words: any script, no outside service.

A text is the set of its pieces of three characters. A piece that many texts have weighs little.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

Pieces = frozenset[str]

PIECE = 3
#: Likeness from which on a theme is suggested, and two voices are told to be alike.
SUGGESTED, ALIKE = 0.12, 0.22
#: The best voices of a theme count: one that fits well says more than many that do not.
BEST = 3
#: Words shorter than this seldom say what a text is about.
TELLING_WORD = 5
_WORDS = re.compile(r"[^\W\d_]+")


def pieces(text: str) -> Pieces:
    """The pieces of a text: three characters each, with the ends of words; short words whole."""
    found: set[str] = set()
    for word in _WORDS.findall(text.casefold()):
        edged = f" {word} "
        found.update(edged[at : at + PIECE] for at in range(len(edged) - PIECE + 1))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Scale:
    """What pieces weigh among some texts."""

    weights: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, texts: Iterable[Pieces]) -> Scale:
        """Weigh the pieces of these texts."""
        counted: Counter[str] = Counter()
        number = 0
        for one in texts:
            counted.update(one)
            number += 1
        weights = {piece: math.log1p(number / times) for piece, times in counted.items()}
        return cls(weights, math.log1p(number + 1))

    def weigh(self, some: Iterable[str]) -> float:
        """What pieces weigh together."""
        return sum(self.weights.get(piece, self.unknown) for piece in some)

    def likeness(self, one: Pieces, other: Pieces) -> float:
        """From 0, nothing in common, to 1."""
        if not one or not other:
            return 0.0
        return self.weigh(one & other) / math.sqrt(self.weigh(one) * self.weigh(other))


@dataclass(frozen=True, slots=True)
class Known:
    """A theme as far as it is known: its name, and the texts that are coded with it."""

    number: int
    name: str
    texts: list[Pieces]


def suggest(text: str, themes: Iterable[Known], most: int = 5) -> list[int]:
    """The themes that a text is probably about, the likeliest first."""
    known = list(themes)
    own = pieces(text)
    scale = Scale.of([own, *(one for theme in known for one in theme.texts)])
    scored = [(_score(own, theme, scale), theme.number) for theme in known]
    best = nlargest(most, (one for one in scored if one[0] >= SUGGESTED))
    return [number for _score_, number in best]


def _score(own: Pieces, theme: Known, scale: Scale) -> float:
    by_texts = nlargest(BEST, (scale.likeness(own, one) for one in theme.texts))
    name = pieces(theme.name)
    # How much of the name stands in the text, which is longer.
    by_name = scale.weigh(name & own) / scale.weigh(name) / 2 if name else 0.0
    return max(sum(by_texts) / len(by_texts) if by_texts else 0.0, by_name)


def alike(text: str, others: Mapping[int, str], most: int = 5) -> list[int]:
    """The numbers of the texts that are most like this one."""
    own = pieces(text)
    cut = {number: pieces(one) for number, one in others.items()}
    scale = Scale.of([own, *cut.values()])
    scored = ((scale.likeness(own, one), number) for number, one in cut.items())
    best = nlargest(most, (one for one in scored if one[0] >= ALIKE))
    return [number for _likeness, number in best]


def name_for(texts: Iterable[str], all_texts: Iterable[str]) -> str:
    """A name for what some texts have in common: the word that sets them apart from the rest.

    Empty where no word of some length stands in two of them.
    """
    some = [set(_WORDS.findall(one.casefold())) for one in texts]
    among = Counter(word for words in some for word in words if len(word) >= TELLING_WORD)
    usual = Counter(word for one in all_texts for word in set(_WORDS.findall(one.casefold())))
    shared = {word: times for word, times in among.items() if times > 1}
    if not shared:
        return ""
    best = max(shared, key=lambda word: (shared[word] / math.sqrt(usual[word] or 1), len(word)))
    return best[:1].upper() + best[1:]

"""What all sources have in common: tables with variables, what is chosen of them, and its parts.

Kolada's key figures are shown as tables too: a key figure by municipality, year and gender.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.utils.translation import gettext as _

from core.refusals import Refusal

#: What is chosen: codes, or expressions (`*`, `TOP(5)`, `FROM(2015)`), by variable.
Selection = Mapping[str, Sequence[str]]
#: The same in codes alone.
Chosen = dict[str, list[str]]

_EXPRESSION = re.compile(r"(TOP|BOTTOM|FROM|TO|RANGE)\(([^()]*)\)")
_TWO = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A table that a search found; or a folder of tables, to look into."""

    id: str
    title: str
    updated: str = ""
    note: str = ""
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table. `kind` is time, geo, content or "".

    One that is `optional` may be left out: then it is summed. `lists` are other ways to divide it,
    by id; `units` are those of a content variable's codes.
    """

    code: str
    text: str
    values: Mapping[str, str]
    kind: str = ""
    optional: bool = False
    lists: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its source describes it."""

    id: str
    title: str
    variables: Sequence[Variable]
    source: str = ""
    updated: str = ""
    unit: str = ""
    licence: str = ""
    notes: Sequence[str] = ()
    discontinued: bool = False

    @property
    def by_code(self) -> dict[str, Variable]:
        """The variables by code."""
        return {one.code: one for one in self.variables}

    def of_kind(self, kind: str) -> Variable | None:
        """The variable of time, place or content."""
        return next((one for one in self.variables if one.kind == kind), None)


def resolved(table: Table, selection: Selection) -> Chosen:
    """The codes that are chosen in the table as it is now.

    Refusals: codes_are_gone (the source changed a code list), variable_is_gone,
    choose_of_each (a variable that must not be left out).
    """
    found: Chosen = {}
    gone: list[str] = []
    strangers = [code for code in selection if code not in table.by_code]
    if strangers:
        raise Refusal(
            "variable_is_gone",
            _("The table has no variable %(names)s any more. Choose anew what is fetched.")
            % {"names": ", ".join(strangers)},
        )
    for one in table.variables:
        codes: list[str] = []
        for word in selection.get(one.code, ()):
            fitting = _codes_of(word, list(one.values))
            codes += fitting
            if not fitting:
                gone.append(f"{one.text}: {word}")
        if codes:
            found[one.code] = list(dict.fromkeys(codes))
        elif not one.optional and not gone:
            raise Refusal(
                "choose_of_each", _("Choose at least one value of %(name)s.") % {"name": one.text}
            )
    if gone:
        raise Refusal(
            "codes_are_gone",
            _("The source has changed its code list. Gone: %(codes)s. Choose anew.")
            % {"codes": "; ".join(gone[:10])},
        )
    return found


def _codes_of(word: str, codes: list[str]) -> list[str]:
    if word in codes:
        return [word]
    if found := _EXPRESSION.fullmatch(word):
        return _by_expression(found[1], [one.strip() for one in found[2].split(",")], codes)
    if "*" in word or "?" in word:
        pattern = word.replace("[", "[[]")
        return [code for code in codes if fnmatchcase(code, pattern)]
    return []


def _by_expression(name: str, given: list[str], codes: list[str]) -> list[str]:
    if name in {"TOP", "BOTTOM"}:
        if not all(one.isascii() and one.isdecimal() for one in given) or len(given) > _TWO:
            return []
        count, skip = int(given[0]), int(given[1]) if len(given) == _TWO else 0
        ordered = codes[::-1] if name == "TOP" else codes
        taken = ordered[skip : skip + count]
        return taken[::-1] if name == "TOP" else taken
    low = given[0] if name in {"FROM", "RANGE"} else ""
    high = given[-1] if name in {"TO", "RANGE"} else ""
    return [code for code in codes if low <= code and (not high or code <= high)]


def cells_of(chosen: Chosen) -> int:
    """How many figures that is."""
    return math.prod(len(codes) for codes in chosen.values())


def parts_of(
    chosen: Chosen,
    *,
    most: int,
    each: Mapping[str, int] | None = None,
    fits: Callable[[Chosen], bool] | None = None,
) -> Iterator[Chosen]:
    """Divide what is chosen into requests of at most `most` figures each.

    `each` bounds the codes of a variable in one request; `fits` may ask for more division, such
    as of an address that is too long. The longest variable is halved first.
    """
    over = [code for code, bound in (each or {}).items() if len(chosen.get(code, ())) > bound]
    if not over and cells_of(chosen) <= most and (fits is None or fits(chosen)):
        yield chosen
        return
    longest = max(over or chosen, key=lambda code: len(chosen[code]), default="")
    if not longest or len(chosen[longest]) == 1:
        yield chosen
        return
    for half in halves(chosen, longest):
        yield from parts_of(half, most=most, each=each, fits=fits)


def halves(chosen: Chosen, code: str = "") -> list[Chosen]:
    """The same as two requests; as it is when there is nothing to divide."""
    longest = code or max(chosen, key=lambda one: len(chosen[one]), default="")
    if not longest or len(chosen[longest]) == 1:
        return [chosen]
    codes = chosen[longest]
    middle = (len(codes) + 1) // 2
    return [chosen | {longest: codes[:middle]}, chosen | {longest: codes[middle:]}]

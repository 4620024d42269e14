"""Who is who when several share a mailbox: a couple, a family, a board.

An address alone is no person. Two names under one address are two people when neither is a part
of the other and they do not begin alike: "Anna Ek" and "Anna" are one, "Anna Ek" and "Bo Ek" two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from core.sheets.cells import fold

_WORD = re.compile(r"\w+")


def another(one: str, other: str, email: str) -> bool:
    """Whether two names under one address are two people. A name made of the address is none."""
    first, second = _words(one, email), _words(other, email)
    if not first or not second or first[0] == second[0]:
        return False
    return not (set(first) <= set(second) or set(second) <= set(first))


def first_word(name: str) -> str:
    """What tells people of one mailbox apart where only one name is at hand."""
    return (_WORD.findall(fold(name)) or [""])[0]


def households(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """For each address and name the number of its person among those of the address."""
    names: dict[str, list[list[str]]] = defaultdict(list)
    found: dict[tuple[str, str], int] = {}
    for email, name in people:
        groups = names[email]
        same = (n for n, group in enumerate(groups) if not another(group[0], name, email))
        number = next(same, len(groups))
        if number == len(groups):
            groups.append([])
        groups[number].append(name)
        found[email, name] = number
    return found


def _words(name: str, email: str) -> list[str]:
    if fold(name) == email:
        return []
    words = _WORD.findall(fold(name))
    return [] if "".join(words) == fold(email.partition("@")[0]) else words

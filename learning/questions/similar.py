"""Questions like one that is being asked: those that share most of its words.

Words are compared by how they begin: in our languages endings change and beginnings stay.
"""

from __future__ import annotations

import re

from django.db.models import Q

from core.collation import normalise
from core.indexes import Plain
from core.search.finding import Contains
from learning.models import Question
from people.models import User
from places.models import Participation

#: Letters from which a word says something, and so many of its beginning are compared.
FROM_LETTERS, BEGINNING = 4, 5
#: The part of the shorter question's words that both must have, and at least so many.
SHARED, AT_LEAST = 0.6, 2
#: Of so many that share a word the newest are compared; so many are shown.
AMONG, MOST = 200, 3


def beginnings(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that say something."""
    words = re.findall(r"\w+", normalise(text))
    return frozenset(word[:BEGINNING] for word in words if len(word) >= FROM_LETTERS)


def similar(text: str, participation: Participation, user: User) -> list[Question]:
    """What was asked like it in the region, of what the user may read; the most alike first."""
    asked = beginnings(text)
    if len(asked) < AT_LEAST:
        return []
    plain = Plain("text")
    some = Q(*(Contains(plain, word[:FROM_LETTERS]) for word in asked), _connector=Q.OR)
    rows = Question.objects.visible_to(user).filter(
        some, participation__programme__region=participation.programme.region_id
    )
    newest = rows.select_related("participation__place").order_by("-waiting_since", "-pk")[:AMONG]
    ranked = sorted(((_like(asked, one.text), one) for one in newest), key=lambda pair: -pair[0])
    return [one for like, one in ranked if like >= SHARED][:MOST]


def _like(asked: frozenset[str], text: str) -> float:
    """The part of the shorter one's words that both have; 0 for too few."""
    other = beginnings(text)
    both = sum(any(_one_begins_the_other(word, its) for its in other) for word in asked)
    return both / min(len(asked), len(other)) if both >= AT_LEAST else 0.0


def _one_begins_the_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)

"""Find whom to turn to by a question in somebody's own words."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.lookups import Contains

from core.collation import normalise
from core.indexes import Plain, Words

#: Of a question so many words are looked for; of what fits so many are shown.
MOST_WORDS, SHOWN = 8, 20
#: Endings that are left out, as far as so many letters stay: "vägen" finds "väg".
STEM = 3
_ENDING = re.compile(r"(?:arna|erna|orna|erne|ene|ens|ets|ar|er|or|en|et|na|ne|a|e|n|t|s)$")
#: Shorter words tell nothing of what is asked.
SHORTEST = 3
#: What a word counts for in the name or the people's words, near them, in the explanation.
NAMED, NEAR, TOLD = 4, 2, 1

_STOP = """
    vem vad var hur när vilken vilka vilket varför ska skall kan får måste vill jag man vi ni du han
    hon den det dem mig min mitt mina vår vårt våra er ert era och eller men att som för med till
    från av om på här där inte någon något några en ett är har hade blir hos kontaktar kontakta
    ringer ringa frågar fråga vänder vända oss sig hjälper hjälpa hjälp behöver finns
    hvem hvad hvor hvordan hvornår hvilken hvilke hvorfor skal må vil jeg vi de dig mig mit mine
    vores jeres og eller men som for med til fra af om på her der ikke nogen noget nogle er har
    bliver hos kontakter kontakte spørger spørge hjælper hjælpe hjælp behøver findes
    who what where how when which why can may must will the and for with from our your this that
    are does have help helps ask call contact need
"""
STOP_WORDS = frozenset(normalise(_STOP).split())


def asked_words(question: str) -> list[str]:
    """The words of a question that tell what it is about, as they are compared."""
    found = re.findall(r"\w+", normalise(question.replace("\x00", "")))
    telling = [word for word in found if len(word) >= SHORTEST and word not in STOP_WORDS]
    return list(dict.fromkeys(telling))[:MOST_WORDS]


def _beginning(word: str) -> str:
    bare = _ENDING.sub("", word)
    return bare if len(bare) >= STEM else word


def _holds(word: str, *names: str) -> Q:
    if connection.vendor != "postgresql":
        return Q(Contains(Plain(*names), _beginning(word)))
    query = SearchQuery(f"{_beginning(word)}:*", config="simple", search_type="raw")
    return Q(SearchVectorExact(Words(*names), query))


def _near(word: str) -> Q:
    if connection.vendor != "postgresql":
        return Q(pk__in=[])
    return Q(TrigramWordSimilar(Plain("name", "words"), word))


def ranked(rows: QuerySet[Any], question: str) -> QuerySet[Any]:
    """The rows that fit a question, the best first. A question without telling words: none."""
    words = asked_words(question)
    if not words:
        return rows.none()
    fit: Any = Value(0)
    fitting = Q()
    for word in words:
        told = _holds(word, "name", "words", "helps_with")
        near = _near(word)
        fitting |= told | near
        fit = fit + Case(
            When(_holds(word, "name", "words"), then=NAMED),
            When(near, then=NEAR),
            When(told, then=TOLD),
            default=0,
            output_field=IntegerField(),
        )
    return rows.filter(fitting).annotate(fit=fit).order_by("-fit", "municipality", "name", "pk")

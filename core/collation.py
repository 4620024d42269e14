"""Names as the reader's language sorts them: å, ä, ö last in Swedish, æ, ø, å in Danish.

PostgreSQL knows the languages (ICU). SQLite knows none, so each connection is given the same
order as a small comparison of ours.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models.functions import Collate
from django.dispatch import receiver
from django.utils.translation import get_language

#: The letters after z, each with those that count as the same.
AFTER_Z = {"sv": ("å", "äæ", "öø"), "da": ("æä", "øö", "å"), "en": ()}
FALLBACK = "sv"
_ALIKE = str.maketrans({"æ": "a", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


def by_language(field: str) -> Collate:
    """An `order_by` expression: the field in the order of the active language.

    `rows.order_by(by_language("name"), "pk")`. Languages we do not know sort as Swedish.
    """
    language = (get_language() or FALLBACK).partition("-")[0]
    known = language if language in AFTER_Z else FALLBACK
    return Collate(
        field, f"{known}-x-icu" if connection.vendor == "postgresql" else f"language_{known}"
    )


def sort_key(text: str, language: str) -> tuple[list[int], str]:
    """What a text is sorted by in a language: its letters without case and foreign accents."""
    last = {letter: 200 + place for place, same in enumerate(AFTER_Z[language]) for letter in same}
    ranks = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if letter in last:
            ranks.append(last[letter])
        else:
            ranks.append(ord(unicodedata.normalize("NFD", letter)[0]))
    return ranks, text


def normalise(text: str) -> str:
    """A name as people search for it: å, ä, æ and aa are one, so are ö, ø and oe; no case.

    `static/js/checkin-normalise.js` does the same; tests/browser/test_checkin.py compares them.
    So does `search_plain` in the database (core/indexes.py); tests/core/test_search.py compares.
    """
    plain = unicodedata.normalize("NFD", text.casefold().translate(_ALIKE))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pair, one in (("aa", "a"), ("ae", "a"), ("oe", "o")):
        letters = letters.replace(pair, one)
    return " ".join(letters.split())


@receiver(connection_created, dispatch_uid="core.collation")
def teach_sqlite(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Give each SQLite connection the orders as `language_sv` and so on, and `search_plain`."""
    if connection.vendor != "sqlite":
        return
    connection.connection.create_function("search_plain", 1, _plain, deterministic=True)
    for language in AFTER_Z:
        connection.connection.create_collation(f"language_{language}", _comparison(language))


def _plain(text: str | None) -> str | None:
    return None if text is None else normalise(text)


def _comparison(language: str) -> Any:
    def compare(one: str, other: str) -> int:
        first, second = sort_key(one, language), sort_key(other, language)
        return (first > second) - (first < second)

    return compare

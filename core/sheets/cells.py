"""Converters: what people write in a cell becomes a value, or a sentence that says what is wanted.

A converter takes the cell's words and gives a value or raises `CellFault`. Names of choices and
months are understood in every language of the site.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils import formats, translation
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import money

_GROUPED = re.compile(r"\d{1,3}([ .,\u00a0\u202f'’]\d{3})+")
_PLAIN = re.compile(r"\d{1,9}([.,]0+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_NORDIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPOKEN = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s+(?:of\s+)?([^\W\d_]{3,})\.?,?\s+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./ -]\s*\d{2}")


class CellFault(ValueError):
    """A cell cannot be read. The text says what is wanted, in the user's language."""


def fold(text: str) -> str:
    """The form in which names and headings are compared: one space, one spelling, no case."""
    return nfc(" ".join(text.replace("_", " ").split()).casefold())


def nfc[T](value: T) -> T | str:
    """Text with each letter in one spelling: an ä may be one sign or an a with dots after it."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


# --- Words and numbers


def words(*, most: int) -> Callable[[str], str]:
    """A text of at most `most` characters."""

    def read(text: str) -> str:
        if len(text) > most:
            raise CellFault(_("At most %(most)s characters fit here.") % {"most": most})
        return text

    return read


def whole_number(text: str, *, low: int, high: int) -> int:
    """A whole number from "1119", "1 119", "1.119" or "1119,0"."""
    if _GROUPED.fullmatch(text):
        number = int(re.sub(r"\D", "", text))
    elif _PLAIN.fullmatch(text):
        number = int(re.split(r"[.,]", text)[0])
    else:
        raise CellFault(_("Write a whole number."))
    between(number, low, high)
    return number


def between(number: Decimal | int, low: int, high: int) -> None:
    """Raise CellFault unless the number lies in these bounds."""
    if not low <= number <= high:
        raise CellFault(_("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high})


def sum_of(text: str) -> Decimal:
    """A sum: "1 234,50", "12.500 kr", "1234.5"."""
    return _told(money.parse, text)


def hours_of(text: str) -> Decimal:
    """Hours: "40", "7,5"."""
    return _told(money.parse_hours, text)


def _told(parse: Callable[[str], Decimal], text: str) -> Decimal:
    try:
        return parse(text)
    except ValidationError as error:
        raise CellFault(" ".join(error.messages)) from error


# --- Dates


def date_of(text: str) -> dt.date:
    """A whole date: 2026-03-01, 1.3.2026, 1/3 2026, 01-03-2026, 1 mars 2026.

    Two numbers before the year are day and month, as in the Nordic countries. A month, a year
    or a number alone is no date: the sentence says so.
    """
    for pattern in (_ISO, _COMPACT):
        if found := pattern.fullmatch(text):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NORDIC.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _SPOKEN.fullmatch(text)) and (month := _months().get(fold(found[2]))):
        return _day(int(found[3]), month, int(found[1]))
    if _SHORT_YEAR.fullmatch(text):
        raise CellFault(_("Write the year with four digits, such as 2026-03-01."))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        raise CellFault(_("This is a number, not a date. Give the column the format of dates."))
    if any(word in _months() for word in map(fold, re.findall(r"[^\W\d_]{3,}", text))):
        raise CellFault(_("A month is no date. Write the day too, such as 2026-03-01."))
    raise CellFault(_("Write a whole date, such as 2026-03-01 or 1.3.2026."))


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise CellFault(_("There is no such day. Write the date as 2026-03-01.")) from error


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The names of the months, long and short, in the site's languages."""
    names: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for number, name in MONTHS.items():
                long = fold(str(name))
                short = fold(formats.date_format(dt.date(2026, number, 1), "M")).rstrip(".")
                for word in (long, long[:3], short):
                    names.setdefault(word, number)
    return names


# --- Choices


def choice(
    choices: type[Choices],
    also: Mapping[str, str] | None = None,
    *,
    told: Callable[[], Iterable[str]] | None = None,
) -> Callable[[str], str]:
    """A choice by its name in any of the site's languages, its value, or what people call it.

    `also` are folded words of people; `told` gives the names that the sentence lists.
    """

    def read(text: str) -> str:
        found = value_named(choices, text) or (also or {}).get(fold(text))
        if found is None:
            names = told() if told else map(str, choices.labels)
            raise CellFault(_("Write one of: %(names)s.") % {"names": ", ".join(names)})
        return found

    return read


def value_named(choices: type[Choices], text: str) -> str | None:
    """The value of the choice of that name in any of the site's languages, or of that value."""
    return _names_of(choices, get_language() or "en").get(fold(text))


def short_names(choices: type[Choices]) -> list[str]:
    """The labels in the active language, without what stands in brackets."""
    return [_short(str(label)) for label in choices.labels]


def _short(label: str) -> str:
    return label.split(" (", maxsplit=1)[0]


@lru_cache(maxsize=64)
def _names_of(choices: type[Choices], language: str) -> dict[str, str]:
    """Every name of each choice.

    A name that two languages use for different things ("by" is a village in Swedish and a
    town in Danish) counts in the active language only.
    """
    names: dict[str, str] = {}
    ambiguous = set()
    for other, _label in settings.LANGUAGES:
        for name, value in _labels(choices, other):
            if names.setdefault(name, value) != value:
                ambiguous.add(name)
    known = {name: value for name, value in names.items() if name not in ambiguous}
    known |= {fold(str(value)): str(value) for value in choices.values}
    return known | dict(_labels(choices, language))


def _labels(choices: type[Choices], language: str) -> list[tuple[str, str]]:
    with translation.override(language):
        return [
            (form, str(value))
            for value, label in choices.choices
            for form in (fold(str(label)), fold(_short(str(label))))
        ]

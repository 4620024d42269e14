"""Single cells of a place import: numbers as people write them, words in three languages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.db.models import Choices
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.models.place import CodeScheme
from programmes.models.programme import PlaceKind

EARLIEST_YEAR = 1500
MOST_INHABITANTS = 10_000_000
#: Five decimals of a degree are a metre: as many as the register keeps.
DEGREE = Decimal("0.00001")

_GROUPED = re.compile(r"\d{1,3}([ .,\u00a0\u202f'’]\d{3})+")
_PLAIN = re.compile(r"\d{1,9}([.,]0+)?")
_DEGREES = re.compile(r"[+\-−]?\d{1,3}([.,]\d{1,15})?")
_SCHEMES = (
    (CodeScheme.SCB_OLD, re.compile(r"[TS]\d{4}")),
    (CodeScheme.SCB_2015, re.compile(r"\d{4}[TS]B\d{3}")),
    (CodeScheme.SCB_2023, re.compile(r"\d{4}[TS]C\d{3}")),
)


class CellFault(ValueError):
    """A cell cannot be read. The text says what is wanted, in the user's language."""


def fold(text: str) -> str:
    """The form in which names and headings are compared: one space, no case."""
    return " ".join(text.replace("_", " ").split()).casefold()


def whole_number(text: str, *, low: int, high: int) -> int:
    """A whole number from "1119", "1 119", "1.119" or "1119,0"."""
    if _GROUPED.fullmatch(text):
        number = int(re.sub(r"\D", "", text))
    elif _PLAIN.fullmatch(text):
        number = int(re.split(r"[.,]", text)[0])
    else:
        raise CellFault(_("Write a whole number."))
    if not low <= number <= high:
        raise CellFault(_("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high})
    return number


def inhabitants(text: str) -> int:
    """A number of inhabitants."""
    return whole_number(text, low=0, high=MOST_INHABITANTS)


def year(text: str) -> int:
    """A year that has begun."""
    return whole_number(text, low=EARLIEST_YEAR, high=timezone.localdate().year)


def degrees(text: str, *, limit: int) -> Decimal:
    """A latitude or longitude in decimal degrees, with point or comma; at most `limit`."""
    if not _DEGREES.fullmatch(text):
        raise CellFault(_("Write decimal degrees, such as 56.1726."))
    value = Decimal(text.replace(",", ".").replace("−", "-"))
    if abs(value) > limit:
        raise CellFault(
            _("Write a number from %(low)s to %(high)s.") % {"low": -limit, "high": limit}
        )
    return value.quantize(DEGREE)


def words(text: str, *, most: int) -> str:
    """A text of at most `most` characters."""
    if len(text) > most:
        raise CellFault(_("At most %(most)s characters fit here.") % {"most": most})
    return text


def kind(text: str) -> str:
    """A kind of place by its name in any of the site's languages, or its short name."""
    found = _names_of(PlaceKind, get_language() or "en").get(fold(text))
    if found is None:
        raise CellFault(
            _("Write one of: %(names)s.") % {"names": ", ".join(short_names(PlaceKind))}
        )
    return found


def scheme(text: str, code: str) -> str:
    """A code system by name, or told from the code itself where the cell is empty."""
    if text:
        found = _names_of(CodeScheme, get_language() or "en").get(fold(text))
        if found is None:
            raise CellFault(_("Write one of: %(names)s.") % {"names": ", ".join(CodeScheme.values)})
        return found
    for candidate, pattern in _SCHEMES:
        if pattern.fullmatch(code):
            return candidate.value
    raise CellFault(
        _("Say which code system it is: %(names)s.") % {"names": ", ".join(CodeScheme.values)}
    )


def value_named(choices: type[Choices], text: str) -> str | None:
    """The value of the choice of that name in any of the site's languages, or of that value."""
    return _names_of(choices, get_language() or "en").get(fold(text))


def short_names(choices: type[Choices]) -> list[str]:
    """The labels in the active language, without what stands in brackets."""
    return [_short(str(label)) for label in choices.labels]


def _short(label: str) -> str:
    return label.split(" (", maxsplit=1)[0]


@lru_cache(maxsize=16)
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

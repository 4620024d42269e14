"""Single cells of a list of actions: sums, hours, dates and words as people write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils import formats, translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from core import money
from places.domain.import_cells import CellFault, fold, value_named
from places.domain.import_cells import words as words_of_length
from plans.models import ActionState, Doer, Origin, Priority, Theme

#: What people write for a choice beside its names. Folded.
ALSO: dict[type[Choices], dict[str, str]] = {
    ActionState: {
        "idé": "idea", "ide": "idea", "förslag": "idea", "forslag": "idea",
        "planerad": "planned", "planlagt": "planned", "ej påbörjad": "planned",
        "ikke startet": "planned", "not started": "planned",
        "pågår": "under_way", "pågående": "under_way", "påbörjad": "under_way",
        "i gang": "under_way", "igang": "under_way", "startet": "under_way",
        "ongoing": "under_way", "in progress": "under_way", "started": "under_way",
        "pausad": "paused", "vilande": "paused", "på pause": "paused", "på vent": "paused",
        "klar": "done", "klart": "done", "färdig": "done", "avslutad": "done", "gjord": "done",
        "færdig": "done", "afsluttet": "done", "udført": "done", "finished": "done",
        "struken": "dropped", "avförd": "dropped", "nedlagd": "dropped", "opgivet": "dropped",
        "droppet": "dropped", "cancelled": "dropped",
    },
    Priority: {
        "snabb": "quick", "snabbt": "quick", "nu": "quick", "kort sikt": "quick", "hög": "quick",
        "hurtig": "quick", "hurtigt": "quick", "kort sigt": "quick", "høj": "quick",
        "quick": "quick", "now": "quick", "high": "quick", "short term": "quick",
        "senare": "later", "större": "later", "lång sikt": "later", "låg": "later",
        "senere": "later", "større": "later", "lang sigt": "later", "lav": "later",
        "low": "later", "long term": "later",
    },
    Doer: {
        "vi själva": "locals", "ortsborna": "locals", "byn": "locals", "bygden": "locals",
        "os selv": "locals", "landsbyen": "locals", "borgerne": "locals", "we": "locals",
        "kommunen": "municipality", "kommun": "municipality", "kommune": "municipality",
        "the municipality": "municipality",
    },
    Origin: {
        "möte": "meeting", "bymöte": "meeting", "stormöte": "meeting", "møde": "meeting",
        "borgermøde": "meeting", "a meeting": "meeting",
        "enkät": "survey", "spørgeskema": "survey", "analys": "analysis", "analyse": "analysis",
        "nulägesanalys": "analysis", "arbetsgruppen": "group", "arbetsgrupp": "group",
        "arbejdsgruppen": "group", "arbejdsgruppe": "group", "styregruppen": "group",
        "annat": "other", "andet": "other", "other": "other",
    },
    Theme: {},
}  # fmt: skip

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_NORDIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPOKEN = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s+(?:of\s+)?([^\W\d_]{3,})\.?,?\s+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./ -]\s*\d{2}")


def text(cell: str, *, most: int) -> str:
    """Words of at most so many characters."""
    return words_of_length(cell, most=most)


def sum_of(cell: str) -> Decimal:
    """A sum: "1 234,50", "12.500 kr", "1234.5"."""
    try:
        return money.parse(cell)
    except ValidationError as error:
        raise CellFault(" ".join(error.messages)) from error


def hours_of(cell: str) -> Decimal:
    """Hours: "40", "7,5"."""
    try:
        return money.parse_hours(cell)
    except ValidationError as error:
        raise CellFault(" ".join(error.messages)) from error


def choice(choices: type[Choices], cell: str) -> str:
    """A choice by its name in any of the site's languages, or by what people call it."""
    found = value_named(choices, cell) or ALSO.get(choices, {}).get(fold(cell))
    if found is None:
        names = ", ".join(str(label) for label in choices.labels)
        raise CellFault(_("Write one of: %(names)s.") % {"names": names})
    return found


def date_of(cell: str) -> dt.date:
    """A whole date: 2026-03-01, 1.3.2026, 1/3 2026, 01-03-2026, 1 mars 2026.

    Two numbers before the year are day and month, as in the Nordic countries. A month, a year
    or a number alone is no date: the sentence says so.
    """
    for pattern in (_ISO, _COMPACT):
        if found := pattern.fullmatch(cell):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NORDIC.fullmatch(cell):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _SPOKEN.fullmatch(cell)) and (month := _months().get(fold(found[2]))):
        return _day(int(found[3]), month, int(found[1]))
    if _SHORT_YEAR.fullmatch(cell):
        raise CellFault(_("Write the year with four digits, such as 2026-03-01."))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", cell):
        raise CellFault(_("This is a number, not a date. Give the column the format of dates."))
    if any(word in _months() for word in map(fold, re.findall(r"[^\W\d_]{3,}", cell))):
        raise CellFault(_("A month is no date. Write the day too, such as 2026-03-01."))
    raise CellFault(_("Write a whole date, such as 2026-03-01 or 1.3.2026."))


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise CellFault(_("There is no such day. Write the date as 2026-03-01.")) from error


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

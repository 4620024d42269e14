"""The columns of a list of actions, under the names that people give them in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.exports import Column as ExportColumn
from core.exports import Kind
from core.refusals import Refusal
from places.domain.import_cells import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (a field of an action), heading, what stands in it, other names.

    The other names are those of the languages of the site, with and without translation.
    """

    key: str
    heading: str | Promise
    about: str | Promise
    example: str | Promise
    also: tuple[str, ...] = ()
    kind: Kind = "text"
    width: float = 18


COLUMNS: tuple[Column, ...] = (
    Column(
        "title",
        pgettext_lazy("heading of a column", "Action"),
        gettext_lazy("What is to be done, in a few words. Always needed."),
        gettext_lazy("Paint the meeting hall"),
        ("activity", "project", "title", "åtgärd", "aktivitet", "insats", "projekt", "titel",
         "vad", "handling", "indsats", "opgave", "hvad"),
        width=36,
    ),
    Column(
        "goal",
        pgettext_lazy("heading of a column", "Goal"),
        gettext_lazy("The goal it serves. A goal that the plan does not have is made."),
        gettext_lazy("A hall for everybody"),
        ("focus area", "mål", "delmål", "målområde", "fokusområde", "indsatsområde", "insatsområde",
         "delvision"),
        width=30,
    ),
    Column(
        "description",
        pgettext_lazy("heading of a column", "What is to be done"),
        gettext_lazy("In more words."),
        "",
        ("description", "details", "beskrivning", "vad ska göras", "beskrivelse",
         "hvad skal gøres"),
        width=40,
    ),
    Column(
        "first_step",
        pgettext_lazy("heading of a column", "First step"),
        gettext_lazy("What happens first."),
        gettext_lazy("Ask three painters for an offer"),
        ("next step", "första steg", "första steget", "nästa steg", "første skridt",
         "næste skridt"),
        width=30,
    ),
    Column(
        "state",
        pgettext_lazy("heading of a column", "State"),
        gettext_lazy("Empty: planned when there is a goal, else an idea."),
        gettext_lazy("planned"),
        ("status", "tillstånd", "läge", "tilstand"),
    ),
    Column(
        "state_reason",
        pgettext_lazy("heading of a column", "Why dropped or paused"),
        gettext_lazy("Needed when an action is dropped or paused."),
        "",
        ("reason", "skäl", "orsak", "anledning", "begrundelse", "årsag"),
    ),
    Column(
        "responsible",
        pgettext_lazy("heading of a column", "Responsible person"),
        gettext_lazy("A name."),
        "",
        ("responsible", "who", "contact", "ansvarig", "ansvarig person", "vem", "ansvarlig",
         "ansvarlig person", "tovholder", "hvem"),
        width=24,
    ),
    Column(
        "organisation",
        pgettext_lazy("heading of a column", "Responsible organisation"),
        gettext_lazy("One that the region has in its list."),
        "",
        ("organisation", "organization", "ansvarig organisation", "förening",
         "ansvarlig organisation", "forening"),
        width=26,
    ),
    Column(
        "partners",
        pgettext_lazy("heading of a column", "Partners"),
        gettext_lazy("Organisations in the region's list, with ; between them."),
        "",
        ("with", "partner", "samarbetspartner", "samarbetspartners", "samarbete", "parter",
         "samarbejdspartnere", "samarbejdspartner", "samarbejde"),
        width=26,
    ),
    Column(
        "sector",
        pgettext_lazy("heading of a column", "Sector"),
        gettext_lazy("Who it lies with."),
        "",
        ("sektor",),
    ),
    Column(
        "theme",
        pgettext_lazy("heading of a column", "Theme"),
        gettext_lazy("What it is about."),
        "",
        ("tema", "område", "emne"),
    ),
    Column(
        "priority",
        pgettext_lazy("heading of a column", "Priority"),
        gettext_lazy("Quick now, or larger later."),
        gettext_lazy("quick"),
        ("prioritet", "prioritering"),
    ),
    Column(
        "doer",
        pgettext_lazy("heading of a column", "Who can do it"),
        gettext_lazy("The locals themselves, or needs the municipality."),
        "",
        ("doer", "vem kan göra det", "utförare", "genomförare", "hvem kan gøre det", "udfører"),
    ),
    Column(
        "cost",
        pgettext_lazy("heading of a column", "Cost"),
        gettext_lazy("In the programme's currency, such as 12 500 or 1 234,50."),
        "12 500",
        ("budget", "price", "kostnad", "kostnad kr", "kostnad (kr)", "pris", "belopp", "udgift",
         "omkostning", "omkostninger", "beløb", "økonomi"),
        kind="money",
    ),
    Column(
        "volunteer_hours",
        pgettext_lazy("heading of a column", "Volunteer hours"),
        gettext_lazy("A number."),
        "40",
        ("hours", "ideella timmar", "ideell tid", "ideell tid (timmar)", "timmar",
         "frivillige timer", "frivilligtimer", "timer"),
        kind="money",
    ),
    Column(
        "starts_on",
        pgettext_lazy("heading of a column", "Starts"),
        gettext_lazy("A whole date, such as 2026-03-01 or 1.3.2026."),
        "2027-03-01",
        ("start", "start date", "startar", "startdatum", "börjar", "starter", "startdato",
         "begynder", "från", "fra"),
        kind="date",
    ),
    Column(
        "ends_on",
        pgettext_lazy("heading of a column", "Ends"),
        gettext_lazy("A whole date."),
        "2027-05-15",
        ("end", "end date", "due", "deadline", "slut", "slutar", "slutdatum", "klart", "klar",
         "senast", "till", "slutter", "slutdato", "frist", "til", "færdig"),
        kind="date",
    ),
    Column(
        "origin",
        pgettext_lazy("heading of a column", "Comes from"),
        gettext_lazy("A meeting, a survey, the analysis, the working group, something else."),
        "",
        ("origin", "kommer från", "ursprung", "kommer fra", "oprindelse"),
    ),
    Column(
        "origin_text",
        pgettext_lazy("heading of a column", "Which meeting or theme"),
        gettext_lazy("In words."),
        "",
        ("vilket möte", "vilket möte eller tema", "hvilket møde", "hvilket møde eller tema"),
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}


def headings_for_export() -> list[ExportColumn]:
    """The same columns for a workbook, headed in the active language."""
    return [ExportColumn(str(one.heading), one.kind, one.width) for one in COLUMNS]


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Every name of each column. The first column that claims a name keeps it.

    Own names and the words of the platform's pages come first, in all languages.
    """
    names: dict[str, str] = {}
    for one in COLUMNS:
        names.setdefault(fold(one.key), one.key)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for one in COLUMNS:
                names.setdefault(fold(str(one.heading)), one.key)
    for one in COLUMNS:
        for name in one.also:
            names.setdefault(fold(name), one.key)
    return names


def key_of(heading: str) -> str:
    """The column that a heading names, or ""."""
    return _keys().get(fold(heading.rstrip(" :*")), "")


def count_known(headings: Iterable[str]) -> int:
    """How many headings are columns that we know."""
    return sum(1 for heading in headings if key_of(heading))


def columns_of(headings: Sequence[str]) -> list[str]:
    """The key of each heading, "" for one that is not read.

    A group's own columns (colour, notes) are left alone; what counts is that the action's is
    there, and that none comes twice. Refusals: wrong_columns, with a sentence for each fault.
    """
    keys = [key_of(heading) for heading in headings]
    wrong = [
        _("The column %(name)s is there twice.") % {"name": BY_KEY[key].heading}
        for key in sorted({key for key in keys if key and keys.count(key) > 1})
    ]
    if "title" not in keys:
        wrong.append(
            _("The column %(name)s is missing.") % {"name": BY_KEY["title"].heading}
            + _nearest(headings)
        )
    if wrong:
        raise Refusal(
            "wrong_columns", _("The columns are not those of a list of actions."), details=wrong
        )
    return keys


def unread(headings: Sequence[str]) -> list[str]:
    """The headings that name no column: told in the preview, since their cells are left out."""
    return [heading[:60] for heading in headings if heading and not key_of(heading)]


def _nearest(headings: Sequence[str]) -> str:
    """A hint where a heading is nearly the one that is missing."""
    names = [name for name, key in _keys().items() if key == "title"]
    for heading in headings:
        if not key_of(heading) and get_close_matches(fold(heading), names, n=1):
            return " " + _("Is it “%(name)s”?") % {"name": heading[:60]}
    return ""

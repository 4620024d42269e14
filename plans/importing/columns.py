"""The columns of a list of actions, under the names that people give them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Choices
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.exports import Column as ExportColumn
from core.sheets.cells import choice, date_of, hours_of, sum_of, words
from core.sheets.columns import Column, Columns
from people.models import Sector
from plans.changes import length_of
from plans.models import Action, ActionState, Doer, Goal, Origin, Priority, Theme

CHOICES: dict[str, type[Choices]] = {
    "state": ActionState, "sector": Sector, "theme": Theme, "priority": Priority, "doer": Doer,
    "origin": Origin,
}  # fmt: skip
#: What people write for a choice beside its names. Folded.
_ALSO: dict[type[Choices], dict[str, str]] = {
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
}  # fmt: skip


def _text(name: str) -> Callable[[str], str]:
    return words(most=length_of(Action, name))


def _choice(name: str) -> Callable[[str], str]:
    return choice(CHOICES[name], _ALSO.get(CHOICES[name]))


def _goal(cell: str) -> str:
    return " ".join(words(most=length_of(Goal, "title"))(cell).split())


COLUMNS = Columns(
    Column(
        "title",
        _text("title"),
        pgettext_lazy("heading of a column", "Action"),
        gettext_lazy("What is to be done, in a few words. Always needed."),
        gettext_lazy("Paint the meeting hall"),
        ("activity", "project", "title", "åtgärd", "aktivitet", "insats", "projekt", "titel",
         "vad", "handling", "indsats", "opgave", "hvad", "tiltak", "oppgave", "hva"),
        width=36,
    ),
    Column(
        "goal",
        _goal,
        pgettext_lazy("heading of a column", "Goal"),
        gettext_lazy("The goal it serves. A goal that the plan does not have is made."),
        gettext_lazy("A hall for everybody"),
        ("focus area", "mål", "delmål", "målområde", "fokusområde", "indsatsområde", "insatsområde",
         "delvision", "satsingsområde"),
        width=30,
        spreads=True,
    ),
    Column(
        "description",
        _text("description"),
        pgettext_lazy("heading of a column", "What is to be done"),
        gettext_lazy("In more words."),
        "",
        ("description", "details", "beskrivning", "vad ska göras", "beskrivelse",
         "hvad skal gøres", "hva skal gjøres"),
        width=40,
    ),
    Column(
        "first_step",
        _text("first_step"),
        pgettext_lazy("heading of a column", "First step"),
        gettext_lazy("What happens first."),
        gettext_lazy("Ask three painters for an offer"),
        ("next step", "första steg", "första steget", "nästa steg", "første skridt",
         "næste skridt", "første steg", "neste steg"),
        width=30,
    ),
    Column(
        "state",
        _choice("state"),
        pgettext_lazy("heading of a column", "State"),
        gettext_lazy("Empty: planned when there is a goal, else an idea."),
        gettext_lazy("planned"),
        ("status", "tillstånd", "läge", "tilstand"),
        spreads=True,
    ),
    Column(
        "state_reason",
        _text("state_reason"),
        pgettext_lazy("heading of a column", "Why dropped or paused"),
        gettext_lazy("Needed when an action is dropped or paused."),
        "",
        ("reason", "skäl", "orsak", "anledning", "begrundelse", "årsag"),
    ),
    Column(
        "responsible",
        _text("responsible"),
        pgettext_lazy("heading of a column", "Responsible person"),
        gettext_lazy("A name."),
        "",
        ("responsible", "who", "contact", "ansvarig", "ansvarig person", "vem", "ansvarlig",
         "ansvarlig person", "tovholder", "hvem"),
        width=24,
        spreads=True,
    ),
    Column(
        "organisation",
        words(most=200),
        pgettext_lazy("heading of a column", "Responsible organisation"),
        gettext_lazy("One that the region has in its list."),
        "",
        ("organisation", "organization", "ansvarig organisation", "förening",
         "ansvarlig organisation", "forening"),
        width=26,
        spreads=True,
    ),
    Column(
        "partners",
        words(most=2000),
        pgettext_lazy("heading of a column", "Partners"),
        gettext_lazy("Organisations in the region's list, with ; between them."),
        "",
        ("with", "partner", "samarbetspartner", "samarbetspartners", "samarbete", "parter",
         "samarbejdspartnere", "samarbejdspartner", "samarbejde", "samarbeidspartnere",
         "samarbeid"),
        width=26,
        spreads=True,
    ),
    Column(
        "sector",
        _choice("sector"),
        pgettext_lazy("heading of a column", "Sector"),
        gettext_lazy("Who it lies with."),
        "",
        ("sektor",),
        spreads=True,
    ),
    Column(
        "theme",
        _choice("theme"),
        pgettext_lazy("heading of a column", "Theme"),
        gettext_lazy("What it is about."),
        "",
        ("tema", "område", "emne"),
        spreads=True,
    ),
    Column(
        "priority",
        _choice("priority"),
        pgettext_lazy("heading of a column", "Priority"),
        gettext_lazy("Quick now, or larger later."),
        gettext_lazy("quick"),
        ("prioritet", "prioritering"),
        spreads=True,
    ),
    Column(
        "doer",
        _choice("doer"),
        pgettext_lazy("heading of a column", "Who can do it"),
        gettext_lazy("The locals themselves, or needs the municipality."),
        "",
        ("doer", "vem kan göra det", "utförare", "genomförare", "hvem kan gøre det", "udfører"),
        spreads=True,
    ),
    Column(
        "cost",
        sum_of,
        pgettext_lazy("heading of a column", "Cost"),
        gettext_lazy("In the programme's currency, such as 12 500 or 1 234,50."),
        "12 500",
        ("budget", "price", "kostnad", "kostnad kr", "kostnad (kr)", "pris", "belopp", "udgift",
         "omkostning", "omkostninger", "beløb", "økonomi", "beløp", "kostnader"),
        kind="money",
    ),
    Column(
        "volunteer_hours",
        hours_of,
        pgettext_lazy("heading of a column", "Volunteer hours"),
        gettext_lazy("A number."),
        "40",
        ("hours", "ideella timmar", "ideell tid", "ideell tid (timmar)", "timmar",
         "frivillige timer", "frivilligtimer", "timer", "dugnadstimer"),
        kind="money",
    ),
    Column(
        "starts_on",
        date_of,
        pgettext_lazy("heading of a column", "Starts"),
        gettext_lazy("A whole date, such as 2026-03-01 or 1.3.2026."),
        "2027-03-01",
        ("start", "start date", "startar", "startdatum", "börjar", "starter", "startdato",
         "begynder", "från", "fra"),
        kind="date",
    ),
    Column(
        "ends_on",
        date_of,
        pgettext_lazy("heading of a column", "Ends"),
        gettext_lazy("A whole date."),
        "2027-05-15",
        ("end", "end date", "due", "deadline", "slut", "slutar", "slutdatum", "klart", "klar",
         "senast", "till", "slutter", "slutdato", "frist", "til", "færdig"),
        kind="date",
    ),
    Column(
        "origin",
        _choice("origin"),
        pgettext_lazy("heading of a column", "Comes from"),
        gettext_lazy("A meeting, a survey, the analysis, the working group, something else."),
        "",
        ("origin", "kommer från", "ursprung", "kommer fra", "oprindelse"),
        spreads=True,
    ),
    Column(
        "origin_text",
        _text("origin_text"),
        pgettext_lazy("heading of a column", "Which meeting or theme"),
        gettext_lazy("In words."),
        "",
        ("vilket möte", "vilket möte eller tema", "hvilket møde", "hvilket møde eller tema"),
        spreads=True,
    ),
    wrong=gettext_lazy("The columns are not those of a list of actions."),
    needs=(("title",),),
)  # fmt: skip


def headings_for_export() -> list[ExportColumn]:
    """The same columns for a workbook, headed in the active language."""
    return [ExportColumn(one.name, one.kind, one.width) for one in COLUMNS]

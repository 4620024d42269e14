"""What the pages of an application show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import Area
from areas.models.area import SETTLEMENTS
from calls.applying.by_link import public
from calls.applying.forms import AskForm, CoApplicantForm
from calls.applying.services import gaps_of, rules_of
from calls.checking import KIND_OF_LEVEL, Facts, Result, Stand, compute, lies_in, restored
from calls.links import Door
from calls.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    AskKind,
    Call,
    CallQuestion,
    CallState,
    ConfirmationState,
    SectorConfirmation,
)
from core.collation import normalise
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from places.models.place import short_source

#: Hits of the search in the register.
MOST_HITS = 20
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was answered."""

    question: CallQuestion
    label: str
    text: str
    files: list[ApplicationFile]


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector with its named person, if one is asked."""

    sector: Sector
    row: SectorConfirmation | None
    level: str
    form: AskForm

    @property
    def label(self) -> str:
        """What the sector is called."""
        return str(self.sector.label)


LEVEL_OF = {
    ConfirmationState.ASKED: "warn",
    ConfirmationState.CONFIRMED: "ok",
    ConfirmationState.DECLINED: "stop",
}
_STATE_LEVELS = {
    ApplicationState.DRAFT: "warn",
    ApplicationState.HANDED_IN: "ok",
    ApplicationState.WITHDRAWN: "off",
}


def around(door: Door, current: str, language: str) -> dict[str, Any]:
    """What every page of an application names: the call, the steps, the state."""
    application = door.application
    call = application.call
    steps = [
        ("write", _("Write"), "calls:write"),
        ("people", _("People behind it"), "calls:people"),
        ("files", _("Files"), "calls:files"),
        ("hand_in", _("Look over and hand in"), "calls:hand_in"),
    ]
    return public(
        door=door,
        application=application,
        call=call,
        words=call.said(language),
        region=call.programme.region,
        writable=is_writable(application),
        is_open=call.state == CallState.OPEN,
        state_level=_STATE_LEVELS[ApplicationState(application.state)],
        steps=[
            {"label": label, "url": reverse(name, args=[door.token]), "current": key == current}
            for key, label, name in steps
        ],
    )


def is_writable(application: Application) -> bool:
    """Whether anything of it can be changed now."""
    is_draft = application.state == ApplicationState.DRAFT
    return is_draft and application.call.state == CallState.OPEN


def answers_of(application: Application, language: str) -> list[Answer]:
    """Every question with its answer in words."""
    files: dict[int | None, list[ApplicationFile]] = {}
    for file in application.files.all():
        files.setdefault(file.question_id, []).append(file)
    call = application.call
    found = []
    for one in call.questions.all():
        text = application.answers.get(str(one.pk), "")
        if one.kind == AskKind.CHOICE:
            text = dict(one.options(language, call.language)).get(text, "")
        found.append(Answer(one, one.said(language)[0], text, files.get(one.pk, [])))
    return found


def loose_files(application: Application) -> list[ApplicationFile]:
    """Files that answer no question."""
    return [one for one in application.files.all() if one.question_id is None]


def sectors_of(
    application: Application, bound: tuple[str, AskForm] | None = None
) -> list[SectorRow]:
    """The three sectors with their persons; `bound` is the form that was just sent."""
    rows = {one.sector: one for one in application.confirmations.all()}
    found = []
    for sector in THREE_SECTORS:
        row = rows.get(sector)
        level = LEVEL_OF[ConfirmationState(row.state)] if row else "off"
        sent = bound is not None and bound[0] == sector
        form = bound[1] if bound and sent else AskForm(prefix=sector.value)
        found.append(SectorRow(sector, row, level, form))
    return found


def people(
    door: Door,
    language: str,
    *,
    form: CoApplicantForm | None = None,
    bound: tuple[str, AskForm] | None = None,
) -> dict[str, Any]:
    """Co-applicants and the three sectors."""
    application = door.application
    written = application.co_applicants.all()
    return around(door, "people", language) | {
        "co_applicants": [one for one in written if one.removed_at is None],
        "co_form": form or CoApplicantForm(),
        "sectors": sectors_of(application, bound),
        "asks_sectors": any(one.key == "sectors" for one in application.call.rules.all()),
    }


def files(door: Door, language: str) -> dict[str, Any]:
    """File questions with their files, and files beside them."""
    application = door.application
    return around(door, "files", language) | {
        "answers": [
            one for one in answers_of(application, language) if one.question.kind == AskKind.FILE
        ],
        "loose": loose_files(application),
    }


def hand_in(door: Door, language: str) -> dict[str, Any]:
    """Everything as it would be handed in, the rules with their reasons, what is missing."""
    application = door.application
    handed_in = application.state == ApplicationState.HANDED_IN
    return around(door, "hand_in", language) | {
        "results": restored(application.checked) if handed_in else rules_of(application),
        "gaps": [] if handed_in else gaps_of(application),
        "answers": answers_of(application, language),
        "loose": loose_files(application),
        "sectors": sectors_of(application),
    }


# --- the register of areas


def found_areas(country: str, text: str) -> list[Area]:
    """Settlements of the country whose name or code begins a word of what is searched."""
    wanted = normalise(text)
    if len(wanted) < LEAST_LETTERS:
        return []
    rows = Area.objects.holding().filter(
        country=country, level__in=SETTLEMENTS, words__contains=wanted
    )
    rows = rows.select_related("municipality").order_by("name", "pk")[: 5 * MOST_HITS]
    # What begins with the word comes first: "Brösarp" before "Södra Brösarp".
    return sorted(rows, key=lambda one: not one.words.startswith(wanted))[:MOST_HITS]


# --- the self-check


def check_results(call: Call, data: dict[str, Any], area: Area | None) -> list[Result]:
    """The rules for what a villager has filled in; a sector that wants to counts as confirmed."""
    region = call.programme.region
    municipality = area.municipality if area else data.get("municipality")
    sectors = {
        sector: Stand(ConfirmationState.CONFIRMED, str(Sector(sector).label))
        for sector in data.get("sectors", ())
    }
    registered = area is not None and area.population is not None
    kind = data.get("kind", "")
    facts = Facts(
        population=area.population if area and registered else data.get("inhabitants"),
        year=area.population_year if area and registered else None,
        source=short_source(area.source) if area and registered else _("your own figure"),
        registered=registered,
        kind=KIND_OF_LEVEL.get(area.level, kind) if area else kind,  # type: ignore[call-overload]
        municipality=municipality.name if municipality else "",
        in_region=lies_in(municipality, region),
        sectors=sectors,
    )
    return compute(call.rules.all(), facts)

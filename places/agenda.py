"""What is next for the people of a place, in order: their start page reads it.

First what stops the place, then what has a date, then the open lines of the step.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import short_date
from places.models import GateState, ItemOrigin, ItemState, Participation, StepItem
from places.readiness import readiness
from programmes.models import Step

#: Lines of the step that are listed; the step's own page has all of them.
LINES = 5


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `due` is a sentence; `level` as in a flag: stop when late."""

    title: str
    due: str
    url: str
    level: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A place's next things, the step that they belong to, and the one button of the page."""

    todos: list[Todo]
    more: int
    step: Step | None
    titles: list[str]
    button: str
    button_url: str


def agenda(participation: Participation, today: dt.date) -> Agenda:
    """What is next at the place. Reads steps and open lines; the rest stands in the summary."""
    steps = list(
        Step.objects.filter(version=participation.method_version_id).only("order", "title")
    )
    step = next((one for one in steps if one.order == participation.current_step), None)
    lines = _open_lines(participation, today)
    gate = _gate_todo(participation)
    todos = [*gate, *_agreed(participation, today), *lines[:LINES]]
    if gate:
        button, url = _to_gate(participation)
    elif step is None:
        button, url = _("Open the place"), reverse("places:participation", args=[participation.pk])
    else:
        button = _("Continue with %(step)s") % {"step": step.title}
        url = reverse("places:step", args=[participation.pk, step.order])
    return Agenda(
        todos, max(0, len(lines) - LINES), step, [one.title for one in steps], button, url
    )


def may_hand_in(participation: Participation) -> bool:
    """Whether every step before the gate is done and the gate is not handed in."""
    before = participation.progress[: participation.gate_after]
    open_gate = participation.gate_state in {GateState.CLOSED, GateState.RETURNED}
    return bool(before) and open_gate and set(before) == {"d"}


def _to_gate(participation: Participation) -> tuple[str, str]:
    return _("Go to the gate"), reverse("places:gate", args=[participation.pk])


def _gate_todo(participation: Participation) -> list[Todo]:
    if participation.gate_state == GateState.RETURNED:
        url = reverse("places:gate", args=[participation.pk])
        text = _("Read what is missing, complete it and hand in again.")
        return [Todo(_("The gate was returned"), text, url, "stop", "gate")]
    if not may_hand_in(participation):
        return []
    parts = readiness(participation)
    missing = [part for part in parts if not part.done]
    url = reverse("places:gate", args=[participation.pk])
    if not missing:
        return [Todo(_("Hand in to the gate"), _("Everything is in place."), url, "ok", "gate")]
    text = ngettext(
        "%(count)d part is missing: %(what)s", "%(count)d parts are missing: %(what)s", len(missing)
    ) % {"count": len(missing), "what": ", ".join(str(part.title) for part in missing)}
    return [Todo(_("Make ready for the gate"), text, url, "warn", "gate")]


def _agreed(participation: Participation, today: dt.date) -> list[Todo]:
    """The step agreed with the coach, unless the next date is a condition's (listed as a line)."""
    day = participation.next_on
    if day is None or day == participation.condition_due_on:
        return []
    url = reverse("places:coaching", args=[participation.pk])
    title = participation.next_text or _("Agreed with the coach")
    return [Todo(title, _due(day, today, get_language()), url, _level(day, today), "agreed")]


def _open_lines(participation: Participation, today: dt.date) -> list[Todo]:
    of_step = Q(step__order=participation.current_step, required=True)
    rows = (
        StepItem.objects.filter(participation=participation, state=ItemState.OPEN)
        .filter(of_step | Q(origin=ItemOrigin.CONDITION))
        .values_list("pk", "origin", "own_text", "item__text", "due_on", "step__order")
    )
    ordered = sorted(rows, key=lambda row: (row[1] != ItemOrigin.CONDITION, row[4] or dt.date.max))
    return [
        Todo(
            own_text or text,
            _due(due_on, today, get_language()),
            f"{reverse('places:step', args=[participation.pk, order])}#item-{pk}",
            _level(due_on, today),
            "condition" if origin == ItemOrigin.CONDITION else "",
        )
        for pk, origin, own_text, text, due_on, order in ordered
    ]


def _level(day: dt.date | None, today: dt.date) -> str:
    return "stop" if day and day < today else "off"


@lru_cache(maxsize=1024)
def _due(day: dt.date | None, today: dt.date, language: str | None) -> str:
    if day is None:
        return ""
    if day < today:
        return _("Should have been done by %(date)s") % {"date": short_date(day)}
    return _("By %(date)s") % {"date": short_date(day)}

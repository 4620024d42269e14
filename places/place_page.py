"""What the place page shows, collected in a fixed number of queries whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.checklist import (
    Tally,
    facts_of,
    is_late,
    is_settled,
    lock_of,
    next_lines,
    step_url,
)
from places.lines import AnyLine, StepOfLine, read_lines
from places.models import (
    GateState,
    ItemOrigin,
    Participation,
)
from places.place_cards import cards, primary
from places.place_people import People, people_of
from places.readiness import Facts, Part, readiness
from programmes.models import Step

#: Lines named on the page as next; the rest is on the steps' pages.
NEXT_SHOWN = 5


def context(participation: Participation, *, user: User) -> dict[str, Any]:
    """The context of the place page for this user."""
    lines = read_lines(participation)
    steps = steps_of(participation, lines)
    people = people_of(participation)
    parts = _readiness(participation, lines, steps, people)
    may_tick = allowed(user, "places.tick", participation)
    upcoming = next_lines(participation, lines)
    return {
        "participation": participation,
        "tab": "overview",
        "cards": cards(participation, lines, people, parts, user=user),
        "next_lines": [_next(participation, line) for line in upcoming[:NEXT_SHOWN]],
        "more_lines": max(0, len(upcoming) - NEXT_SHOWN),
        "primary": primary(participation, upcoming, parts, user=user),
        "may_tick": may_tick,
        "steps": _steps(participation, steps, lines),
        "parts": parts,
        "parts_done": sum(1 for part in parts if part.done),
        "people": people,
        "contacts": _contacts(people, participation, user),
        "may_log": allowed(user, "places.log_contact", participation),
        "may_export": allowed(user, "places.export", participation),
        "files": sum(line.file_count for line in lines),
    }


def steps_of(participation: Participation, lines: Sequence[AnyLine]) -> Sequence[Step | StepOfLine]:
    """The method's steps in order: those of the lines, asked for only when one has no line."""
    found = {line.step_id: line.step for line in lines}
    if len(found) == len(participation.progress):
        return list(found.values())
    return list(Step.objects.filter(version=participation.method_version_id))


def _readiness(
    participation: Participation,
    lines: Sequence[AnyLine],
    steps: Sequence[Step | StepOfLine],
    people: People,
) -> list[Part]:
    if participation.gate_state not in {GateState.CLOSED, GateState.RETURNED}:
        return []
    facts = Facts(participation)
    # Cached properties of Facts: what is read already is not read again.
    facts.__dict__.update(
        items=lines,
        steps={step.key: step for step in steps},
        members=people.members,
        commitments=people.commitments,
        criteria=people.criteria,
    )
    return readiness(participation, facts)


def _next(participation: Participation, line: AnyLine) -> dict[str, Any]:
    return {
        "text": line.text,
        "step": line.step,
        "facts": " · ".join(facts_of(line)),
        "late": is_late(line),
        "condition": line.origin == ItemOrigin.CONDITION,
        "url": f"{step_url(participation, line.step.order)}?open={line.pk}#item-{line.pk}",
    }


def _steps(
    participation: Participation, steps: Sequence[Step | StepOfLine], lines: Sequence[AnyLine]
) -> list[dict[str, Any]]:
    return [
        _step(participation, step, [line for line in lines if line.step_id == step.pk])
        for step in steps
    ]


def _step(
    participation: Participation, step: Step | StepOfLine, lines: Sequence[AnyLine]
) -> dict[str, Any]:
    lock = lock_of(participation, step.order)
    dues = [line.due_on for line in lines if line.due_on and line.required and not is_settled(line)]
    return {
        "order": step.order,
        "title": step.title,
        "url": step_url(participation, step.order),
        "state": participation.progress[step.order - 1 : step.order] or "a",
        "count": Tally.of(lines),
        "due": _due(min(dues)) if dues else "",
        "lock": lock[1] if lock and lock[0] == "gate_not_passed" else "",
        "gate_here": participation.gate_after == step.order,
    }


def _due(day: dt.date) -> str:
    return _("due %(day)s") % {"day": short_date(day)}


def _contacts(people: People, participation: Participation, user: User) -> list[dict[str, Any]]:
    """The last contacts; the private part only for those who may read it."""
    private = allowed(user, "places.read_private_notes", participation)
    return [
        {
            "when": one.on,
            "title": one.label,
            "who": one.by,
            "text": one.shared,
            "private": one.private if private else "",
            "next_text": "" if one.next_done else one.next_text,
            "next_on": one.next_on,
        }
        for one in people.contacts
    ]

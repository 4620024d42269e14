"""Steps and the gate of a draft: add, change with their lists, move, remove.

A step is changed as a whole with its checklist, and the gate with its criteria: what the list
holds afterwards is what the user sent. That is adding, changing, removing and reordering lines
in one act, which one stamp protects.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit
from core.refusals import Refusal
from people.models import User
from programmes.document.comparing import gate_difference, step_difference
from programmes.document.rows import add_step as store_step
from programmes.document.rows import (
    gate_data,
    gate_doc,
    plain_step,
    step_data,
    step_doc,
    write_gate,
    write_step,
)
from programmes.document.shape import MAX_STEPS
from programmes.drafts.services import arrange, editing, gate_phase
from programmes.models import ChecklistItem, Gate, MethodVersion, Phase, Step
from programmes.stamps import same_as_seen

LONGEST_KEY = 60


def new_key(title: str, taken: set[str]) -> str:
    """A short name from a title that is not taken yet."""
    base = slugify(title)[: LONGEST_KEY - 4].strip("-_") or "x"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _with_keys(lines: list[dict[str, Any]], taken: set[str], text: str) -> list[dict[str, Any]]:
    """Give lines without a short name one; the ids of rows in forms are not used."""
    taken = taken | {line["key"] for line in lines if line.get("key")}
    named = []
    for line in lines:
        key = line.get("key") or new_key(str(line.get(text, "")), taken)
        taken.add(key)
        named.append(line | {"key": key})
    return named


def _complete(values: dict[str, Any], version: MethodVersion, step: Step | None) -> dict[str, Any]:
    others = Step.objects.filter(version=version).exclude(pk=step.pk if step else 0)
    items = ChecklistItem.objects.filter(step__in=others)
    keys = set(others.values_list("key", flat=True))
    checklist = _with_keys(values["checklist"], set(items.values_list("key", flat=True)), "text")
    key = step.key if step else values.get("key") or new_key(values["title"], keys)
    lessons = step.lessons if step else values.get("lessons", [])
    return values | {"key": key, "checklist": checklist, "lessons": lessons}


def add_step(version: MethodVersion, *, by: User, phase: Phase, values: dict[str, Any]) -> Step:
    """Add a step at the end of a phase.

    `values` as in a method's file; short names are made where they are missing. Raises
    FaultyMethod, Refusal `too_many_steps`.
    """
    with editing(version.pk, by=by) as draft:
        steps = list(Step.objects.filter(version=draft).select_related("phase"))
        if phase.version_id != draft.pk:
            raise Refusal("phase", _("The phase belongs to another version."), field="phase")
        if len(steps) >= MAX_STEPS:
            raise Refusal(
                "too_many_steps", _("A method has at most %(most)s steps.") % {"most": MAX_STEPS}
            )
        doc = step_doc(_complete(values, draft, None))
        last = store_step(phase, doc, len(steps) + 1)
        kept = gate_phase(draft)
        ordered = sorted([*steps, last], key=lambda step: (step.phase.order, step.order))
        arrange(draft, ordered, kept)
        audit.record("method.step_added", draft, by=by, step=doc.title)
    return Step.objects.get(pk=last.pk)


def edit_step(step: Step, *, by: User, seen: int, values: dict[str, Any]) -> Step:
    """Change a step and its checklist. Lines keep their short name; new ones get theirs.

    `seen` is the stamp of `step_data`. Raises Conflict, FaultyMethod.
    """
    with editing(step.version_id, by=by) as draft:
        row = Step.objects.get(pk=step.pk, version=draft)
        doc = step_doc(_complete(values, draft, row))
        same_as_seen(seen, theirs=step_data(row), yours=plain_step(doc), compare=step_difference)
        write_step(row, doc)
        audit.record("method.step_changed", draft, by=by, step=row.title)
    return row


def put_lesson(step: Step, *, by: User, key: str, text: str, origin: str) -> Step:
    """Let a lesson stand at a step of a draft; one with the same short name takes its place."""
    with editing(step.version_id, by=by) as draft:
        row = Step.objects.select_for_update().get(pk=step.pk, version=draft)
        kept = [one for one in row.lessons if one["key"] != key]
        lessons = [*kept, {"key": key, "text": text, "origin": origin}]
        doc = step_doc(step_data(row) | {"lessons": lessons})
        row.lessons = [one.model_dump() for one in doc.lessons]
        row.save(update_fields=["lessons"])
    return row


def take_lesson_out(step: Step, *, by: User, key: str) -> Step:
    """Take a lesson out of a step of a draft."""
    with editing(step.version_id, by=by) as draft:
        row = Step.objects.select_for_update().get(pk=step.pk, version=draft)
        row.lessons = [one for one in row.lessons if one["key"] != key]
        row.save(update_fields=["lessons"])
    return row


def remove_step(step: Step, *, by: User) -> None:
    """Take a step out of the draft, with its checklist."""
    with editing(step.version_id, by=by) as draft:
        kept = gate_phase(draft)
        Step.objects.filter(pk=step.pk, version=draft).delete()
        arrange(draft, list(Step.objects.filter(version=draft)), kept)
        audit.record("method.step_removed", draft, by=by, step=step.title)


def move_step(step: Step, *, by: User, up: bool) -> None:
    """Move a step one place; at the edge of its phase it goes over into the next one.

    The gate stays at the end of its phase. Raises Refusal `at_the_edge`.
    """
    with editing(step.version_id, by=by) as draft:
        kept = gate_phase(draft)
        steps = list(Step.objects.filter(version=draft))
        here = next(n for n, one in enumerate(steps) if one.pk == step.pk)
        there = here - 1 if up else here + 1
        neighbour = steps[there] if 0 <= there < len(steps) else None
        if neighbour is not None and neighbour.phase_id == steps[here].phase_id:
            steps[here], steps[there] = steps[there], steps[here]
        else:
            steps[here].phase = _next_phase(steps[here], up=up)
        arrange(draft, steps, kept)
        audit.record("method.step_moved", draft, by=by, step=step.title)


def _next_phase(step: Step, *, up: bool) -> Phase:
    phases = list(Phase.objects.filter(version=step.version_id))
    number = [phase.pk for phase in phases].index(step.phase_id) + (-1 if up else 1)
    if not 0 <= number < len(phases):
        raise Refusal("at_the_edge", _("The step stands at the edge already."))
    return phases[number]


def gate_values(version: MethodVersion) -> dict[str, Any]:
    """The gate as plain data; empty when there is none. What `set_gate` stamps."""
    gate = Gate.objects.filter(version=version).first()
    return (
        gate_data(gate, dict(Step.objects.filter(version=version).values_list("order", "key")))
        if gate
        else {}
    )


def set_gate(version: MethodVersion, *, by: User, seen: int, values: dict[str, Any]) -> Gate:
    """Make or change the gate with its criteria; `values["after"]` is a step's short name.

    `seen` is the stamp of `gate_values`. Raises Conflict, FaultyMethod, Refusal `after`.
    """
    with editing(version.pk, by=by) as draft:
        doc = gate_doc(values | {"criteria": _with_keys(values["criteria"], set(), "title")})
        same_as_seen(
            seen, theirs=gate_values(draft), yours=doc.model_dump(), compare=gate_difference
        )
        after = Step.objects.filter(version=draft, key=doc.after).first()
        if after is None:
            raise Refusal("after", _("Choose the step after which the gate stands."), field="after")
        gate = write_gate(draft, doc, after=after.order)
        audit.record("method.gate_changed", draft, by=by)
    return gate


def remove_gate(version: MethodVersion, *, by: User) -> None:
    """Take the gate out: places then go from phase to phase without a decision."""
    with editing(version.pk, by=by) as draft:
        Gate.objects.filter(version=draft).delete()
        audit.record("method.gate_removed", draft, by=by)

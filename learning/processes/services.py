"""The verbs of actors' processes: steps in order, and what each one waits for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import ProcessStep
from mapping import checks
from mapping.models import Actor
from people.models import User
from places.models import Participation
from plans.changes import store

MOST_STEPS, MOST_WEEKS = 15, 260


@transaction.atomic
def add_step(*, actor: Actor, by: User, **facts: Any) -> ProcessStep:
    """Add a step to an actor's process: at its number, or last. Refusals as `save_step`, too_many.

    Later steps move on by one.
    """
    participation = actor.participation
    require(by, "mapping.edit_actors", participation)
    checks.lock(participation)
    values = _checked(participation, facts, None)
    count = actor.process_steps.aggregate(last=Max("order"))["last"] or 0
    if count >= MOST_STEPS:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_STEPS})
    order = min(facts.get("order") or count + 1, count + 1)
    actor.process_steps.filter(order__gte=order).update(order=F("order") + 1)
    step = ProcessStep(actor=actor, order=order, **values)
    _refuse_circle(participation, step)
    step.save()
    audit.record("process.added", participation, by=by)
    return step


@transaction.atomic
def save_step(*, step: ProcessStep, by: User, version: int, **facts: Any) -> ProcessStep:
    """Change a step, its place in the order too.

    Refusals: no_text, too_long, wrong_number, other_map, circle. Conflict: changed since.
    """
    participation = step.actor.participation
    require(by, "mapping.edit_actors", participation)
    checks.lock(participation)
    row = ProcessStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    row.actor = step.actor
    values = _checked(participation, facts, row)
    others = list(row.actor.process_steps.exclude(pk=row.pk))
    order = min(facts.get("order") or row.order, len(others) + 1)
    before = row.order
    if store(row, version, values | {"order": order}):
        if order != before:
            others.insert(order - 1, row)
            for number, one in enumerate(others, start=1):
                ProcessStep.objects.filter(pk=one.pk).update(order=number)
        _refuse_circle(participation, row)
        audit.record("process.changed", participation, by=by)
    return row


@transaction.atomic
def remove_step(*, step: ProcessStep, by: User) -> None:
    """Take a step out; those that waited for it wait no more."""
    participation = step.actor.participation
    require(by, "mapping.edit_actors", participation)
    checks.lock(participation)
    if ProcessStep.objects.filter(pk=step.pk).delete()[0]:
        ProcessStep.objects.filter(actor=step.actor_id, order__gt=step.order).update(
            order=F("order") - 1
        )
        audit.record("process.removed", participation, by=by)


def _checked(
    participation: Participation, facts: dict[str, Any], row: ProcessStep | None
) -> dict[str, Any]:
    values: dict[str, Any] = checks.texts(ProcessStep, facts, "what", "who")
    needed(values["what"], "no_text", _("Write what happens."), field="what")
    weeks = facts.get("weeks")
    if weeks is not None and not 0 <= weeks <= MOST_WEEKS:
        raise Refusal("wrong_number", _("Write a number of weeks, at most 260."), field="weeks")
    waits: ProcessStep | None = facts.get("waits_for")
    if waits is not None and waits.actor.participation_id != participation.pk:
        raise Refusal("other_map", _("Choose a step of an actor here."), field="waits_for")
    if waits is not None and row is not None and waits.pk == row.pk:
        raise Refusal("circle", _("A step cannot wait for itself."), field="waits_for")
    return values | {"weeks": weeks, "waits_for": waits}


def _refuse_circle(participation: Participation, step: ProcessStep) -> None:
    """Refuse a step that waits for what itself waits for it: nobody could ever begin."""
    before: dict[int | None, list[int]] = {}
    rows = list(ProcessStep.objects.filter(actor__participation=participation))
    known = {one.pk: one for one in rows} | {step.pk: step}
    ordered = sorted(known.values(), key=lambda one: (one.actor_id, one.order))
    for earlier, one in zip([None, *ordered], ordered, strict=False):
        found = [one.waits_for_id] if one.waits_for_id else []
        if earlier is not None and earlier.actor_id == one.actor_id and earlier.pk:
            found.append(earlier.pk)
        before[one.pk] = found
    seen: set[int] = set()
    todo = list(before.get(step.pk, []))
    while todo:
        number = todo.pop()
        if number == step.pk:
            raise Refusal(
                "circle",
                _("They would wait for each other, and nobody could begin."),
                field="waits_for",
            )
        if number not in seen:
            seen.add(number)
            todo += before.get(number, [])

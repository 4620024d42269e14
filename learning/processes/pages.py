"""Processes side by side: when each step can begin, who waits for whom, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.policy import allowed
from learning.models import ProcessStep
from learning.processes.drawing import draw
from mapping.models import Actor
from people.models import User
from places.models import Participation

#: Columns that are drawn at once: more cannot be read.
MOST_COLUMNS = 5


@dataclass(slots=True)
class Placed:
    """A step with its row in the picture and the weeks counted from the first beginning.

    `waits` is how many weeks the actor stands still before it, for `joint`, a step of another.
    """

    step: ProcessStep
    row: int = 0
    begins: int = 0
    waits: int = 0
    joint: Placed | None = None

    @property
    def ends(self) -> int:
        """The week in which it is done."""
        return self.begins + (self.step.weeks or 0)


@dataclass(slots=True)
class Column:
    """An actor with its placed steps."""

    actor: Actor
    steps: list[Placed] = field(default_factory=list)


def columns_of(actors: Iterable[Actor], steps: Iterable[ProcessStep]) -> list[Column]:
    """Place the steps: each after the one before it, and after the one that it waits for.

    What waits for an actor that is not among these is not drawn as a joint.
    """
    columns = {one.pk: Column(one) for one in actors}
    placed: dict[int, Placed] = {}
    for step in steps:
        if step.actor_id in columns:
            placed[step.pk] = Placed(step)
            columns[step.actor_id].steps.append(placed[step.pk])
    done: set[int] = set()
    count = -1
    while count < len(done):
        count = len(done)
        for column in columns.values():
            _settle_column(column, placed, done)
    return list(columns.values())


def _settle_column(column: Column, placed: dict[int, Placed], done: set[int]) -> None:
    """Place what can be placed by now."""
    for before, one in zip([None, *column.steps], column.steps, strict=False):
        other = placed.get(one.step.waits_for_id or 0)
        wanted = {each.step.pk for each in (before, other) if each is not None}
        if one.step.pk not in done and wanted <= done:
            _place(one, before, other)
            done.add(one.step.pk)


def _place(one: Placed, before: Placed | None, other: Placed | None) -> None:
    """After the step before it, and after the one that it waits for."""
    free = before.ends if before else 0
    one.row = before.row + 1 if before else 0
    one.begins = free
    if other is not None:
        one.row, one.begins = max(one.row, other.row + 1), max(free, other.ends)
        if other.step.actor_id != one.step.actor_id:
            one.joint, one.waits = other, one.begins - free


def processes(participation: Participation, user: User, chosen: list[int]) -> dict[str, Any]:
    """The page. Two statements beside the head's."""
    actors = list(participation.actors.select_related("organisation", "contact"))
    steps = list(
        ProcessStep.objects.filter(actor__participation=participation)
        .select_related("waits_for__actor__organisation", "waits_for__actor__contact")
        .order_by("actor", "order", "pk")
    )
    having = {step.actor_id for step in steps}
    picked = [one for one in actors if one.pk in chosen]
    shown = (picked or [one for one in actors if one.pk in having])[:MOST_COLUMNS]
    columns = columns_of(shown, steps)
    return {
        "actors": actors,
        "chosen": {one.pk for one in shown},
        "columns": columns,
        "picture": draw(columns) if any(column.steps for column in columns) else "",
        "joints": [one for column in columns for one in column.steps if one.joint],
        "without": [one for one in actors if one.pk not in having],
        "edits": allowed(user, "mapping.edit_actors", participation),
    }

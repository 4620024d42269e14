"""Plans for the tests of actions: a place past its gate, goals and actions, made without verbs."""

from __future__ import annotations

from typing import Any

from places.models import Participation
from plans.models import Action, Goal
from tests.factories import World, world


def open_world() -> World:
    """The usual world with both places past their gates."""
    made = world()
    for one in (made.participation, made.neighbour):
        Participation.objects.filter(pk=one.pk).update(gate_state="passed")
        one.refresh_from_db()
    return made


def goal(participation: Participation, title: str = "More service", **fields: Any) -> Goal:
    """A goal of the place."""
    return Goal.objects.create(participation=participation, title=title, **fields)


def action(participation: Participation, title: str = "Open the shop", **fields: Any) -> Action:
    """A planned action, in no goal unless one is given."""
    return Action.objects.create(participation=participation, title=title, **fields)

"""Goals: add, change, put in order, remove. Their indicators are in `plans.domain.indicators`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.domain.changes import (
    changed,
    lines,
    one_line,
    refuse_empty,
    refuse_longer,
    refuse_older,
)
from plans.domain.lengths import length_of
from plans.domain.lock import lock_plan, refuse_locked_plan
from plans.global_goals import GLOBAL_GOALS
from plans.models import Goal

TITLE_LENGTH, TEXT_LENGTH = length_of(Goal, "title"), length_of(Goal, "description")
#: More goals than this are a list of wishes, and no page shows them well.
MOST_GOALS = 40
#: Titles of actions that a refusal names.
NAMED_ACTIONS = 5


@transaction.atomic
def add_goal(*, participation: Participation, by: User, **facts: Any) -> Goal:
    """Add a goal after the others; the facts are those of `checked`.

    Refusals: plan_locked, too_many_goals and those of `checked`.
    """
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    values = checked(**facts)
    if participation.goals.count() >= MOST_GOALS:
        raise Refusal(
            "too_many_goals",
            _("There are %(most)d goals already. Choose the few that matter most.")
            % {"most": MOST_GOALS},
        )
    last = participation.goals.aggregate(last=Max("order"))["last"] or 0
    goal = Goal.objects.create(participation=participation, order=last + 1, **values)
    audit.record("goal.added", participation, by=by, title=goal.title)
    return goal


@transaction.atomic
def save_goal(*, goal: Goal, by: User, version: int, **facts: Any) -> Goal:
    """Change a goal. Refusals: plan_locked and those of `checked`. Conflict: changed since."""
    goal, participation = locked(goal, by)
    values = checked(**facts)
    names = changed(goal, values)
    if not names:
        return goal
    refuse_older(goal, version, values)
    for name in names:
        setattr(goal, name, values[name])
    goal.version += 1
    goal.save()
    audit.record("goal.changed", participation, by=by, title=goal.title, fields=names)
    return goal


@transaction.atomic
def move_goal(*, goal: Goal, by: User, up: bool) -> bool:
    """Let a goal change places with the one above it, or below it; false at the end of the list.

    Refusal: plan_locked.
    """
    goal, participation = locked(goal, by)
    listed = list(participation.goals.all())
    at = listed.index(goal)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(listed):
        return False
    listed[at], listed[to] = listed[to], listed[at]
    for order, one in enumerate(listed, start=1):
        one.order = order
    Goal.objects.bulk_update(listed, ["order"])
    audit.record("goal.moved", participation, by=by, title=goal.title)
    return True


@transaction.atomic
def remove_goal(*, goal: Goal, by: User) -> None:
    """Remove a goal with its indicators and their values.

    Refusals: plan_locked, goal_in_use (actions belong to it; `details` names the first ones).
    """
    goal, participation = locked(goal, by)
    refuse_used(goal)
    audit.record("goal.removed", participation, by=by, title=goal.title)
    goal.delete()


def refuse_used(goal: Goal) -> None:
    """Refuse when actions belong to the goal, and say which. Refusal: goal_in_use."""
    titles = list(goal.actions.values_list("title", flat=True))
    if not titles:
        return
    named = [f"“{title}”" for title in titles[:NAMED_ACTIONS]]
    left = len(titles) - len(named)
    if left:
        more = ngettext("and %(count)d more", "and %(count)d more", left)
        named.append(more % {"count": left})
    said = ngettext(
        "%(count)d action belongs to this. Give it another goal or remove it first.",
        "%(count)d actions belong to this. Give them another goal or remove them first.",
        len(titles),
    )
    raise Refusal("goal_in_use", said % {"count": len(titles)}, details=named)


def checked(
    *, title: str, description: str = "", findings: str = "", global_goals: Iterable[int] = ()
) -> dict[str, Any]:
    """The facts of a goal as they are stored; `global_goals` are numbers from 1 to 17.

    Refusals: title_missing, title_too_long, description_too_long, findings_too_long,
    unknown_global_goal.
    """
    name = one_line(title)
    refuse_empty(name, "title_missing", _("Write what is to be reached."))
    refuse_longer(name, TITLE_LENGTH, "title_too_long")
    means, found = lines(description), lines(findings)
    refuse_longer(means, TEXT_LENGTH, "description_too_long")
    refuse_longer(found, TEXT_LENGTH, "findings_too_long")
    numbers = sorted(set(global_goals))
    if any(number not in GLOBAL_GOALS for number in numbers):
        raise Refusal(
            "unknown_global_goal",
            _("The global goals have the numbers 1 to 17."),
            field="global_goals",
        )
    return {"title": name, "description": means, "findings": found, "global_goals": numbers}


def locked(goal: Goal, by: User) -> tuple[Goal, Participation]:
    """The goal read anew under the plan's lock, by somebody who may write the plan."""
    require(by, "plans.edit", goal.participation)
    participation = lock_plan(goal.participation)
    refuse_locked_plan(participation)
    return participation.goals.get(pk=goal.pk), participation

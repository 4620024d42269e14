"""What the long goal's page and its panel on the programme's home show."""

from __future__ import annotations

from typing import Any

from core.policy import allowed
from learning.models import LongGoal, Milestone, MilestoneState
from learning.teams.taxonomy import chosen
from people.models import User
from programmes.models import Programme

LEVELS = {
    MilestoneState.AHEAD: "off", MilestoneState.UNDER_WAY: "info", MilestoneState.REACHED: "ok",
    MilestoneState.LET_GO: "off",
}  # fmt: skip


def goal_of(programme: Programme) -> LongGoal:
    """The programme's goal; a new one, not stored, before anything is written."""
    found = LongGoal.objects.filter(programme=programme).first()
    return found or LongGoal(programme=programme, version=0)


def rows_of(goal: LongGoal) -> list[tuple[Milestone, str]]:
    """The milestones in their order, each with the level of its mark. One statement."""
    if goal.pk is None:
        return []
    return [(one, LEVELS[MilestoneState(one.state)]) for one in goal.milestones.all()]


def context(programme: Programme, user: User) -> dict[str, Any]:
    """The whole page."""
    goal = goal_of(programme)
    rows = rows_of(goal)
    return {
        "goal": goal,
        "challenges": chosen(goal.challenges, programme),
        "milestones": rows,
        "reached": sum(one.state == MilestoneState.REACHED for one, _level in rows),
        "edits": allowed(user, "learning.edit_milestones", programme),
    }


def panel(user: User, programme: Programme) -> dict[str, Any]:
    """On the programme's home: the goal, what was reached last, what comes next."""
    goal = goal_of(programme)
    rows = rows_of(goal)
    reached = [row for row in rows if row[0].state == MilestoneState.REACHED]
    ahead = [
        row for row in rows if row[0].state in (MilestoneState.AHEAD, MilestoneState.UNDER_WAY)
    ]
    return {
        "programme": programme,
        "long_goal": goal,
        "long_rows": [*reached[-1:], *ahead[:2]],
        "edits_goal": allowed(user, "learning.edit_milestones", programme),
    }

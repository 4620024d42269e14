"""Where the pre-study of the demo leads in the long run."""

from __future__ import annotations

from typing import Any

from learning.milestones.services import add_milestone, save_goal
from people.models import User
from programmes.models import Programme


def load(told: dict[str, Any], users: dict[str, User]) -> None:
    """Write the goal and its milestones."""
    goal = dict(told["goal"])
    programme, by = Programme.objects.get(name=goal.pop("programme")), users[goal.pop("persona")]
    save_goal(programme=programme, by=by, version=0, **goal)
    for one in told["milestones"]:
        add_milestone(programme=programme, by=by, **one)

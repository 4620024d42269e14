"""What the long goal gives to a report: where its milestones are."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.milestones.pages import LEVELS, goal_of
from learning.models import MilestoneState
from places.reporting import Block, Subject, contributes, table


@contributes("next", order=60, title=gettext_lazy("Goal in the long run"))
def milestones(subject: Subject) -> list[Block]:
    """The way to the goal in the long run, of a whole programme. Two statements."""
    if subject.single or subject.chosen:
        return []
    goal = goal_of(subject.programme)
    rows = list(goal.milestones.all()) if goal.pk else []
    if not rows:
        return []
    columns = [
        (_("Milestone"), "text"), (_("About when"), "date"), (_("State"), "mark"),
        (_("What shows it"), "soft"),
    ]  # fmt: skip
    lines = [
        (
            one.title,
            one.reached_on or one.on,
            [LEVELS[MilestoneState(one.state)], str(one.get_state_display())],
            one.shown_by,
        )
        for one in rows
    ]
    return [table("milestones", goal.title, columns, lines)]

"""The verbs of the long goal: its words, its milestones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import LongGoal, Milestone, MilestoneState
from learning.teams.taxonomy import challenges
from mapping import checks
from people.models import User
from plans.changes import store
from programmes.models import Programme

MOST = 40
#: A goal farther away than this is a mistyped year.
MOST_YEARS = 30


@transaction.atomic
def save_goal(*, programme: Programme, by: User, version: int, **facts: Any) -> LongGoal:
    """Write the goal in the long run, and which challenges it answers.

    Refusals: no_title, too_long, wrong_year, unknown_challenge. Conflict: changed since.
    """
    require(by, "learning.edit_milestones", programme)
    title = checks.text(LongGoal, "title", facts.get("title") or "")
    needed(title, "no_title", _("Write what you work towards in the long run."), field="title")
    year = facts.get("year")
    first = programme.starts_on.year
    if year is not None and not first <= year <= timezone.localdate().year + MOST_YEARS:
        raise Refusal("wrong_year", _("Check the year."), field="year")
    why = checks.text(LongGoal, "why", facts.get("why") or "", lines=True)
    Programme.objects.select_for_update().get(pk=programme.pk)
    goal, _new = LongGoal.objects.get_or_create(
        programme=programme, defaults={"title": "", "version": 0}
    )
    chosen = set(facts.get("challenges", goal.challenges))
    known = challenges(programme)
    if not chosen <= set(known):
        raise Refusal(
            "unknown_challenge", _("Choose the challenges from the list."), field="challenges"
        )
    values = {
        "title": title, "why": why, "year": year,
        "challenges": [key for key in known if key in chosen],
    }  # fmt: skip
    if store(goal, version, values):
        audit.record("milestone.goal", programme, by=by, title=title)
    return goal


@transaction.atomic
def add_milestone(*, programme: Programme, by: User, **facts: Any) -> Milestone:
    """Add a milestone to the goal. Refusals: no_goal, too_many and those of `_checked`."""
    require(by, "learning.edit_milestones", programme)
    goal = LongGoal.objects.select_for_update().filter(programme=programme).first()
    if goal is None:
        raise Refusal("no_goal", _("First write the goal in the long run."))
    values = _checked(programme, facts)
    if goal.milestones.count() >= MOST:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST})
    made = Milestone.objects.create(goal=goal, changed_by=by, **values)
    audit.record("milestone.added", programme, by=by, title=made.title)
    return made


@transaction.atomic
def save_milestone(*, milestone: Milestone, by: User, version: int, **facts: Any) -> Milestone:
    """Change a milestone, its day and its state too. Refusals of `_checked`. Conflict."""
    programme = milestone.goal.programme
    require(by, "learning.edit_milestones", programme)
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if store(row, version, _checked(programme, facts)):
        Milestone.objects.filter(pk=row.pk).update(changed_by=by)
        state = str(MilestoneState(row.state).label)
        audit.record("milestone.changed", programme, by=by, title=row.title, state=state)
    return row


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User) -> None:
    """Take away what was entered by mistake; one that is not pursued is let go instead."""
    programme = milestone.goal.programme
    require(by, "learning.edit_milestones", programme)
    if Milestone.objects.filter(pk=milestone.pk).delete()[0]:
        audit.record("milestone.removed", programme, by=by, title=milestone.title)


def _checked(programme: Programme, facts: dict[str, Any]) -> dict[str, Any]:
    """Refusals: no_title, too_long, wrong_day, unknown_choice, date_in_future, no_evidence."""
    names = ("title", "who", "shown_by")
    values: dict[str, Any] = checks.texts(Milestone, facts, *names)
    needed(values["title"], "no_title", _("Write what is reached then."), field="title")
    on: dt.date = facts["on"]
    last = timezone.localdate().year + MOST_YEARS
    if not programme.starts_on.year - MOST_YEARS <= on.year <= last:
        raise Refusal("wrong_day", _("Check the year."), field="on")
    state = checks.choice(facts.get("state") or MilestoneState.AHEAD, MilestoneState, "state")
    reached = checks.past(facts.get("reached_on"), "reached_on")
    if state == MilestoneState.REACHED:
        reached = reached or timezone.localdate()
        needed(
            values["shown_by"], "no_evidence", _("Say what shows that it is reached."),
            field="shown_by",
        )  # fmt: skip
    else:
        reached = None
    link = facts.get("link") or ""
    return values | {"on": on, "state": state, "reached_on": reached, "link": link}

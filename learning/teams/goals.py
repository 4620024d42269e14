"""The verbs of what is learnt: goals of each member, capacity of each organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import NotAllowed, Refusal, needed
from learning.models import LearningGoal, Team, TeamOrganisation
from learning.models.team import HIGHEST, LOWEST
from learning.teams.members import member_of
from learning.teams.services import laboratory_of
from people.models import User
from plans.changes import length_of, one_line, refuse_longer, store
from surveys.assessment.services import add_assessment
from surveys.models import Assessment

#: Goals of one member: more are none.
MOST_GOALS = 5
BEFORE, AFTER = "before", "after"


@transaction.atomic
def add_goal(*, team: Team, by: User, text: str, before: int) -> LearningGoal:
    """Write what one wants to learn, and how far one is now.

    Refusals: not_a_member, text_missing, too_long, off_scale, too_many_goals.
    """
    require(by, "learning.do_session_work", team)
    member = member_of(team, by)
    if member is None:
        raise NotAllowed("not_a_member", _("Only members of the team have learning goals here."))
    if member.goals.count() >= MOST_GOALS:
        raise Refusal("too_many_goals", _("At most %(most)d goals: choose.") % {"most": MOST_GOALS})
    values = _checked({"text": text, "before": before})
    audit.record("goal.written", team.participation, by=by)
    return LearningGoal.objects.create(member=member, **values)


@transaction.atomic
def save_goal(*, goal: LearningGoal, by: User, version: int, **facts: Any) -> LearningGoal:
    """Change one's own goal, or say how far one has come.

    Refusals: those of `add_goal`. Conflict: changed since.
    """
    _require_own(goal, by)
    goal = LearningGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    store(goal, version, _checked(facts))
    return goal


@transaction.atomic
def remove_goal(*, goal: LearningGoal, by: User) -> None:
    """Take one's own goal away."""
    _require_own(goal, by)
    goal.delete()


def _require_own(goal: LearningGoal, by: User) -> None:
    require(by, "learning.do_session_work", goal.member.team)
    if goal.member.member.user_id != by.pk:
        raise NotAllowed("not_yours", _("Everybody writes his or her own goals."))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    found = dict(values)
    if "text" in found:
        found["text"] = needed(
            one_line(found["text"]), "text_missing", _("Write what you want to learn."),
            field="text",
        )  # fmt: skip
    if "learnt" in found:
        found["learnt"] = one_line(found["learnt"])
    for name in ("text", "learnt"):
        if name in found:
            refuse_longer(found[name], length_of(LearningGoal, name), field=name)
    for name in (BEFORE, AFTER):
        number = found.get(name)
        if number is not None and not LOWEST <= number <= HIGHEST:
            raise Refusal(
                "off_scale",
                _("Choose a value from %(low)d to %(high)d.") % {"low": LOWEST, "high": HIGHEST},
                field=name,
            )
    return found


@transaction.atomic
def begin_assessment(
    *, row: TeamOrganisation, by: User, when: str, on: dt.date, people: int = 1
) -> Assessment:
    """Begin the look at an organisation's capacity before or after; begun already, it goes on.

    Refusals: unknown_round, before_first, those of `surveys.assessment.add_assessment`.
    """
    team = row.team
    require(by, "learning.assess_organisation", team)
    row = TeamOrganisation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if when not in {BEFORE, AFTER}:
        raise Refusal("unknown_round", _("Choose before or after."))
    begun: Assessment | None = getattr(row, when)
    if begun is not None:
        return begun
    if when == AFTER and row.before is None:
        raise Refusal("before_first", _("Look at the capacity before, first."))
    laboratory = laboratory_of(team.participation.programme)
    made = add_assessment(
        programme=team.participation.programme, participation=team.participation, by=by,
        theme_set=(laboratory.theme_set if laboratory else "") or "organisation", on=on,
        group=row.organisation.name[: length_of(Assessment, "group")], people=people,
    )  # fmt: skip
    setattr(row, when, made)
    row.save(update_fields=[when, "updated_at"])
    return made

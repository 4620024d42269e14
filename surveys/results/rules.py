"""Who reads the results of a survey, and who writes on them."""

from __future__ import annotations

import rules

from people.models import Role, User
from people.scope import scope_of
from surveys.models import ResultSheet, Survey
from surveys.rules import builds


def sheet_of(survey: Survey) -> ResultSheet | None:
    """What stands over the results; None while nobody has written or shared anything."""
    return getattr(survey, "sheet", None)


@rules.predicate
def reads_shared(user: User, survey: Survey | None) -> bool:
    """Whether the results are shared, and the user has a post in the programme or works there."""
    if survey is None:
        return False
    sheet = sheet_of(survey)
    if sheet is None or sheet.shared_on is None:
        return False
    scope = scope_of(user)
    return scope.holds(survey.programme) or survey.participation_id in scope.roles


def towns_for(user: User, survey: Survey) -> frozenset[int] | None:
    """The municipalities that the user may look at one by one; None where it is all of them.

    Coordinators get their own. Everybody gets the numbers of all together.
    """
    if builds(user, survey) or scope_of(user).holds(survey.programme, "researcher"):
        return None
    return scope_of(user).coordinated.get(survey.programme_id, frozenset())


@rules.predicate
def assesses(user: User, assessment: object | None) -> bool:
    """Whether the user runs or analyses its programme, facilitates there, or works at its place."""
    programme = getattr(assessment, "programme", assessment)
    if programme is None:
        return False
    scope = scope_of(user)
    at_place = scope.roles.get(getattr(assessment, "participation_id", None) or 0, frozenset())
    return (
        scope.runs_programme(programme)
        or scope.holds(programme, "analyst", "facilitator", "coordinator")
        or not at_place.isdisjoint({Role.PROCESS_LEADER, Role.MEMBER, Role.COACH})
    )


@rules.predicate
def assesses_place(user: User, participation: object | None) -> bool:
    """Whether the user may assess at this place."""
    held = scope_of(user).roles.get(getattr(participation, "pk", 0), frozenset())
    return assesses(user, getattr(participation, "programme", None)) or not held.isdisjoint(
        {Role.PROCESS_LEADER, Role.MEMBER, Role.COACH}
    )


rules.set_perm("surveys.see_results", builds | reads_shared)
rules.add_perm("surveys.review", builds)  # free text, the summary, sharing
rules.add_perm("surveys.view_assessment", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("surveys.assess", assesses)
rules.add_perm("surveys.assess_programme", assesses)
rules.add_perm("surveys.assess_place", assesses_place)

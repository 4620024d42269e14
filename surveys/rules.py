"""Who may do what with a survey (django-rules predicates)."""

from __future__ import annotations

import rules

from people.models import Role, User
from people.scope import scope_of
from programmes.rules import runs_programme
from surveys.models import Survey


@rules.predicate
def runs_it(user: User, survey: Survey | None) -> bool:
    """Whether the user runs the survey's programme."""
    return survey is not None and bool(runs_programme(user, survey.programme))


@rules.predicate
def asks_at_place(user: User, survey: Survey | None) -> bool:
    """Whether it is a place's own survey, and the user works or coaches there."""
    if survey is None or survey.participation_id is None:
        return False
    held = scope_of(user).roles.get(survey.participation_id, frozenset())
    return not held.isdisjoint({Role.PROCESS_LEADER, Role.MEMBER, Role.COACH})


builds = runs_it | asks_at_place

rules.add_perm("surveys.view", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("surveys.view_surveys", rules.always_allow)  # of a visible programme
rules.add_perm("surveys.add", runs_programme)
rules.add_perm("surveys.build", builds)
rules.add_perm("surveys.send", builds)
rules.add_perm("surveys.enter_paper", builds)
rules.add_perm("surveys.see_results", builds)

"""Who may do what with a survey (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from people.models import ProgrammePost, Role, User
from people.scope import scope_of
from programmes.models import Programme
from programmes.rules import runs_programme
from surveys.models import Survey


def _holds(*posts: str) -> Any:
    @rules.predicate(name="holds_" + "_or_".join(posts or ["any_post"]))
    def holds(user: User, survey: Survey | None) -> bool:
        return survey is not None and scope_of(user).holds(survey.programme, *posts)

    return holds


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


@rules.predicate
def analyses_programme(user: User, programme: Programme | None) -> bool:
    """Whether the user is the programme's analyst, who builds its surveys too."""
    return programme is not None and scope_of(user).holds(programme, ProgrammePost.ANALYST)


builds = runs_it | _holds(ProgrammePost.ANALYST) | asks_at_place
sends = builds | _holds(ProgrammePost.COORDINATOR, ProgrammePost.TECHNIQUE)

rules.add_perm("surveys.view", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("surveys.add", runs_programme | analyses_programme)
rules.add_perm("surveys.build", builds)
rules.add_perm("surveys.copy", runs_it | _holds(ProgrammePost.ANALYST))
rules.add_perm("surveys.send", sends)
rules.add_perm("surveys.approve_sending", runs_it)
rules.add_perm("surveys.enter_paper", builds | _holds(ProgrammePost.COORDINATOR))
rules.add_perm("surveys.see_results", builds | _holds())


def only_own_lists(user: User, survey: Survey) -> bool:
    """Whether the user sends to his or her own lists alone: coordinators do."""
    return not builds(user, survey)

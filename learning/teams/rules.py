"""Who may do what in a laboratory (django-rules predicates).

Its facilitators are those who run the programme, and whoever has the post.
"""

from __future__ import annotations

import rules

from learning.models import Team
from people.models import ProgrammePost, Role, User
from people.scope import scope_of
from places import rules as places
from programmes.models import Programme
from programmes.rules import runs_programme


@rules.predicate
def facilitates(user: User, programme: Programme | None) -> bool:
    """Whether the user leads the laboratory's learning."""
    if programme is None:
        return False
    scope = scope_of(user)
    return scope.runs_programme(programme) or scope.holds(programme, ProgrammePost.FACILITATOR)


@rules.predicate
def facilitates_team(user: User, team: Team | None) -> bool:
    """The same, asked of a team."""
    return team is not None and facilitates(user, team.participation.programme)


@rules.predicate
def works_in(user: User, team: Team | None) -> bool:
    """Whether the user works in the team, or stands beside it."""
    return team is not None and rules.has_perm("places.tick", user, team.participation)


@rules.predicate
def manages(user: User, team: Team | None) -> bool:
    """Whether the user takes people into the team."""
    return team is not None and rules.has_perm("places.manage_group", user, team.participation)


@rules.predicate
def runs_team(user: User, team: Team | None) -> bool:
    """Whether the user runs the team's programme."""
    return team is not None and places.runs(user, team.participation)


@rules.predicate
def learns_in(user: User, team: Team | None) -> bool:
    """Whether the user is one of those who learn in the team."""
    if team is None:
        return False
    held = scope_of(user).roles.get(team.pk, frozenset())
    return not held.isdisjoint({Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT})


rules.add_perm("learning.view_laboratory", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.run_laboratory", runs_programme)
rules.add_perm("learning.facilitate", facilitates)
rules.add_perm("learning.view_team", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.write_task", works_in | facilitates_team)
rules.add_perm("learning.manage_team", manages)
rules.add_perm("learning.run_team", runs_team)
rules.add_perm("learning.do_session_work", learns_in)
rules.add_perm("learning.read_goals", learns_in | works_in | facilitates_team)
rules.add_perm("learning.assess_organisation", works_in)

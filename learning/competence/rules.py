"""Who may do what with competence (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import CompetenceProfile
from people.models import User
from programmes.rules import runs_programme


@rules.predicate
def is_own(user: User, profile: CompetenceProfile | None) -> bool:
    """Whether it is the user's own profile."""
    return profile is not None and profile.person_id == user.pk


@rules.predicate
def is_its_coach(user: User, profile: CompetenceProfile | None) -> bool:
    """Whether the person has named the user as the coach."""
    return profile is not None and profile.coach_id == user.pk


rules.add_perm("learning.own_competence", rules.always_allow)  # whoever sees the programme
rules.add_perm("learning.want_levels", runs_programme)
rules.add_perm("learning.view_competence", is_own | is_its_coach)
rules.add_perm("learning.rate_competence", is_own | is_its_coach)
rules.add_perm("learning.plan_training", is_own | is_its_coach)
rules.add_perm("learning.keep_competence", is_own)

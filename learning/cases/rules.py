"""Who may write and publish cases (django-rules predicates)."""

from __future__ import annotations

import rules

from learning.models import Case
from people.models import User
from people.scope import scope_of
from places.rules import coaches, runs, works


@rules.predicate
def runs_its_programme(user: User, case: Case | None) -> bool:
    """Whether the user runs the case's programme."""
    return case is not None and scope_of(user).runs_programme(case.programme)


@rules.predicate
def works_with_it(user: User, case: Case | None) -> bool:
    """Whether the user works at the case's place or coaches it."""
    if case is None or case.participation is None:
        return False
    return bool(works(user, case.participation) or coaches(user, case.participation))


rules.add_perm("learning.view_case", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.add_case", works | coaches | runs)
rules.add_perm("learning.write_case", works_with_it | runs_its_programme)
rules.add_perm("learning.publish_case", runs_its_programme)

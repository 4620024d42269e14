"""Who may what with a programme's companies and decisions."""

from __future__ import annotations

import rules

from people.models import User
from programmes.models import Programme
from programmes.rules import runs_programme


@rules.predicate
def runs_it(user: User, thing: object) -> bool:
    """Whether the user runs the programme, or that of a company, a meeting or a decision."""
    if thing is None:
        return False
    programme = thing if isinstance(thing, Programme) else getattr(thing, "programme", None)
    return bool(runs_programme(user, programme))


@rules.predicate
def begins_programmes(user: User, thing: object) -> bool:
    """Whether the user may begin programmes in the decision's region."""
    programme = getattr(thing, "programme", None)
    return programme is not None and bool(
        rules.has_perm("programmes.add_programme", user, programme.region)
    )


rules.add_perm("learning.manage_companies", runs_it)
rules.add_perm("learning.view_decisions", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("learning.manage_decisions", runs_it)
rules.add_perm("learning.begin_next", runs_it & begins_programmes)

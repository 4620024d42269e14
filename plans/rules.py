"""Who may do what with a place's plan and with funding sources (django-rules predicates)."""

from __future__ import annotations

import rules

from people.models import Region, User
from people.rules import runs_region_of, runs_somewhere
from places.rules import anybody_here, coaches, leads, runs, works
from plans.models import FundingSource


@rules.predicate
def runs_its_region(user: User, thing: FundingSource | Region | None) -> bool:
    """Whether the user runs the region that owns the source; without one: any region."""
    if thing is None:
        return bool(runs_somewhere(user))
    return runs_region_of(user, thing.pk if isinstance(thing, Region) else thing.region_id)


rules.add_perm("plans.view", anybody_here)
rules.add_perm("plans.edit", works | coaches | runs)
rules.add_perm("plans.correct_any", runs)  # a value that somebody else observed
rules.add_perm("plans.adopt", leads | runs)
rules.add_perm("plans.share", leads | runs)
rules.add_perm("plans.fund", works | coaches | runs)
rules.add_perm("plans.view_sources", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("plans.manage_sources", runs_its_region)
rules.add_perm("plans.money_overview", runs_somewhere)

"""Who may do what with the register of areas (django-rules predicates)."""

from __future__ import annotations

import rules

from areas.models import AreaImport
from people.models import Region, User
from people.rules import is_operator
from people.scope import scope_of


@rules.predicate
def administers_some_region(user: User, _kept: AreaImport | None = None) -> bool:
    """Whether the user is administrator of a region."""
    return bool(scope_of(user).regions)


@rules.predicate
def may_bring_in(user: User, kept: AreaImport | None) -> bool:
    """Whether the user is an operator, or administers a region of the file's country."""
    if user.is_staff or kept is None:
        return bool(user.is_staff)
    return Region.objects.filter(pk__in=scope_of(user).regions, country=kept.country).exists()


rules.add_perm("areas.view_area", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("areas.import_areas", is_operator | administers_some_region)
rules.add_perm("areas.bring_in", may_bring_in)

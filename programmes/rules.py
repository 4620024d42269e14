"""Who may do what with programmes and methods (django-rules predicates).

What a user may know of is decided by `visible_to`; the predicates decide what he or she may
do with it.
"""

from __future__ import annotations

import rules

from people.models import Region, User
from people.rules import is_operator, runs_region_of, runs_somewhere
from people.scope import scope_of
from programmes.models import Method, MethodVersion, Programme


@rules.predicate
def runs_programme(user: User, programme: Programme | None) -> bool:
    """Whether the user administers or manages this programme."""
    return programme is not None and scope_of(user).runs_programme(programme)


def _region_id(thing: Region | Programme | Method | MethodVersion) -> int:
    if isinstance(thing, Region):
        return thing.pk
    return thing.method.region_id if isinstance(thing, MethodVersion) else thing.region_id


@rules.predicate
def has_a_post(user: User, programme: Programme | None) -> bool:
    """Whether the user has any post in the programme."""
    return programme is not None and scope_of(user).holds(programme)


@rules.predicate
def runs_its_region(user: User, thing: Region | Method | MethodVersion | None) -> bool:
    """Whether the user runs the region itself or the one the method belongs to."""
    return thing is not None and runs_region_of(user, _region_id(thing))


@rules.predicate
def administers(user: User, thing: Region | Programme | None) -> bool:
    """Whether the user is administrator in the region or the programme's region.

    Without a thing: anywhere, which opens the way to a form that then asks for the region.
    """
    regions = scope_of(user).regions
    return bool(regions) if thing is None else _region_id(thing) in regions


@rules.predicate
def runs_it_or_anything(user: User, thing: Region | None) -> bool:
    """Whether the user runs the region; without one: any region."""
    return runs_somewhere(user) if thing is None else runs_its_region(user, thing)


rules.add_perm("programmes.view_method", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("programmes.add_method", runs_it_or_anything)  # import, or fork to a region
rules.add_perm("programmes.fork_method", runs_somewhere)  # the verb asks for the target region
rules.add_perm("programmes.edit_method", runs_its_region)
rules.add_perm("programmes.publish_method", runs_its_region)
rules.add_perm("programmes.view_programme", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("programmes.add_programme", administers)
rules.add_perm("programmes.edit_programme", runs_programme)
rules.add_perm("programmes.give_posts", runs_programme)
rules.add_perm("programmes.view_people", runs_programme | has_a_post)
rules.add_perm("programmes.manage_roles", administers)
# The operator appoints a region's first administrator; from then on they appoint each other.
rules.add_perm("programmes.appoint_administrators", administers | is_operator)
# What the region says about accessibility, in its own name.
rules.add_perm("programmes.edit_statement", administers)
# Who has an account in the region, and reminding those who have not come.
rules.add_perm("programmes.see_accounts", runs_its_region)

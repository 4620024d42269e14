"""Who may do what with organisations and contacts, and the predicates other apps build on."""

from __future__ import annotations

from typing import Any

import rules

from people.models import Contact, Organisation, Region, RegionOpening, User
from people.openings import opened_regions
from people.scope import scope_of


@rules.predicate
def is_operator(user: User) -> bool:
    """Whether the user is a platform operator."""
    return bool(user.is_staff)


def runs_region_of(user: User, region_id: int) -> bool:
    """Whether the user runs this region: administers it or manages a programme of it."""
    return region_id in scope_of(user).run_regions


@rules.predicate
def administers_region(user: User, region: Region | None) -> bool:
    """Whether the user is administrator of the region; managing a programme is not enough."""
    return region is not None and region.pk in scope_of(user).regions


@rules.predicate
def runs_somewhere(user: User) -> bool:
    """Whether the user runs any region at all."""
    return scope_of(user).runs


@rules.predicate
def runs_its_region(user: User, thing: Organisation | Contact | None) -> bool:
    """Whether the user runs the region that the organisation or contact belongs to."""
    return thing is not None and runs_region_of(user, thing.region_id)


@rules.predicate
def administers_its_region(user: User, thing: Organisation | RegionOpening | None) -> bool:
    """Whether the user is administrator of the region that the thing belongs to."""
    return thing is not None and thing.region_id in scope_of(user).regions


@rules.predicate
def has_opened_a_region(user: User) -> bool:
    """Whether the user is an operator who has opened some region."""
    return bool(opened_regions(user))


@rules.predicate
def has_opened_its_region(user: User, thing: Any) -> bool:
    """Whether the user is an operator who has opened the region that the thing belongs to."""
    return thing is not None and thing.region_id in opened_regions(user)


@rules.predicate
def has_opened_it(user: User, opening: RegionOpening | None) -> bool:
    """Whether the opening is the user's own."""
    return opening is not None and opening.operator_id == user.pk and bool(user.is_staff)


_anywhere: Any = runs_somewhere | has_opened_a_region
_its: Any = runs_its_region | has_opened_its_region

rules.add_perm("people.view_organisations", _anywhere)
rules.add_perm("people.view_contacts", _anywhere)
rules.add_perm("people.add_organisation", _anywhere)
rules.add_perm("people.add_contact", _anywhere)
rules.add_perm("people.edit_organisation", _its)
rules.add_perm("people.edit_contact", _its)
# It reaches into what all programmes of the region have written.
rules.add_perm("people.merge_organisations", administers_its_region | has_opened_its_region)
# What the region says in all its letters is for its administrators alone.
rules.add_perm("people.edit_letterhead", administers_region)
rules.add_perm("people.close_opening", has_opened_it | administers_its_region)

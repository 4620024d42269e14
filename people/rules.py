"""Who may do what with organisations and contacts, and the predicates other apps build on."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import QuerySet

from people.models import Contact, Organisation, Region, User
from people.queries import administered_regions, regions_run_by


@rules.predicate
def is_operator(user: User) -> bool:
    """Whether the user is a platform operator."""
    return bool(user.is_staff)


def run_region_ids(user: User) -> frozenset[int]:
    """The regions that the user runs today, read once a request."""
    if "_run_region_ids" not in user.__dict__:
        ids = Region.objects.filter(regions_run_by(user, "pk")).values_list("pk", flat=True)
        user.__dict__["_run_region_ids"] = frozenset(ids)
    found: frozenset[int] = user.__dict__["_run_region_ids"]
    return found


def keep_run_region_ids(user: User, ids: frozenset[int]) -> None:
    """For a floor above that has just read the user's roles: spares every page the question."""
    user.__dict__["_run_region_ids"] = ids


def regions_for(user: User) -> QuerySet[Region]:
    """The regions in which the user may add organisations and contacts."""
    regions = Region.objects.all()
    return regions if user.is_staff else regions.filter(pk__in=run_region_ids(user))


def runs_region_of(user: User, region_id: int) -> bool:
    """Whether the user runs this region: administers it or manages a programme of it."""
    return region_id in run_region_ids(user)


@rules.predicate
def administers_region(user: User, region: Region | None) -> bool:
    """Whether the user is administrator of the region; managing a programme is not enough."""
    return region is not None and administered_regions(user).filter(region=region).exists()


@rules.predicate
def runs_somewhere(user: User) -> bool:
    """Whether the user runs any region at all."""
    return bool(run_region_ids(user))


@rules.predicate
def runs_its_region(user: User, thing: Organisation | Contact | None) -> bool:
    """Whether the user runs the region that the organisation or contact belongs to."""
    return thing is not None and runs_region_of(user, thing.region_id)


_anywhere: Any = is_operator | runs_somewhere
_its: Any = is_operator | runs_its_region

rules.add_perm("people.view_organisations", _anywhere)
rules.add_perm("people.view_contacts", _anywhere)
rules.add_perm("people.add_organisation", _anywhere)
rules.add_perm("people.add_contact", _anywhere)
rules.add_perm("people.edit_organisation", _its)
rules.add_perm("people.edit_contact", _its)
# What the region says in all its letters is for its administrators alone.
rules.add_perm("people.edit_letterhead", administers_region)

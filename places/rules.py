"""Who may do what with a place and its participations (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from people.models import Role, User
from people.rules import runs_region_of, runs_somewhere
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places.models import Participation, Place, SavedView
from programmes.rules import runs_programme


def _has(*wanted: str) -> Any:
    """A predicate: the user has one of the roles on the participation."""

    @rules.predicate(name="has_" + "_or_".join(wanted))
    def has(user: User, participation: Participation | None) -> bool:
        return participation is not None and not scope_of(user).roles_at(participation).isdisjoint(
            wanted
        )

    return has


runs = _has(REGION_ADMIN, MANAGER)
coaches = _has(Role.COACH)
leads = _has(Role.PROCESS_LEADER)
works = _has(Role.PROCESS_LEADER, Role.MEMBER)
represents_municipality = _has(Role.MUNICIPALITY_CONTACT)
anybody_here = _has(REGION_ADMIN, MANAGER, *Role.values)


@rules.predicate
def runs_region_of_place(user: User, place: Place | None) -> bool:
    """Whether the user runs the place's region or a programme in it."""
    return place is not None and runs_region_of(user, place.region_id)


rules.add_perm("places.view_participation", anybody_here)
rules.add_perm("places.tick", works | coaches | runs)
rules.add_perm("places.add_evidence", works | coaches | runs)
rules.add_perm("places.add_photos", works | coaches | runs)
rules.add_perm("places.submit_gate", leads | coaches | runs)
rules.add_perm("places.assess_gate", coaches | runs)
rules.add_perm("places.decide_gate", runs)
rules.add_perm("places.log_contact", coaches | runs)
rules.add_perm("places.read_private_notes", coaches | runs)
rules.add_perm("places.snooze", coaches | runs)
rules.add_perm("places.manage_group", leads | coaches | runs)
rules.add_perm("places.manage_clock", runs)
rules.add_perm("places.manage_roles", runs)
rules.add_perm("places.export", coaches | runs | leads | represents_municipality)


@rules.predicate
def may_remove_view(user: User, view: SavedView | None) -> bool:
    """Whether it is the user's own view, or shared in a programme that he or she runs."""
    if view is None:
        return False
    shared = view.programme is not None and scope_of(user).runs_programme(view.programme)
    return view.user_id == user.pk or shared


rules.add_perm("places.remove_view", may_remove_view)
rules.add_perm("places.view_place", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("places.edit_place", runs_region_of_place)
rules.add_perm("places.register_places", runs_somewhere)
rules.add_perm("places.enrol", runs_programme)

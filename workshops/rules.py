"""Who may do what with a meeting (django-rules predicates)."""

from __future__ import annotations

from typing import Any

import rules

from people.models import ProgrammePost, Role, Task, User
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places.models import Participation
from places.rules import coaches, runs, works
from programmes.rules import runs_programme
from workshops.models import Series, Workshop


def roles_at_workshop(user: User, workshop: Workshop) -> frozenset[str]:
    """All that the user is at this meeting: roles at its places, in its programme, and tasks.

    Values are those of `Role` and `Task`, `region_admin`, `manager`, and `coordinator` where the
    municipality that the user coordinates holds it.
    """
    scope = scope_of(user)
    found = set(scope.meetings.get(workshop.pk, ()))
    if workshop.series_id is not None:
        found.update(scope.series.get(workshop.series_id, ()))
    if workshop.host_id in scope.hosts.get(workshop.programme_id, ()):
        found.add(ProgrammePost.COORDINATOR)
    if scope.runs:
        found.update(scope.running(workshop.programme))
    if scope.roles:
        found.update(*(scope.roles.get(pk, ()) for pk in workshop.participation_ids))
    return frozenset(found)


def _has(*wanted: str) -> Any:
    @rules.predicate(name="at_workshop_" + "_or_".join(wanted))
    def has(user: User, workshop: Workshop | None) -> bool:
        return workshop is not None and not roles_at_workshop(user, workshop).isdisjoint(wanted)

    return has


runs_it = _has(REGION_ADMIN, MANAGER)
coaches_it = _has(Role.COACH)
works_on_it = _has(Role.PROCESS_LEADER, Role.MEMBER)
organises_it = _has(Task.ORGANISES)
invites_to_it = _has(Task.INVITES)
has_a_task = _has(*Task.values)
#: The coordinator of the municipality that holds it, however it came about.
holds_it = _has(ProgrammePost.COORDINATOR)
arranges = runs_it | coaches_it | works_on_it | organises_it | holds_it


@rules.predicate
def runs_programme_of_series(user: User, series: Series | None) -> bool:
    """Whether the user runs the programme of the series."""
    return series is not None and bool(runs_programme(user, series.programme))


@rules.predicate
def has_task_in_series(user: User, series: Series | None) -> bool:
    """Whether the user has a task in the series as a whole."""
    return series is not None and series.pk in scope_of(user).series


rules.add_perm("workshops.view_workshop", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("workshops.view_place_meetings", rules.always_allow)  # of a visible participation
rules.add_perm("workshops.plan_at_place", works | coaches | runs)
rules.add_perm("workshops.plan_in_programme", runs_programme)
rules.add_perm("workshops.edit", arranges)
rules.add_perm("workshops.multiply", runs_it)
rules.add_perm("workshops.view_guests", arranges | has_a_task)
rules.add_perm("workshops.invite", arranges | invites_to_it)
rules.add_perm("workshops.approve_sending", runs_it | coaches_it)
rules.add_perm("workshops.check_in", arranges | has_a_task)
rules.add_perm("workshops.write_minutes", arranges | has_a_task)
rules.add_perm("workshops.approve_minutes", arranges)
rules.add_perm("workshops.export_attendance", arranges | has_a_task)
rules.add_perm("workshops.view_series", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("workshops.manage_series", runs_programme_of_series)
rules.add_perm("workshops.view_series_attendance", runs_programme_of_series | has_task_in_series)
rules.add_perm("workshops.manage_letter_texts", runs_programme)
rules.add_perm("workshops.manage_needs", runs_programme)


def place_of(workshop: Workshop) -> Participation | None:
    """The place of a meeting with exactly one; None otherwise. One query."""
    places = list(workshop.participations.select_related("place")[:2])
    return places[0] if len(places) == 1 else None

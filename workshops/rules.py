"""Who may do what with a meeting (django-rules predicates).

`roles_at_workshop(user, workshop)` is kept on the user object for the length of the request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rules
from django.db.models import Q

from people.models import Assignment, Duty, Role, Task, User
from places.models import Participation
from places.rules import coaches, runs, works
from places.standing import MANAGER, REGION_ADMIN, standing
from programmes.rules import runs_programme
from workshops.models import Series, Workshop


def roles_at_workshop(user: User, workshop: Workshop) -> frozenset[str]:
    """All that the user is at this meeting: roles at its places, in its programme, and tasks.

    Values are those of `Role` and `Task`, `region_admin` and `manager`.
    """
    kept: dict[int, frozenset[str]] = user.__dict__.setdefault("_roles_at_workshop", {})
    if workshop.pk not in kept:
        kept[workshop.pk] = _read(user, workshop)
    return kept[workshop.pk]


def keep_roles(
    user: User, workshop: Workshop, *, places: Iterable[int], duties: Iterable[Duty]
) -> None:
    """For a page that has read the meeting's places and tasks anyhow: spares it the question.

    `places` are ids of participations, `duties` those of the meeting and of its series.
    """
    at = {role for place in places for role in standing(user).at(place, workshop.programme)}
    tasks = {duty.task for duty in duties if duty.user_id == user.pk}
    kept: dict[int, frozenset[str]] = user.__dict__.setdefault("_roles_at_workshop", {})
    kept[workshop.pk] = frozenset(at | tasks | _running(user, workshop))


def _running(user: User, workshop: Workshop) -> set[str]:
    programme = workshop.programme
    return {
        one.role
        for one in standing(user).of(REGION_ADMIN, MANAGER)
        if one.pk == (programme.region_id if one.role == REGION_ADMIN else programme.pk)
    }


def _read(user: User, workshop: Workshop) -> frozenset[str]:
    found = _running(user, workshop)
    at_places = Assignment.objects.active().filter(user=user, participation__workshops=workshop.pk)
    tasks = Duty.objects.filter(user=user).filter(
        Q(workshop=workshop.pk)
        if workshop.series_id is None
        else Q(workshop=workshop.pk) | Q(series=workshop.series_id)
    )
    roles = at_places.order_by().values_list("role")
    both = roles.union(tasks.order_by().values_list("task"), all=True).order_by()
    found |= {role for (role,) in both}
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
arranges = runs_it | coaches_it | works_on_it | organises_it


@rules.predicate
def runs_programme_of_series(user: User, series: Series | None) -> bool:
    """Whether the user runs the programme of the series."""
    return series is not None and bool(runs_programme(user, series.programme))


@rules.predicate
def has_task_in_series(user: User, series: Series | None) -> bool:
    """Whether the user has a task in the series as a whole."""
    return series is not None and Duty.objects.filter(user=user, series=series).exists()


rules.add_perm("workshops.view_workshop", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("workshops.view_place_meetings", rules.always_allow)  # of a visible participation
rules.add_perm("workshops.plan_at_place", works | coaches | runs)
rules.add_perm("workshops.plan_in_programme", runs_programme)
rules.add_perm("workshops.edit", arranges)
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

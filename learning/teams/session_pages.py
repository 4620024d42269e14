"""What a session's page shows: work before and after, who has done it, the mixed groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.policy import allowed
from learning.models import SessionDone, SessionGroup, SessionPart, SessionPlan, TeamMember
from learning.teams.groups import LARGEST, SMALLEST, USUAL, person_of, reason
from learning.teams.members import said_by
from learning.teams.services import laboratory_of
from learning.teams.sessions import due_of, members_of, sessions_of
from people.models import User
from people.scope import scope_of
from programmes.models import Programme
from workshops.models import Workshop


def session_of(programme: Programme, number: int) -> Workshop:
    """The laboratory's session of this number, with its plan. Raises Http404."""
    found = laboratory_of(programme)
    if found is None:
        raise Http404
    rows: QuerySet[Workshop] = sessions_of(found).select_related("session_plan", "series")
    session = get_object_or_404(rows, pk=number)
    session.programme = programme
    return session


def plan_of(session: Workshop) -> SessionPlan | None:
    """What goes with the session; None while nobody has written anything."""
    return getattr(session, "session_plan", None)


@dataclass(frozen=True, slots=True)
class Work:
    """Preparation or assignment: what, by when, who has done it."""

    part: str
    label: str
    text: str
    due: Any
    done: Sequence[tuple[str, str, str]]
    missing: Sequence[str]
    mine: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A mixed group with its reason."""

    group: SessionGroup
    seats: Sequence[tuple[TeamMember, bool]]
    reason: str
    mine: bool


def session(programme: Programme, number: int, user: User) -> dict[str, Any]:
    """The session's page. At most eight statements beside those of the shell."""
    found = session_of(programme, number)
    plan = plan_of(found)
    members = list(
        members_of(programme.pk).select_related(
            "member__organisation", "team__participation__place__municipality"
        )
    )
    mine = next((one for one in members if one.member.user_id == user.pk), None)
    facilitates = allowed(user, "learning.facilitate", programme)
    groups = _groups(found, user)
    return {
        "session": found,
        "plan": plan,
        "work": _work(plan, members, mine, user, facilitates=facilitates) if plan else [],
        "groups": groups,
        "own_group": next((one for one in groups if one.mine), None),
        "unseated": _unseated(members, groups),
        "member": mine,
        "facilitates": facilitates,
        "opens_meeting": facilitates,
        "invites": allowed(user, "workshops.invite", found),
        "sizes": range(SMALLEST, LARGEST + 1),
        "usual_size": USUAL,
    }


def _work(
    plan: SessionPlan,
    members: Sequence[TeamMember],
    mine: TeamMember | None,
    user: User,
    *,
    facilitates: bool,
) -> list[Work]:
    """Words stand for those who may read them: all of them, those of one's team, shared ones."""
    teams = scope_of(user).roles
    rows = SessionDone.objects.filter(plan=plan).select_related("member__member", "member__team")
    done: dict[str, dict[int, SessionDone]] = {part: {} for part in SessionPart.values}
    for row in rows:
        done[row.part][row.member_id] = row
    found = []
    for part in SessionPart:
        text = getattr(plan, part)
        if not text:
            continue
        have = done[part]
        told = [
            (
                said_by(row.member),
                row.member.team.name,
                row.words if facilitates or row.shared or row.member.team_id in teams else "",
            )
            for row in have.values()
        ]
        missing = [
            f"{one.member.name} ({one.team.name})"
            for one in members
            if one.pk not in have and (facilitates or one.team_id in teams)
        ]
        found.append(
            Work(
                part,
                str(part.label),
                text,
                due_of(plan, part),
                told,
                missing,
                mine=mine is not None and mine.pk in have,
            )
        )
    return found


def _groups(session: Workshop, user: User) -> list[Group]:
    rows = session.session_groups.prefetch_related(
        "seats__member__member__organisation",
        "seats__member__team__participation__place__municipality",
    )
    found = []
    for group in rows:
        seats = list(group.seats.all())
        people = [person_of(seat.member) for seat in seats]
        mine = any(seat.member.member.user_id == user.pk for seat in seats)
        told = [(seat.member, seat.by_hand) for seat in seats]
        found.append(Group(group, told, reason(people) if people else "", mine))
    return found


def _unseated(members: Sequence[TeamMember], groups: Sequence[Group]) -> list[TeamMember]:
    if not groups:
        return []
    seated = {member.pk for group in groups for member, _by_hand in group.seats}
    return [one for one in members if one.pk not in seated]

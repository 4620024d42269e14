"""The verbs of a team's members. They are the working group and the roles of the participation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.addresses import normal_address
from core.plain_text import shown_name
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import GroupSeat, Team, TeamMember, TeamOrganisation
from people.models import Assignment, Organisation, Role, User
from places.models import Participation
from places.team.services import (
    add_member,
    assign,
    end_assignment,
    invite,
    remove_member,
    roles_given_by,
)
from plans.actions.services import save_action
from plans.changes import length_of, one_line, refuse_longer
from plans.models import CLOSED, Action


@transaction.atomic
def take_in(
    *,
    team: Team,
    by: User,
    name: str,
    discipline: str,
    organisation: Organisation,
    email: str = "",
    task: str = "",
    leads: bool = False,
) -> TeamMember:
    """Take somebody into the team; with an address a letter invites him or her.

    `leads`: the person leads the team's work too. Refusals: discipline_missing, too_long,
    not_in_team (the organisation), leader_wants_address, those of `places.team.add_member`.
    """
    require(by, "learning.manage_team", team)
    trade = _discipline(discipline)
    if not TeamOrganisation.objects.filter(team=team, organisation=organisation).exists():
        raise Refusal(
            "not_in_team", _("Take the organisation into the team first."), field="organisation"
        )
    if leads and not email.strip():
        raise Refusal(
            "leader_wants_address", _("Whoever leads the team needs an account."), field="email"
        )
    member = add_member(
        participation=team.participation, name=name, sector=organisation.sector, by=by,
        organisation=organisation, task=task, email=email,
    )  # fmt: skip
    if leads and member.user:
        assign(participation=team.participation, user=member.user, role=Role.PROCESS_LEADER, by=by)
    return TeamMember.objects.create(team=team, member=member, discipline=trade)


def _discipline(text: str) -> str:
    trade = needed(
        one_line(text), "discipline_missing", _("Write the discipline."), field="discipline"
    )
    refuse_longer(trade, length_of(TeamMember, "discipline"), field="discipline")
    return trade


@transaction.atomic
def change_member(*, member: TeamMember, by: User, discipline: str, task: str) -> TeamMember:
    """Correct what a member brings. Refusals: discipline_missing, too_long."""
    require(by, "learning.manage_team", member.team)
    member.discipline = _discipline(discipline)
    member.save(update_fields=["discipline", "updated_at"])
    person = member.member
    refuse_longer(task, length_of(type(person), "task"), field="task")
    person.task = one_line(task)
    person.save(update_fields=["task", "updated_at"])
    return member


def tasks_of(member: TeamMember) -> QuerySet[Action]:
    """What of the team's plan waits for this member; nothing for somebody without an account."""
    rows = Action.objects.filter(participation=member.team_id).exclude(state__in=CLOSED)
    user = member.member.user_id
    return rows.filter(responsible_user=user) if user else rows.none()


@transaction.atomic
def let_go(
    *,
    member: TeamMember,
    by: User,
    left_on: dt.date | None = None,
    successor: TeamMember | None = None,
) -> TeamMember:
    """Note that a member leaves: every role at the team ends that day, and what waits moves on.

    What the member wrote stays, under the discipline. Refusals: tasks_left (without a successor),
    successor_elsewhere, those of `places.team.remove_member` and of `end_assignment`.
    """
    team, person = member.team, member.member
    require(by, "learning.manage_team", team)
    tasks = list(tasks_of(member).select_related("participation__programme"))
    if tasks and successor is None:
        raise Refusal(
            "tasks_left",
            ngettext(
                "%(count)d task of the plan waits for %(name)s. Choose who takes it over.",
                "%(count)d tasks of the plan wait for %(name)s. Choose who takes them over.",
                len(tasks),
            )
            % {"count": len(tasks), "name": person.name},
            field="successor",
        )
    if successor is not None and (successor.team_id != team.pk or successor.pk == member.pk):
        raise Refusal(
            "successor_elsewhere", _("Choose somebody else of the team."), field="successor"
        )
    if successor is not None:
        _hand_on(tasks, successor, by)
    day = left_on or timezone.localdate()
    remove_member(member=person, by=by, left_on=day)
    others = Assignment.objects.active().filter(participation=team.pk, user=person.user_id)
    for role in others.exclude(role=Role.MEMBER).select_related("participation__programme"):
        end_assignment(assignment=role, ends_on=max(day, role.starts_on), by=by)
    GroupSeat.objects.filter(member=member, workshop__starts_at__gt=timezone.now()).delete()
    audit.record(
        "team.member_left", team.participation, by=by, who=person.name,
        successor=successor.member.name if successor else "", tasks=len(tasks),
    )  # fmt: skip
    member.member.refresh_from_db()
    return member


def _hand_on(tasks: Iterable[Action], successor: TeamMember, by: User) -> None:
    for action in tasks:
        save_action(
            action=action, by=by, version=action.version,
            responsible=successor.member.name, responsible_user=successor.member.user,
            responsible_email="",
        )  # fmt: skip


# --- Who stands in


@transaction.atomic
def stand_in(
    *, member: TeamMember, by: User, name: str, email: str, starts_on: dt.date, until: dt.date
) -> list[Assignment]:
    """Let somebody stand in for a member until a day, with those roles at the team that `by` gives.

    The member stays, as a coach does who is covered for. A letter invites. Refusals: day_passed,
    end_before_start, same_person, those of `places.team.invite`.
    """
    team, person = member.team, member.member
    require(by, "learning.manage_team", team)
    if starts_on < timezone.localdate():
        raise Refusal("day_passed", _("Choose today or a later day."), field="starts_on")
    if person.user is not None and normal_address(email) == person.user.email:
        raise Refusal("same_person", _("Choose another person."), field="email")
    here = team.participation
    held = Assignment.objects.active(starts_on).filter(participation=here, user=person.user_id)
    roles = set(held.values_list("role", flat=True)) & set(roles_given_by(by, here))
    with translation.override(here.programme.language):
        note = _("Stands in for %(name)s") % {"name": person.name}
    first, *others = sorted(roles) or [Role.MEMBER]
    made = invite(
        participation=here, email=email, role=first, by=by, name=name, starts_on=starts_on,
        ends_on=until, stand_in=True, note=note,
    )  # fmt: skip
    return [made] + [
        assign(
            participation=here, user=made.user, role=role, by=by, starts_on=starts_on,
            ends_on=until, stand_in=True, note=note,
        )
        for role in others
    ]  # fmt: skip


def stand_ins(team: Team) -> list[Assignment]:
    """Who stands in at the team, today or later; one row a person and note. One question."""
    rows = Assignment.objects.filter(
        participation=team.pk, stand_in=True, ends_on__gte=timezone.localdate()
    ).exclude(role=Role.COACH)
    found = {(one.user_id, one.note): one for one in rows.select_related("user")}
    return sorted(found.values(), key=lambda one: (one.starts_on, one.pk))


# --- Under which name words stand


def said_by(member: TeamMember) -> str:
    """Who wrote something: the name while the person is in the team, afterwards the discipline."""
    person = member.member
    if person.left_on is None:
        return shown_name(person.name)
    return _("Former member, %(discipline)s") % {"discipline": member.discipline}


def authors(participation: Participation) -> dict[int, str]:
    """Under which name the words of each account stand at a team, by the account. One question."""
    rows = TeamMember.objects.filter(team=participation.pk).select_related("member")
    # The newest row of somebody who left and came back counts.
    return {one.member.user_id: said_by(one) for one in rows.order_by("pk") if one.member.user_id}


def member_of(team: Team, user: User) -> Any:
    """The user as a member of the team today, with how many goals he or she has. One question.

    `goals_written` counts the learning goals, `goals_open` those not looked back at; None for
    somebody who is no member.
    """
    rows = team.members.filter(member__user=user, member__left_on__isnull=True)
    return (
        rows.select_related("member")
        .annotate(
            goals_written=Count("goals"),
            goals_open=Count("goals", filter=Q(goals__after__isnull=True)),
        )
        .first()
    )

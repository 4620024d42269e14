"""The verbs of sessions: work before and after, who has done it, and the guests of all teams.

A session is a meeting: of the laboratory's series where it has one, else every lab meeting of
the programme.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import NotAllowed, Refusal, needed
from learning.models import (
    Laboratory,
    SessionDone,
    SessionPart,
    SessionPlan,
    Team,
    TeamMember,
)
from learning.teams.members import member_of
from learning.teams.queries import IN_LABORATORY
from people.models import User
from plans.changes import length_of, one_line, refuse_longer, store
from workshops.guests.many import Added, add_many
from workshops.models import HowInvited, Workshop, WorkshopKind, WorkshopState


def sessions_of(laboratory: Laboratory | None) -> QuerySet[Workshop]:
    """The laboratory's meetings in order of time; those that were cancelled are none."""
    if laboratory is None:
        return Workshop.objects.none()
    rows = Workshop.objects.filter(programme=laboratory.programme_id)
    rows = rows.exclude(state=WorkshopState.CANCELLED)
    if laboratory.series_id is not None:
        return rows.filter(series=laboratory.series_id)
    return rows.filter(kind=WorkshopKind.LAB)


def members_of(programme: int) -> QuerySet[TeamMember]:
    """All who learn in the laboratory today."""
    return TeamMember.objects.filter(
        member__left_on__isnull=True,
        team__participation__programme=programme,
        team__participation__status__in=IN_LABORATORY,
    )


@transaction.atomic
def save_plan(*, workshop: Workshop, by: User, version: int | None = None, **facts: Any) -> Any:
    """Write what members do before and after a session, and what they think about.

    Refusals: too_long, due_missing, due_after_session, due_before_session, text_missing.
    Conflict: changed since.
    """
    require(by, "learning.facilitate", workshop.programme)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    plan = SessionPlan.objects.filter(workshop=workshop).first()
    row = plan or SessionPlan(workshop=workshop)
    values = _checked(row, workshop, facts)
    if plan is None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    elif not store(plan, plan.version if version is None else version, values):
        return plan
    audit.record("session.work_written", workshop, by=by)
    return row


def _checked(row: SessionPlan, workshop: Workshop, facts: dict[str, Any]) -> dict[str, Any]:
    names = ("preparation", "preparation_due", "assignment", "assignment_due", "prompt")
    values = {name: getattr(row, name) for name in names} | facts
    values["prompt"] = one_line(values["prompt"])
    for name in ("preparation", "assignment", "prompt"):
        values[name] = values[name].strip()
        refuse_longer(values[name], length_of(SessionPlan, name), field=name)
    day = workshop.local_start.date()
    for part in SessionPart.values:
        text, due = values[part], values[f"{part}_due"]
        if text and due is None:
            raise Refusal("due_missing", _("Say by when it is done."), field=f"{part}_due")
        if due and not text:
            raise Refusal("text_missing", _("Say what is to be done."), field=part)
    before, after = values["preparation_due"], values["assignment_due"]
    if before and before > day:
        raise Refusal(
            "due_after_session", _("Preparation is done before the session or on its day."),
            field="preparation_due",
        )  # fmt: skip
    if after and after < day:
        raise Refusal(
            "due_before_session", _("The assignment comes after the session."),
            field="assignment_due",
        )  # fmt: skip
    return values


@transaction.atomic
def mark_done(
    *,
    plan: SessionPlan,
    team: Team,
    part: str,
    by: User,
    words: str = "",
    shared: bool = False,
) -> SessionDone:
    """Note that one has done the work of a session; done again, the words are changed.

    Refusals: not_a_member, nothing_to_do, other_laboratory, words_missing (to be shared), too_long.
    """
    require(by, "learning.do_session_work", team)
    member = _member(team, by)
    if plan.workshop.programme_id != team.participation.programme_id:
        raise Refusal("other_laboratory", _("The session belongs to another laboratory."))
    if part not in SessionPart.values or not getattr(plan, part):
        raise Refusal("nothing_to_do", _("There is no such work at this session."))
    text = words.strip()
    refuse_longer(text, length_of(SessionDone, "words"), field="words")
    if shared:
        needed(text, "words_missing", _("Write what the others are to read."), field="words")
    row, _is_new = SessionDone.objects.update_or_create(
        plan=plan, member=member, part=part, defaults={"words": text, "shared": shared}
    )
    audit.record("session.work_done", team.participation, by=by, part=part)
    return row


def _member(team: Team, by: User) -> TeamMember:
    found: TeamMember | None = member_of(team, by)
    if found is None:
        raise NotAllowed("not_a_member", _("Only members of the team do this work."))
    return found


@transaction.atomic
def take_back(*, plan: SessionPlan, team: Team, part: str, by: User) -> None:
    """Say that the work is not done after all."""
    require(by, "learning.do_session_work", team)
    member = _member(team, by)
    SessionDone.objects.filter(plan=plan, member=member, part=part).delete()


def add_guests(*, workshop: Workshop, by: User) -> Added:
    """Put all members onto the session's guest list; who is there already is left as is.

    Refusals: those of `workshops.guests.many.add_many`.
    """
    require(by, "workshops.invite", workshop)
    rows = members_of(workshop.programme_id).filter(member__user__is_active=True)
    people = [
        {
            "name": one.member.name,
            "email": user.email,
            "user": user,
            "language": user.language,
            "organisation": one.member.organisation,
            "sector": one.member.sector,
            "source": one.team.name,
        }
        for one in rows.select_related("member__user", "member__organisation", "team")
        if (user := one.member.user)
    ]
    return add_many(workshop=workshop, by=by, people=people, how=HowInvited.GROUP)


def due_of(plan: SessionPlan, part: str) -> dt.date | None:
    """By when the work is done; None where there is none."""
    return getattr(plan, f"{part}_due") if getattr(plan, part) else None

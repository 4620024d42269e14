"""Who may give and end which role on a participation, and when a period is sound.

Nobody gives a role higher than his or her own: those who run the programme give every role;
a coach all but coach, save a stand-in with a last day, so that a place is not left alone;
a process leader takes in members of the working group.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from people.models import Assignment, Role, User
from places.models import Participation
from places.rules import coaches

BELOW_COACH = (Role.PROCESS_LEADER, Role.MUNICIPALITY_CONTACT, Role.MEMBER, Role.OBSERVER)


def roles_given_by(by: User, participation: Participation) -> list[Role]:
    """The roles that the user may give here without conditions."""
    if allowed(by, "places.manage_roles", participation):
        return [Role.COACH, *BELOW_COACH]
    if coaches(by, participation):
        return list(BELOW_COACH)
    if allowed(by, "places.manage_group", participation):
        return [Role.MEMBER]
    return []


def may_name_stand_in(by: User, participation: Participation) -> bool:
    """Whether the user may name a stand-in coach for a period."""
    return allowed(by, "places.manage_roles", participation) or coaches(by, participation)


def require_may_give(
    by: User, participation: Participation, role: str, *, stand_in: bool, ends_on: date | None
) -> None:
    """Refuse a role that the user may not give, or not in this way.

    Refusals: role_too_high, stand_in_wants_end. Raises NotAllowed for who may give none.
    """
    require(by, "places.manage_group", participation)
    if role in roles_given_by(by, participation):
        return
    if role == Role.COACH and may_name_stand_in(by, participation):
        if stand_in and ends_on:
            return
        raise Refusal(
            "stand_in_wants_end",
            _("A coach can name a stand-in with a last day. The manager names coaches."),
            field="ends_on",
        )
    raise Refusal(
        "role_too_high", _("You cannot give a role that is higher than your own."), field="role"
    )


def require_may_end(by: User, participation: Participation, role: str) -> None:
    """Raise NotAllowed unless the user may end a role of this kind."""
    require(by, "places.manage_group", participation)
    if role not in roles_given_by(by, participation):
        raise NotAllowed(
            "role_too_high", _("You cannot end a role that is higher than those you may give.")
        )


def require_may_agree_sum(by: User, participation: Participation, role: str) -> None:
    """Money is agreed with the process leader, by those who run the programme."""
    if role != Role.PROCESS_LEADER:
        raise Refusal(
            "sum_of_leader_only",
            _("A sum is agreed with the process leader only."),
            field="agreed_sum",
        )
    require(by, "places.manage_roles", participation)


def refuse_backwards(starts_on: date, ends_on: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if ends_on and ends_on < starts_on:
        raise Refusal(
            "end_before_start", _("The last day must not be before the first."), field="ends_on"
        )


def refuse_same_role_twice(
    participation: Participation, user: User, role: str, starts_on: date, ends_on: date | None
) -> None:
    """Refuse a period that overlaps another of the same person in the same role."""
    overlapping = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        participation=participation,
        user=user,
        role=role,
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if overlapping.exists():
        raise Refusal(
            "already_has_role",
            _("The person already has this role here in that period."),
            field="email",
        )

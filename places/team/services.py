"""Who does what for a place: roles, the working group, the sectors' commitments.

Nobody gives a role higher than his or her own: those who run the programme give every role;
a coach all but coach, save a stand-in with a last day, so that a place is not left alone;
a process leader takes in members of the working group.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.addresses import normal_address
from core.plain_text import checked_name
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal, needed
from people.account.services import invited_account
from people.models import Assignment, Organisation, Role, User
from people.scope import forget_scope
from places import summary
from places.checklist.ticks import sync
from places.models import Commitment, GroupMember, Participation
from places.notices import tell_assigned
from places.rules import coaches
from places.team.letters import write_welcome

#: The events that a commitment may bring about.
COMMITMENTS = ("commitment_municipality", "commitment_three_sectors")


@transaction.atomic
def assign(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    participation: Participation,
    user: User,
    role: str,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
    agreed_sum: Decimal | None = None,
    stand_in: bool = False,
    note: str = "",
) -> Assignment:
    """Give an account a role from `starts_on` (today) until `ends_on` (open), both included.

    `agreed_sum` is the process leader's, in the programme's currency, and set by those who
    run the programme. Refusals: end_before_start, already_has_role, sum_of_leader_only.
    """
    first = starts_on or timezone.localdate()
    require_may_give(by, participation, role, stand_in=stand_in, ends_on=ends_on)
    refuse_backwards(first, ends_on)
    if agreed_sum is not None:
        require_may_agree_sum(by, participation, role)
    participation.lock()
    refuse_same_role_twice(participation, user, role, first, ends_on)
    assignment = Assignment.objects.create(
        participation=participation,
        user=user,
        role=role,
        starts_on=first,
        ends_on=ends_on,
        agreed_sum=agreed_sum,
        stand_in=stand_in,
        note=note.strip(),
    )
    audit.record(
        f"role.given.{role}",
        participation,
        by=by,
        who=user.get_full_name(),
        user=user.pk,
        starts_on=first.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else "",
        stand_in=stand_in,
        agreed_sum=str(agreed_sum) if agreed_sum is not None else "",
    )
    summary.refresh(participation)
    if role == Role.PROCESS_LEADER:
        sync(participation, "leader_appointed", by=by)
    tell_assigned(assignment, by)
    forget_scope(user, by)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, ends_on: date, by: User, note: str = ""
) -> Assignment:
    """Set a role's last day: the hand-over. The row stays as history.

    Refusals: end_before_start, already_ended (the role ended before today).
    """
    participation, user = assignment.participation, assignment.user
    require_may_end(by, participation, assignment.role)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.ends_on and assignment.ends_on < timezone.localdate():
        raise Refusal("already_ended", _("This role has ended already."))
    refuse_backwards(assignment.starts_on, ends_on)
    before = assignment.ends_on
    assignment.ends_on = ends_on
    assignment.note = note.strip() or assignment.note
    assignment.save(update_fields=["ends_on", "note", "updated_at"])
    audit.record(
        f"role.ended.{assignment.role}",
        participation,
        by=by,
        who=user.get_full_name(),
        user=user.pk,
        ends_on=ends_on.isoformat(),
        before=before.isoformat() if before else "",
    )
    summary.refresh(participation)
    if assignment.role == Role.PROCESS_LEADER:
        sync(participation, "leader_appointed", by=by)
    forget_scope(user, by)
    return assignment


@transaction.atomic
def invite(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    participation: Participation,
    email: str,
    role: str,
    by: User,
    name: str = "",
    language: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    agreed_sum: Decimal | None = None,
    stand_in: bool = False,
    note: str = "",
) -> Assignment:
    """Give a role to whoever has the address; make the account when there is none; write a letter.

    The person signs in with a code sent to the address, so no password is made up. An
    existing account keeps its name and language. Refusals: those of `assign`, and
    bad_address and account_closed.
    """
    require_may_give(by, participation, role, stand_in=stand_in, ends_on=ends_on)
    chosen = language or participation.programme.language
    user = invited_account(email=email, name=name, language=chosen)
    assignment = assign(
        participation=participation,
        user=user,
        role=role,
        by=by,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_sum=agreed_sum,
        stand_in=stand_in,
        note=note,
    )
    write_welcome(assignment, by=by)
    return assignment


@transaction.atomic
def add_member(
    *,
    participation: Participation,
    name: str,
    sector: str,
    by: User,
    organisation: Organisation | None = None,
    task: str = "",
    email: str = "",
) -> GroupMember:
    """Take somebody into the working group. With an address the person also gets an account.

    Refusals: name_missing, those of `checked_name`, already_member (the same name in the same
    sector), and with `email` those of `invite`.
    """
    require(by, "places.manage_group", participation)
    shown = needed(name, "name_missing", _("Write the member's name."), field="name")
    shown = checked_name(shown)
    participation.lock()
    current = participation.members.filter(left_on__isnull=True)
    if current.filter(name__iexact=shown, sector=sector).exists():
        raise Refusal(
            "already_member",
            _("The working group already has a member with this name and sector."),
            field="name",
        )
    user = _account_of_member(participation, email, shown, by) if email.strip() else None
    member = GroupMember.objects.create(
        participation=participation,
        name=shown,
        sector=sector,
        organisation=organisation,
        task=task.strip(),
        user=user,
    )
    audit.record("member.added", participation, by=by, who=shown, sector=str(sector))
    summary.refresh(participation)
    sync(participation, "group_three_sectors", by=by)
    return member


@transaction.atomic
def remove_member(*, member: GroupMember, by: User, left_on: date | None = None) -> GroupMember:
    """Note that a member has left (today, unless said otherwise); his or her role ends too.

    Refusals: already_left, left_in_future.
    """
    participation = member.participation
    require(by, "places.manage_group", participation)
    member = GroupMember.objects.select_for_update().get(pk=member.pk)
    if member.left_on:
        raise Refusal("already_left", _("The member has left already."))
    day = left_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal("left_in_future", _("Choose today or an earlier day."))
    member.left_on = day
    member.save(update_fields=["left_on", "updated_at"])
    roles = Assignment.objects.active().filter(
        participation=participation, user=member.user_id, role=Role.MEMBER
    )
    for assignment in roles:
        end_assignment(assignment=assignment, ends_on=max(day, assignment.starts_on), by=by)
    audit.record("member.left", participation, by=by, who=member.name, left_on=day.isoformat())
    summary.refresh(participation)
    sync(participation, "group_three_sectors", by=by)
    return member


@transaction.atomic
def add_commitment(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    participation: Participation,
    sector: str,
    person: str,
    given_on: date,
    text: str,
    by: User,
    organisation: Organisation | None = None,
    hours: int | None = None,
    amount: Decimal | None = None,
) -> Commitment:
    """Record what a sector promises: who said it, when, hours of work and money if any.

    `amount` is in the programme's currency. Refusals: person_missing, text_missing,
    given_in_future.
    """
    require(by, "places.manage_group", participation)
    who = needed(person, "person_missing", _("Write who made the promise."), field="person")
    what = needed(text, "text_missing", _("Write what is promised."), field="text")
    if given_on > timezone.localdate():
        raise Refusal(
            "given_in_future", _("A promise is dated today or earlier."), field="given_on"
        )
    commitment = Commitment.objects.create(
        participation=participation,
        sector=sector,
        organisation=organisation,
        person=who,
        given_on=given_on,
        text=what,
        hours=hours,
        amount=amount,
    )
    audit.record(
        "commitment.given",
        participation,
        by=by,
        who=who,
        sector=str(sector),
        given_on=given_on.isoformat(),
        hours=hours,
        amount=str(amount) if amount is not None else "",
    )
    summary.refresh(participation)
    sync(participation, *COMMITMENTS, by=by)
    return commitment


@transaction.atomic
def withdraw_commitment(
    *, commitment: Commitment, by: User, withdrawn_on: date | None = None
) -> Commitment:
    """Note that a promise no longer holds. It stays in the list as history.

    Refusals: already_withdrawn, withdrawn_in_future, withdrawn_before_given.
    """
    participation = commitment.participation
    require(by, "places.manage_group", participation)
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    day = withdrawn_on or timezone.localdate()
    if commitment.withdrawn_on:
        raise Refusal("already_withdrawn", _("The commitment is withdrawn already."))
    if day > timezone.localdate():
        raise Refusal("withdrawn_in_future", _("Choose today or an earlier day."))
    if day < commitment.given_on:
        raise Refusal("withdrawn_before_given", _("The day lies before the promise was made."))
    commitment.withdrawn_on = day
    commitment.save(update_fields=["withdrawn_on", "updated_at"])
    audit.record(
        "commitment.withdrawn",
        participation,
        by=by,
        who=commitment.person,
        withdrawn_on=day.isoformat(),
    )
    summary.refresh(participation)
    sync(participation, *COMMITMENTS, by=by)
    return commitment


def _account_of_member(participation: Participation, email: str, name: str, by: User) -> User:
    held = Assignment.objects.active().filter(
        participation=participation, role=Role.MEMBER, user__email=normal_address(email)
    )
    known = held.select_related("user").first()
    if known:
        return known.user
    return invite(participation=participation, email=email, name=name, role=Role.MEMBER, by=by).user


# --- Who may give and end which role

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

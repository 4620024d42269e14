"""Who is invited: one by one, and changes of one row. `many` adds whole groups."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.addresses import normal_address
from core.plain_text import checked_name
from core.policy import require
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.adding.services import is_address
from outbox.headers import one_line
from people.models import Task, User
from workshops.conference.seats import give_back as give_back_sessions
from workshops.guests import seats
from workshops.guests.persons import another
from workshops.models import (
    Answer,
    GuestList,
    HowInvited,
    Invitation,
    RequiredGroup,
    Seat,
    Workshop,
    WorkshopState,
)
from workshops.notices import tell_replaced
from workshops.rules import roles_at_workshop

#: Fields that a person's row takes from people; the rest is the platform's.
FIELDS = (
    "name", "email", "phone", "language", "organisation", "organisation_name", "sector", "source",
)  # fmt: skip
_LIMITS = {"name": 150, "phone": 40, "organisation_name": 200, "source": 200}
#: A meeting with more guests is a mailing list.
MOST_GUESTS = 20_000


@transaction.atomic
def add_guest(
    *,
    workshop: Workshop,
    by: User,
    name: str,
    email: str = "",
    guest_list: GuestList | None = None,
    party: RequiredGroup | None = None,
    how: str = HowInvited.ADDED,
    **fields: Any,
) -> Invitation:
    """Put one person on the list. Nothing is sent.

    `fields` are those of FIELDS and `contact`, `user`. Whom an organiser has taken off comes back;
    who has left by himself or herself does not. Somebody with another name may have the address of
    one who is there (`persons.another`).

    Refusals: no_name, bad_address, no_way_to_reach, already_on_list, has_left, and those of
    `check_list`.
    """
    require(by, "workshops.invite", workshop)
    check_list(workshop, by, guest_list)
    data = checked({"name": name, "email": email, "language": workshop.language} | fields)
    _refuse_other_meeting(workshop, party)
    place = {"guest_list": guest_list, "party": party, "how": how}
    there = person_there(workshop, data) or _off_with_address(workshop, data)
    if there:
        return _come_back(there, by, data | place)
    try:
        with transaction.atomic():
            made = Invitation.objects.create(workshop=workshop, **data, **place)
    except IntegrityError:  # the other window was quicker
        raise _already() from None
    audit.record("guest.added", workshop, by=by, how=how)
    return made


def check_list(workshop: Workshop, by: User, guest_list: GuestList | None) -> None:
    """Whether the user may put guests on this list of the meeting.

    Refusals: meeting_cancelled, own_list_only (the task "invites" reaches one's own list), and
    NotAllowed for somebody else's list.
    """
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("meeting_cancelled", _("The meeting is cancelled. Nobody can be invited."))
    if guest_list is not None:
        if guest_list.workshop_id != workshop.pk:
            raise Refusal("wrong_list", _("This list belongs to another meeting."))
        if guest_list.owner_id not in (None, by.pk):
            raise NotAllowed("not_your_list", _("This list is somebody else's."))
    if only_own_list(by, workshop) and (guest_list is None or guest_list.owner_id != by.pk):
        raise Refusal(
            "own_list_only",
            _("Make a list of your own first; your guests stand there."),
            field="guest_list",
        )


def only_own_list(user: User, workshop: Workshop) -> bool:
    """Whether the user invites here by the task alone, and so only to a list of one's own."""
    return roles_at_workshop(user, workshop) <= set(Task.values) - {Task.ORGANISES}


@transaction.atomic
def make_list(*, workshop: Workshop, by: User, name: str, own: bool = True) -> GuestList:
    """Make a guest list; with `own` its names are shown to `by` alone.

    Refusals: no_name, list_exists, own_list_only.
    """
    require(by, "workshops.invite", workshop)
    name = one_line(name, 120)
    if not name:
        raise Refusal("no_name", _("The list needs a name."), field="name")
    if not own and only_own_list(by, workshop):
        raise Refusal(
            "own_list_only", _("Your task here is a list of your own."), field="guest_list"
        )
    made, is_new = GuestList.objects.get_or_create(
        workshop=workshop, name=name, defaults={"owner": by if own else None}
    )
    if not is_new and (made.owner_id != (by.pk if own else None)):
        raise Refusal(
            "list_exists", _("The meeting already has a list of this name."), field="name"
        )
    if is_new:
        audit.record("guest_list.made", workshop, by=by)
    return made


@transaction.atomic
def edit_guest(
    *, invitation: Invitation, by: User, version: int, party: RequiredGroup | None, **fields: Any
) -> Invitation:
    """Correct a guest's row. A changed address ends the link that went to the old one.

    Refusals: those of `add_guest`. Conflict: changed meanwhile.
    """
    workshop = _own_row(invitation, by)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    data = checked({name: getattr(row, name) for name in FIELDS} | fields)
    _refuse_other_meeting(workshop, party)
    data["party"] = party
    changed = [name for name, value in data.items() if getattr(row, name) != value]
    if not changed:
        return row
    if version != row.version:
        raise Conflict(
            _("The guest was changed in another window. Choose what holds."),
            theirs={name: getattr(row, name) for name in data}, yours=data, version=row.version,
        )  # fmt: skip
    if {"email", "name"} & set(changed) and person_there(workshop, data, besides=row):
        raise _already()
    if "email" in changed:
        row.edition += 1
        row.invited_at = None
    for name in changed:
        setattr(row, name, data[name])
    row.version += 1
    row.save()
    audit.record("guest.corrected", workshop, by=by, fields=sorted(changed))
    return row


@transaction.atomic
def remove_guest(*, invitation: Invitation, by: User) -> Invitation:
    """Take somebody off the list: no letter comes any more, and the link is closed.

    A seat is given back. Taken off already: nothing happens.
    Refusals: has_come.
    """
    workshop = _own_row(invitation, by)
    locked = seats.lock(workshop)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.removed_at is not None:
        return row
    if row.attended_at is not None:
        raise Refusal("has_come", _("This person was at the meeting and stays in its list."))
    if row.seat:
        seats.give_back(locked, row)
        row.refresh_from_db()
        give_back_sessions(locked, row)
    row.removed_at, row.version, row.edition = timezone.now(), row.version + 1, row.edition + 1
    row.save(update_fields=["removed_at", "version", "edition", "updated_at"])
    audit.record("guest.removed", workshop, by=by)
    return row


@transaction.atomic
def replace_guest(
    *, invitation: Invitation, by: User, name: str, email: str = "", phone: str = ""
) -> Invitation:
    """Somebody instead of one who has declined or left, in the same group and on the same list.

    Refusals: not_declined, replaced_already, and those of `add_guest`.
    """
    workshop = _own_row(invitation, by)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.answer != Answer.NO and not row.is_off:
        raise Refusal("not_declined", _("Only somebody who has declined can be replaced."))
    if Invitation.objects.filter(replaces=row).exists():
        raise Refusal("replaced_already", _("Somebody comes in this person's place already."))
    same_address = email and normal_address(email) == row.email
    if same_address and not another(name, row.name, row.email):
        raise Refusal("already_on_list", _("That is the person who has declined."), field="email")
    made = add_guest(
        workshop=workshop, by=by, name=name, email=email, phone=phone,
        guest_list=row.guest_list, party=row.party, how=HowInvited.NOMINATED,
        organisation=row.organisation, organisation_name=row.organisation_name,
        sector=row.sector, source=row.source,
    )  # fmt: skip
    made.replaces = row
    made.save(update_fields=["replaces", "updated_at"])
    tell_replaced(row, made, by)
    return made


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they may be stored: one line each, the address in its one form.

    Refusals: no_name, bad_address, no_way_to_reach, those of `checked_name`.
    """
    data = dict(fields)
    data["name"] = data["name"] or ""
    data["email"] = normal_address(data.get("email") or "")
    if data["name"].strip() != data["email"]:  # an account without a name is called by its address
        data["name"] = checked_name(data["name"])
    for name, limit in _LIMITS.items():
        if name in data:
            data[name] = one_line(data[name] or "", limit)
    if not data["name"]:
        raise Refusal("no_name", _("A guest needs a name."), field="name")
    if data["email"] and not is_address(data["email"]):
        raise Refusal(
            "bad_address", _("This is no e-mail address that mail can be sent to."), field="email"
        )
    if not data["email"] and not data.get("phone"):
        raise Refusal(
            "no_way_to_reach",
            _("Give an e-mail address or a phone number."),
            field="email",
        )
    return data


def person_there(
    workshop: Workshop, data: dict[str, Any], *, besides: Invitation | None = None
) -> Invitation | None:
    """The meeting's row of this person, by address and name; None without an address."""
    if not data["email"]:
        return None
    rows = workshop.invitations.filter(email=data["email"]).order_by("pk")
    return next(
        (
            row
            for row in (rows.exclude(pk=besides.pk) if besides else rows)
            if not another(row.name, data["name"], data["email"])
        ),
        None,
    )


def _off_with_address(workshop: Workshop, data: dict[str, Any]) -> Invitation | None:
    """One of the address who is off the list: a new name does not undo that somebody has left."""
    if not data["email"]:
        return None
    off = Q(left_at__isnull=False) | Q(removed_at__isnull=False)
    return workshop.invitations.filter(off, email=data["email"]).order_by("left_at", "pk").first()


def _come_back(row: Invitation, by: User, data: dict[str, Any]) -> Invitation:
    """Somebody whom an organiser had taken off is on the list again, as if new."""
    if row.left_at is not None:
        raise Refusal(
            "has_left",
            _("This person has left the list and wants no letters about this meeting."),
            field="email",
        )
    if row.removed_at is None:
        raise _already()
    _own_row(row, by)
    for name, value in data.items():
        setattr(row, name, value)
    row.removed_at = row.invited_at = None
    row.answer, row.seat, row.version = Answer.NONE, Seat.NONE, row.version + 1
    row.save()
    audit.record("guest.added", row.workshop, by=by, how=data["how"])
    return row


def _own_row(invitation: Invitation, by: User) -> Workshop:
    """The meeting, when the user may change this guest's row."""
    workshop = invitation.workshop
    require(by, "workshops.invite", workshop)
    owner = invitation.guest_list.owner_id if invitation.guest_list else None
    if owner != by.pk and (owner is not None or only_own_list(by, workshop)):
        raise NotAllowed("not_your_list", _("This guest stands on somebody else's list."))
    return workshop


def _refuse_other_meeting(workshop: Workshop, party: RequiredGroup | None) -> None:
    if party is not None and party.workshop_id != workshop.pk:
        raise Refusal("wrong_party", _("This group belongs to another meeting."))


def _already() -> Refusal:
    return Refusal("already_on_list", _("This address is already on the list."), field="email")

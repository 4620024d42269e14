"""Whole groups onto the list: contacts, organisations, a place's people, earlier meetings.

Nobody stands there twice: addresses that are on the list, or were and are off it, are counted and
left as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import shown_name
from core.policy import allowed, require
from core.refusals import Refusal
from people.models import Assignment, Contact, Role, User
from places.models import GroupMember
from workshops.guests.persons import another
from workshops.guests.services import FIELDS, MOST_GUESTS, check_list, checked
from workshops.models import GuestList, HowInvited, Invitation, RequiredGroup, Workshop

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Added:
    """How many are new, were there already, and are off the list and stay off."""

    new: int = 0
    already: int = 0
    off: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(self.new + other.new, self.already + other.already, self.off + other.off)


@transaction.atomic
def add_many(
    *,
    workshop: Workshop,
    by: User,
    people: Iterable[dict[str, Any]],
    how: str,
    guest_list: GuestList | None = None,
    party: RequiredGroup | None = None,
) -> Added:
    """Put people on the list at once. `people` are keyword arguments of a row, checked already.

    `derived` among them says that the name was made of the address.

    Refusals: too_many, and those of `guests.check_list`.
    """
    require(by, "workshops.invite", workshop)
    check_list(workshop, by, guest_list)
    # One after the other: two windows with the same list shall count what they did.
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    there = Standing(workshop)
    rows, already, off = [], 0, 0
    for person in people:
        found = there.of(person)
        already += found == "already"
        off += found == "off"
        if not found:
            there.take(person)
            facts = {name: value for name, value in person.items() if name != "derived"}
            rows.append(
                Invitation(workshop=workshop, guest_list=guest_list, party=party, how=how, **facts)
            )
    if there.count + len(rows) > MOST_GUESTS:
        raise Refusal(
            "too_many",
            _("A meeting has at most %(most)s guests.") % {"most": MOST_GUESTS},
        )
    Invitation.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        audit.record("guest.added_many", workshop, by=by, how=how, count=len(rows))
    return Added(new=len(rows), already=already, off=off)


class Standing:
    """Who stands on a meeting's list already. One query."""

    def __init__(self, workshop: Workshop) -> None:
        self._on: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
        rows = Invitation.objects.filter(workshop=workshop).order_by()
        self.count = 0
        for name, email, phone, removed, left in rows.values_list(
            "name", "email", "phone", "removed_at", "left_at"
        ):
            self.count += 1
            mark = mark_of({"email": email, "name": name, "phone": phone})
            self._on[mark].append((name, removed is None and left is None))

    def of(self, person: dict[str, Any]) -> str:
        """Say "", "already" or "off"."""
        known = self._on.get(mark_of(person), [])
        own = "" if person.get("derived") else person["name"]
        same = [on for name, on in known if not another(name, own, person.get("email", ""))]
        if any(same):
            return "already"
        # A new name does not undo that somebody of the address has left.
        return "off" if same or any(not on for _name, on in known) else ""

    def take(self, person: dict[str, Any]) -> None:
        """Count the person from now on as standing there."""
        self._on[mark_of(person)].append((person["name"], True))


def mark_of(person: dict[str, Any]) -> tuple[str, str]:
    """By what two rows may be the same person: the address; without one, phone and name.

    Under one address the names decide (`persons.another`).
    """
    if email := person.get("email", ""):
        return ("", email)
    return (person["name"].casefold(), "".join(filter(str.isdigit, person.get("phone", ""))))


def contacts_for(user: User, workshop: Workshop) -> QuerySet[Contact]:
    """The contacts of the meeting's region that the user may see."""
    region = workshop.programme.region_id
    found: QuerySet[Contact] = Contact.objects.visible_to(user).filter(region=region)
    return found.select_related("organisation")


def add_from_contacts(
    *,
    workshop: Workshop,
    by: User,
    contacts: Sequence[Contact] = (),
    sectors: Sequence[str] = (),
    **place: Any,
) -> Added:
    """Put chosen contacts on the list, and those of all organisations of some sectors.

    Others than those the user may see are passed over. Refusals: nobody_chosen.
    """
    if not contacts and not sectors:
        raise Refusal("nobody_chosen", _("Choose at least one contact or sector."))
    seen, added = contacts_for(by, workshop), Added()
    for how, chosen in (
        (HowInvited.CONTACTS, seen.filter(pk__in=[one.pk for one in contacts])),
        (HowInvited.ORGANISATIONS, seen.filter(organisation__sector__in=sectors)),
    ):
        people = _reachable(_of_contact(one) for one in chosen)
        added += add_many(workshop=workshop, by=by, how=how, people=people, **place)
    return added


def group_of(workshop: Workshop) -> list[dict[str, Any]]:
    """The people of the meeting's places who have an account: roles, and the working group."""
    found: dict[int, dict[str, Any]] = {}
    members = GroupMember.objects.filter(
        participation__workshops=workshop, user__isnull=False, left_on__isnull=True
    ).select_related("user", "participation__place", "organisation")
    for member in members:
        if member.user is None:  # the query leaves them out; told to the type checker
            continue
        found[member.user.pk] = _of_user(member.user, member.participation.place) | {
            "sector": member.sector,
            "organisation": member.organisation,
        }
    roles = Assignment.objects.active().filter(
        participation__workshops=workshop,
        role__in=[Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT, Role.COACH],
    )
    for one in roles.select_related("user", "participation__place"):
        found.setdefault(one.user_id, _of_user(one.user, one.participation.place))
    return sorted(found.values(), key=lambda person: person["name"])


def add_from_group(
    *, workshop: Workshop, by: User, users: Sequence[int] | None = None, **place: Any
) -> Added:
    """Put the place's people on the list: those with an account; `users` narrows to some."""
    people = [
        one for one in group_of(workshop)
        if one["user"].is_active and (users is None or one["user"].pk in users)
    ]  # fmt: skip
    return add_many(workshop=workshop, by=by, how=HowInvited.GROUP, people=people, **place)


def earlier_meetings(user: User, workshop: Workshop) -> QuerySet[Any]:
    """The programme's other meetings that the user may see, the latest first."""
    found: QuerySet[Any] = Workshop.objects.visible_to(user)
    return (
        found.filter(programme=workshop.programme_id, starts_at__lt=workshop.starts_at)
        .exclude(pk=workshop.pk)
        .exclude(state="draft")
        .order_by("-starts_at", "-pk")
        .distinct()
    )


def add_from_earlier(
    *, workshop: Workshop, by: User, earlier: Workshop, only_who_came: bool = False, **place: Any
) -> Added:
    """Put the guests of an earlier meeting on the list: all, or those who came.

    Lists with an owner come along for the owner alone. Refusals: wrong_meeting.
    """
    if earlier.programme_id != workshop.programme_id or not allowed(
        by, "workshops.view_guests", earlier
    ):
        raise Refusal(
            "wrong_meeting", _("You cannot take guests from this meeting."), field="earlier"
        )
    guests = earlier.invitations.on_list().named_for(by).select_related("organisation", "user")
    if only_who_came:
        guests = guests.filter(attended_at__isnull=False)
    names = (*FIELDS, "contact_id", "user")
    people = (
        {name: getattr(one, name) for name in names} for one in guests if one.email or one.phone
    )
    return add_many(workshop=workshop, by=by, how=HowInvited.EARLIER, people=people, **place)


def _of_contact(contact: Contact) -> dict[str, Any]:
    organisation = contact.organisation
    return {
        "name": contact.name, "email": contact.email, "phone": contact.phone,
        "language": contact.language, "organisation": organisation,
        "organisation_name": organisation.name if organisation else "",
        "sector": organisation.sector if organisation else "",
        "source": contact.source, "contact": contact,
    }  # fmt: skip


def _of_user(user: User, place: Any) -> dict[str, Any]:
    return {
        "name": user.get_full_name(), "email": user.email, "phone": "",
        "language": user.language, "user": user,
        "source": _("your account, as one of the people of %(place)s") % {"place": place},
    }  # fmt: skip


def _reachable(people: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Those with a usable address or a phone; a contact's broken address must not stop the rest."""
    for person in people:
        try:
            yield checked(person | {"name": shown_name(person["name"])})
        except Refusal:
            continue

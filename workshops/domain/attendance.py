"""The figures of the evening: who came, from where, for the first time, for how many hours.

Counted are persons (a household that came with three counts three) and guests (one invitation,
one household). Whether somebody is a woman, a man or young is not asked at the door: it would
be a guess about people or one more question in the queue, and nobody may be counted by looks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.money import ZERO
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from workshops.domain.folding import fold
from workshops.models import HowInvited, Invitation, Workshop
from workshops.sectors import SECTOR


@dataclass(frozen=True, slots=True)
class Count:
    """Guests and persons of one kind. `wanted` is how many guests a rule asks for, 0 for none."""

    key: str
    label: str
    guests: int
    persons: int
    wanted: int = 0
    is_one_of_three: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What funders and the gate ask of a meeting."""

    persons: int
    households: int
    invited: int
    invited_came: int
    by_way: list[Count]
    by_sector: list[Count]
    by_party: list[Count]
    first_time: int
    been_before: int
    earlier_meetings: int
    hours: Decimal
    hours_persons: int

    @property
    def share_of_invited(self) -> int | None:
        """How many of a hundred invited guests came; None when nobody was invited."""
        return round(100 * self.invited_came / self.invited) if self.invited else None

    @property
    def sectors_here(self) -> set[str]:
        """Sectors from which somebody came."""
        return {one.key for one in self.by_sector if one.key and one.guests}


def figures(workshop: Workshop) -> Figures:
    """All figures of one meeting, guests of private lists included. At most four statements."""
    guests = list(workshop.invitations.annotate(told_sector=SECTOR).order_by())
    came = [guest for guest in guests if guest.attended_persons]
    invited = [guest for guest in guests if _was_invited(guest)]
    earlier, meetings = _earlier(workshop)
    known = [guest for guest in came if not earlier.isdisjoint(_marks(guest))]
    with_hours = [guest for guest in came if guest.volunteer_hours]
    return Figures(
        persons=sum(guest.attended_persons for guest in came),
        households=len(came),
        invited=len(invited),
        invited_came=sum(bool(guest.attended_persons) for guest in invited),
        by_way=_by_way(came),
        by_sector=_by_sector(came),
        by_party=_by_party(workshop, came),
        first_time=len(came) - len(known),
        been_before=len(known),
        earlier_meetings=meetings,
        hours=sum((_hours(guest) for guest in with_hours), ZERO),
        hours_persons=sum(guest.attended_persons for guest in with_hours),
    )


def _was_invited(guest: Invitation) -> bool:
    """Invited and still on the list, or here all the same."""
    own_way = {HowInvited.WALKED_IN, HowInvited.SIGNED_UP}
    if guest.how in own_way or guest.invited_at is None:
        return False
    return not guest.is_off or bool(guest.attended_persons)


def _hours(guest: Invitation) -> Decimal:
    """A guest's hours are each person's; a household of three gave three times as many."""
    return (guest.volunteer_hours or ZERO) * guest.attended_persons


def _by_way(came: list[Any]) -> list[Count]:
    ways = {HowInvited.SIGNED_UP: "signed_up", HowInvited.WALKED_IN: "walked_in"}
    keys = {guest.pk: ways.get(guest.how, "invited") for guest in came}
    return [
        _count(key, key, [guest for guest in came if keys[guest.pk] == key])
        for key in ("invited", "signed_up", "walked_in")
    ]


def _by_sector(came: list[Any]) -> list[Count]:
    return [
        _count(
            sector, str(label), [guest for guest in came if guest.told_sector == sector],
            is_one_of_three=sector in THREE_SECTORS,
        )
        for sector, label in [*Sector.choices, ("", "")]
    ]  # fmt: skip


def _by_party(workshop: Workshop, came: list[Any]) -> list[Count]:
    return [
        _count(
            str(party.pk), party.name, [guest for guest in came if guest.party_id == party.pk],
            wanted=party.wanted,
        )
        for party in workshop.parties.all()
    ]  # fmt: skip


def _count(key: str, label: str, guests: list[Any], **more: Any) -> Count:
    persons = sum(guest.attended_persons for guest in guests)
    return Count(key, label, len(guests), persons, **more)


def _earlier(workshop: Workshop) -> tuple[set[str], int]:
    """The marks of all who came to earlier meetings of the same places, and how many those were.

    A meeting of no place has no earlier ones.
    """
    before = (
        Workshop.objects.filter(
            participations__in=workshop.participations.order_by().values("pk"),
            starts_at__lt=workshop.starts_at,
            state="announced",
        )
        .exclude(pk=workshop.pk)
        .order_by()
        .values("pk")
        .distinct()
    )
    found = Invitation.objects.filter(workshop__in=before, attended_persons__gt=0).order_by()
    marks: set[str] = set()
    meetings: Counter[int] = Counter()
    for guest in found.only("workshop_id", "email", "contact_id", "user_id", "name"):
        marks |= _marks(guest)
        meetings[guest.workshop_id] += 1
    return marks, len(meetings)


def _marks(guest: Invitation) -> set[str]:
    """By what somebody is known again: address, contact, account, name."""
    marks = {
        f"email {guest.email.casefold()}" if guest.email else "",
        f"contact {guest.contact_id}" if guest.contact_id else "",
        f"user {guest.user_id}" if guest.user_id else "",
        f"name {fold(guest.name)}",
    }
    return marks - {""}

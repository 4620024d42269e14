"""Figures of the evening: who came, from where, for the first time; volunteer hours.

Counted are persons (a household that came with three counts three) and guests (one invitation,
one household). Whether somebody is a woman, a man or young is not asked at the door: it would
be a guess about people or one more question in the queue, and nobody may be counted by looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.collation import normalise
from core.money import ZERO
from core.policy import require
from core.refusals import Refusal
from grants.hours.services import add_entry
from grants.models import Grant, WorkEntry, WorkKind
from people.models import Sector, User
from people.models.organisation import THREE_SECTORS
from places.models import Participation
from workshops.guests.persons import first_word
from workshops.models import HowInvited, Invitation, Workshop
from workshops.queries import SECTOR

#: Nobody gives more hours to one meeting.
MOST_HOURS = Decimal(24)


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
    by_group: list[Count]
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
    named = [guest for guest in came if guest.how != HowInvited.COUNTED]
    known = [guest for guest in named if not earlier.isdisjoint(_marks(guest))]
    with_hours = [guest for guest in came if guest.volunteer_hours]
    return Figures(
        persons=sum(guest.attended_persons for guest in came),
        households=len(came),
        invited=len(invited),
        invited_came=sum(bool(guest.attended_persons) for guest in invited),
        by_way=_by_way(came),
        by_sector=_by_sector(came),
        by_group=_by_group(workshop, came),
        first_time=len(named) - len(known),
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
    ways = {
        HowInvited.SIGNED_UP: "signed_up",
        HowInvited.WALKED_IN: "walked_in",
        HowInvited.COUNTED: "walked_in",
    }
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


def _by_group(workshop: Workshop, came: list[Any]) -> list[Count]:
    return [
        _count(
            str(one.pk), one.name, [guest for guest in came if guest.party_id == one.pk],
            wanted=one.wanted,
        )
        for one in workshop.required_groups.all()
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
    found = found.exclude(how=HowInvited.COUNTED)
    marks: set[str] = set()
    meetings: Counter[int] = Counter()
    for guest in found.only("workshop_id", "email", "contact_id", "user_id", "name"):
        marks |= _marks(guest)
        meetings[guest.workshop_id] += 1
    return marks, len(meetings)


def _marks(guest: Invitation) -> set[str]:
    """By what somebody is known again: address, contact, account, name."""
    marks = {
        f"email {guest.email.casefold()} {first_word(guest.name)}" if guest.email else "",
        f"contact {guest.contact_id}" if guest.contact_id else "",
        f"user {guest.user_id}" if guest.user_id else "",
        f"name {normalise(guest.name)}",
    }
    return marks - {""}


# --- volunteer hours ---


@transaction.atomic
def set_hours(*, workshop: Workshop, by: User, hours: Mapping[int, Decimal | None]) -> int:
    """Write the hours of guests (by the invitation's number), None for none. How many changed.

    The hours are those of each person of a household. Guests of other people's lists are left
    as they are. Refusals: wrong_hours, did_not_come.
    """
    require(by, "workshops.check_in", workshop)
    rows = (
        Invitation.objects.filter(workshop=workshop, pk__in=hours)
        .named_for(by)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    changed = [guest for guest in rows if guest.volunteer_hours != hours[guest.pk]]
    for guest in changed:
        given = hours[guest.pk]
        if given is not None and not 0 < given <= MOST_HOURS:
            raise Refusal(
                "wrong_hours",
                _("Write hours between 0 and 24, or leave them out."),
            )
        if given is not None and not guest.attended_persons:
            raise Refusal("did_not_come", _("Hours are written for those who came."))
        guest.volunteer_hours, guest.updated_at = given, timezone.now()
    return _write(workshop, by, changed)


@transaction.atomic
def hours_for_all(*, workshop: Workshop, by: User) -> int:
    """Give all who came the meeting's length as hours, where none are written. How many.

    Guests of other people's lists too: no name is needed for it.
    Refusals: end_open, not_over, wrong_hours.
    """
    require(by, "workshops.check_in", workshop)
    if workshop.ends_at is None:
        raise Refusal("end_open", _("The meeting has no end. Set it, or write the hours by hand."))
    if timezone.now() < workshop.ends_at:
        raise Refusal("not_over", _("The meeting is not over yet."))
    length = Decimal((workshop.ends_at - workshop.starts_at).total_seconds()) / 3600
    length = length.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if length > MOST_HOURS:
        raise Refusal(
            "wrong_hours",
            _("The meeting is longer than a day. Write hours by hand."),
        )
    rows = workshop.invitations.filter(attended_persons__gt=0, volunteer_hours__isnull=True)
    guests = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for guest in guests:
        guest.volunteer_hours, guest.updated_at = length, timezone.now()
    return _write(workshop, by, guests)


@transaction.atomic
def hand_over(*, workshop: Workshop, by: User, participation: Participation) -> WorkEntry:
    """Write the sum of the hours as one line, without names, on one's own time sheet. Once.

    It is the line for several people that the sheets know already; somebody else confirms it.
    Handed over already, the line that is there is given back.
    Refusals: no_hours, not_its_place, no_support, and those of `grants.hours.services.add_entry`.
    """
    require(by, "workshops.check_in", workshop)
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if locked.hours_line is not None:
        return locked.hours_line
    if not locked.participations.filter(pk=participation.pk).exists():
        raise Refusal("not_its_place", _("The meeting is not held at this place."))
    grant = Grant.objects.filter(participation=participation).first()
    if grant is None:
        raise Refusal("no_support", _("The place has no support with time sheets yet."))
    found = figures(locked)
    if not found.hours:
        raise Refusal("no_hours", _("No volunteer hours are written yet."))
    line = add_entry(
        grant=grant, by=by, kind=WorkKind.VOLUNTEER, on=locked.local_start.date(),
        quantity=found.hours, people=found.hours_persons, what=locked.title,
    )  # fmt: skip
    locked.hours_line = line
    locked.save(update_fields=["hours_line", "updated_at"])
    audit.record("door.hours_handed_over", workshop, by=by, hours=str(found.hours))
    return line


def _write(workshop: Workshop, by: User, guests: list[Invitation]) -> int:
    if guests:
        Invitation.objects.bulk_update(guests, ["volunteer_hours", "updated_at"], batch_size=200)
        audit.record("door.hours_written", workshop, by=by, guests=len(guests))
    return len(guests)

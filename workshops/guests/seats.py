"""Seats: the only writer of who has one, who waits and who has been offered one.

Every verb here wants the meeting as `lock` gives it: with its row locked until the end of the
transaction. So answers to one meeting are taken one after the other, and what is counted is
true when it is written. `Workshop.seats_taken` counts persons with a seat, offered ones too.

Who waits is served in the order of `waiting_since`. A party that is larger than the free seats
is passed over for the first one that fits, and keeps its place: an empty chair helps nobody,
and the next time enough seats are free it is asked first. So nobody waits for seats that are
free. Its own page says how many are free, in case some of the party would come.

A seat that came free is offered for `offer_hours`, for half the time that is left to the meeting
when that is shorter, so that somebody after them can still be asked; with less than
`SHORTEST_OFFER` it is given at once. It ends in the evening or at noon. An offer whose time is
over stays while nobody else would get the seat. When somebody would, whoever let it pass leaves
the waiting list and is told how to join again: put back at its end, they would be asked for ever,
and others wait.
`offered_until` stays on the row to say so.

Statements are prepared here (`core.prepared`) because the bench line rsvp_burst, a hundred
answers a second to one meeting, needs locks of a few milliseconds.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from core.prepared import Prepared, PreparedUpdate, Slot
from core.refusals import Refusal
from workshops.answers import letters as answer_letters
from workshops.models import Answer, Invitation, Seat, Workshop, WorkshopState

#: A seat is not offered for less time than this, but given.
SHORTEST_OFFER = dt.timedelta(hours=1)
#: Hours at which an offer ends at the meeting's place, the best first.
OFFERS_END_AT = (20, 12)
#: Seats of these states are counted as taken.
HELD = (Seat.TAKEN, Seat.OFFERED)
_SEAT_FIELDS = ["seat", "persons", "waiting_since", "offered_until"]
#: What an answer writes. The rest of the row is others', the check-in's for instance.
_ANSWER_FIELDS = [
    *_SEAT_FIELDS, "answer", "access_needs", "food_needs", "answered_at", "answered_by_id",
    "left_at", "version",
]  # fmt: skip


def lock(workshop: Workshop) -> Workshop:
    """The meeting anew, its row locked, with the programme as it was. Needs a transaction."""
    found: Workshop = _locking()(pk=workshop.pk)[0]
    found.programme = workshop.programme
    return found


@lru_cache(maxsize=1)
def _locking() -> Prepared:
    return Prepared(Workshop.objects.select_for_update().filter(pk=Slot("pk")).order_by())


def row_of(invitation: Invitation) -> Invitation:
    """The invitation as it stands now."""
    found: Invitation = _row()(pk=invitation.pk)[0]
    return found


@lru_cache(maxsize=1)
def _row() -> Prepared:
    return Prepared(Invitation.objects.filter(pk=Slot("pk")).order_by())


def take(
    workshop: Workshop, invitation: Invitation, persons: int, *, now: dt.datetime | None = None
) -> Seat:
    """Say yes for `persons`: a seat for all of them, or a place in the waiting list.

    `workshop` is locked, `invitation` was read after that. It is saved with what the caller has set
    of `_ANSWER_FIELDS`. An offered seat is accepted so too. Refusal not_enough_seats: a party
    that has seats wants more than are free; it keeps those it has.
    """
    moment = now or timezone.now()
    left = workshop.seats_left
    if left is not None and (left < persons - _held(invitation) or invitation.seat == Seat.OFFERED):
        # An offered guest asks for nobody's seat; others that come do.
        asked = 0 if invitation.seat == Seat.OFFERED else persons - _held(invitation)
        if pass_on(workshop, now=moment, asked=asked):
            # The guest's own row may have been among those that were passed on or asked.
            seat, version = Invitation.objects.values_list("seat", "version").get(pk=invitation.pk)
            if seat != invitation.seat:
                invitation.seat, invitation.version = seat, version + 1
        left = workshop.seats_left
    held = _held(invitation)
    if left is not None and left < persons - held:
        if held:
            raise _too_many(held, left)
        seat = Seat.WAITING
    else:
        seat = Seat.TAKEN
    if seat != Seat.WAITING:
        invitation.waiting_since = None
    elif invitation.seat != Seat.WAITING:
        invitation.waiting_since = moment
    invitation.answer, invitation.persons, invitation.seat = Answer.YES, persons, seat
    invitation.offered_until = None
    _save(invitation)
    _count(workshop, (persons if seat == Seat.TAKEN else 0) - held)
    if persons < held:
        offer_next(workshop, now=moment)
    return seat


def give_back(
    workshop: Workshop,
    invitation: Invitation,
    *,
    persons: int = 1,
    now: dt.datetime | None = None,
) -> list[Invitation]:
    """Free the guest's seats, or leave the waiting list; the next ones are asked.

    Returns those who got or were offered the seats. `workshop` is locked, `invitation` was
    read after that. It is saved with `persons` and what the caller has set of
    `_ANSWER_FIELDS`, except its persons, which count the seats that come free.
    """
    held, invitation.persons = _held(invitation), persons
    invitation.seat, invitation.waiting_since, invitation.offered_until = Seat.NONE, None, None
    _save(invitation)
    if not held:
        return []
    _count(workshop, -held)
    return offer_next(workshop, now=now)


def offer_next(workshop: Workshop, *, now: dt.datetime | None = None) -> list[Invitation]:
    """Offer or give the free seats to those who wait, and write to them. Who they are.

    Each change of a row raises its version, which names the letter about it.
    To call whenever seats came free: given back, let pass, or the hall was made larger.
    Nothing is offered before the meeting is announced, once it has begun or when it is off.
    """
    moment = now or timezone.now()
    if workshop.state != WorkshopState.ANNOUNCED or moment >= workshop.starts_at:
        return []
    if workshop.seats_left == 0:
        return []
    chosen = _those_who_fit(workshop)
    until = offer_ends(workshop, moment)
    for invitation in chosen:
        invitation.workshop = workshop
        invitation.seat = Seat.OFFERED if until else Seat.TAKEN
        invitation.waiting_since, invitation.offered_until = None, until
        invitation.version += 1
    if chosen:
        Invitation.objects.bulk_update(chosen, [*_SEAT_FIELDS, "version"])
        _count(workshop, sum(one.persons for one in chosen))
        answer_letters.write_seat_came_free(workshop, chosen, until)
    return chosen


def pass_on(
    workshop: Workshop, *, now: dt.datetime | None = None, asked: int = 0
) -> list[Invitation]:
    """End the offers that are over and that others want, tell them, and ask the next.

    `asked` is for how many persons somebody asks who does not wait yet. Who let theirs pass.
    """
    moment = now or timezone.now()
    late = _wanted(workshop, moment, asked)
    if not late:
        return []
    for invitation in late:
        invitation.workshop, invitation.seat = workshop, Seat.NONE
        invitation.version += 1
    Invitation.objects.bulk_update(late, ["seat", "version"])
    _count(workshop, -sum(one.persons for one in late))
    answer_letters.write_offer_over(workshop, late)
    offer_next(workshop, now=moment)
    return late


def _wanted(workshop: Workshop, now: dt.datetime, asked: int = 0) -> list[Invitation]:
    """The late offers whose seats somebody else would get, the oldest first; no more than needed.

    Those who wait come before the one that asks.
    """
    at = connection.ops.adapt_datetimefield_value(now)
    late: list[Invitation] = _late()(workshop=workshop.pk, at=at)
    left = workshop.seats_left
    if not late or left is None:
        return late
    room = left + sum(one.persons for one in late)
    needed = sum(one.persons for one in _those_who_fit(workshop, room))
    if asked and needed + asked <= room:
        needed += asked
    passed: list[Invitation] = []
    for invitation in late:
        if left >= needed:
            break
        passed.append(invitation)
        left += invitation.persons
    return passed


@lru_cache(maxsize=1)
def _late() -> Prepared:
    """Whose offer is over; asked by each answer to a full hall."""
    offered = Invitation.objects.filter(workshop=Slot("workshop"), seat=Seat.OFFERED)
    return Prepared(offered.filter(offered_until__lte=Slot("at")).order_by("offered_until", "pk"))


def offer_ends(workshop: Workshop, now: dt.datetime) -> dt.datetime | None:
    """Until when a seat offered now is kept for somebody; None when it is given at once."""
    if workshop.offer_hours == 0 or workshop.capacity is None:
        return None
    left = workshop.starts_at - now
    time = min(dt.timedelta(hours=workshop.offer_hours), left / 2)
    return (
        _by_day(workshop, now, now + time, now + left * 3 / 4) if time >= SHORTEST_OFFER else None
    )


def _by_day(
    workshop: Workshop, now: dt.datetime, end: dt.datetime, latest: dt.datetime
) -> dt.datetime:
    """The evening or the noon nearest after `end`, else before it: nobody is asked by 03:17."""
    day = dt.timedelta(days=1)
    there = end.astimezone(workshop.zone).replace(minute=0, second=0, microsecond=0)
    hours = [there.replace(hour=hour) for hour in OFFERS_END_AT]
    after = [hour if hour >= end else hour + day for hour in hours]
    before = [hour if hour <= end else hour - day for hour in hours]
    fitting = [one for one in after if one <= latest]
    fitting += [one for one in before if one >= now + SHORTEST_OFFER]
    return fitting[0].astimezone(dt.UTC) if fitting else end.replace(second=0, microsecond=0)


def waiting(workshop: Workshop) -> QuerySet[Invitation]:
    """Those who wait, the first first."""
    rows: QuerySet[Invitation] = workshop.invitations.filter(seat=Seat.WAITING)
    return rows.order_by("waiting_since", "pk")


def pass_on_seats(now: dt.datetime | None = None) -> int:
    """End the offers whose time is over, at every meeting; how many. For the clock.

    Nothing depends on it being on time: answers pass seats on too before they count.
    """
    moment = now or timezone.now()
    late = Invitation.objects.filter(seat=Seat.OFFERED, offered_until__lte=moment)
    meetings = Workshop.objects.filter(pk__in=late.values("workshop_id")).order_by("pk")
    return sum(_pass_on(workshop, moment) for workshop in meetings)


def place_in_line(invitation: Invitation) -> int:
    """The guest's number in the waiting list, from 1. One query."""
    earlier = Q(waiting_since__lt=invitation.waiting_since) | Q(
        waiting_since=invitation.waiting_since, pk__lt=invitation.pk
    )
    return waiting(invitation.workshop).filter(earlier).count() + 1


def wanted(workshop: Workshop, now: dt.datetime) -> frozenset[int]:
    """The guests whose offer is over and whose seat somebody else would get."""
    return frozenset(one.pk for one in _wanted(workshop, now))


def has_offer(
    invitation: Invitation,
    now: dt.datetime | None = None,
    *,
    others_want: frozenset[int] | None = None,
) -> bool:
    """Whether a seat is kept for the guest at this moment, however late the clock is.

    When the time to accept is over it is kept while nobody else would get it. `others_want` is
    what `wanted` says of the meeting, when the caller has it at hand.
    """
    if invitation.seat != Seat.OFFERED or invitation.offered_until is None:
        return False
    moment = now or timezone.now()
    if moment < invitation.offered_until:
        return True
    if others_want is None:
        others_want = wanted(invitation.workshop, moment)
    return invitation.pk not in others_want


def let_pass(invitation: Invitation, now: dt.datetime | None = None) -> bool:
    """Whether a seat was kept for the guest and is no longer."""
    if invitation.offered_until is None or invitation.answer != "yes":
        return False
    return invitation.seat == Seat.NONE or (
        invitation.seat == Seat.OFFERED and not has_offer(invitation, now)
    )


@transaction.atomic
def _pass_on(workshop: Workshop, now: dt.datetime) -> int:
    return len(pass_on(lock(workshop), now=now))


def _those_who_fit(workshop: Workshop, room: int | None = None) -> list[Invitation]:
    """Who of those that wait fits into the free seats, or into `room` of them."""
    left = workshop.seats_left if room is None else room
    if left is None:
        return list(waiting(workshop))
    chosen = []
    for invitation in waiting(workshop).filter(persons__lte=left):
        if invitation.persons <= left:
            chosen.append(invitation)
            left -= invitation.persons
        if left == 0:
            break
    return chosen


def _held(invitation: Invitation) -> int:
    """How many counted seats the guest has."""
    return invitation.persons if invitation.seat in HELD else 0


def _count(workshop: Workshop, change: int) -> None:
    if change:
        workshop.seats_taken += change
        _seats_taken()(pk=workshop.pk, seats_taken=workshop.seats_taken)


def _save(invitation: Invitation) -> None:
    invitation.updated_at = timezone.now()
    fields = {name: getattr(invitation, name) for name in (*_ANSWER_FIELDS, "updated_at")}
    _answered()(pk=invitation.pk, **fields)


@lru_cache(maxsize=1)
def _seats_taken() -> PreparedUpdate:
    return PreparedUpdate(Workshop.objects.filter(pk=Slot("pk")), seats_taken=Slot("seats_taken"))


@lru_cache(maxsize=1)
def _answered() -> PreparedUpdate:
    slots = {name: Slot(name) for name in (*_ANSWER_FIELDS, "updated_at")}
    return PreparedUpdate(Invitation.objects.filter(pk=Slot("pk")), **slots)


def _too_many(held: int, left: int) -> Refusal:
    if left == 0:
        message = ngettext(
            "No more seats are free. You keep the one you have.",
            "No more seats are free. You keep the %(held)d that you have.",
            held,
        )
    else:
        message = ngettext(
            "Only %(left)d more seat is free. You keep those that you have.",
            "Only %(left)d more seats are free. You keep those that you have.",
            left,
        )
    return Refusal("not_enough_seats", message % {"held": held, "left": left}, field="persons")

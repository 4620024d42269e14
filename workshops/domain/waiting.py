"""The waiting list as people see it, and the clock that passes seats on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from workshops.domain import seats
from workshops.models import Invitation, Seat, Workshop


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
    return seats.waiting(invitation.workshop).filter(earlier).count() + 1


def has_offer(invitation: Invitation, now: dt.datetime | None = None) -> bool:
    """Whether a seat is kept for the guest at this moment, however late the clock is."""
    return (
        invitation.seat == Seat.OFFERED
        and invitation.offered_until is not None
        and (now or timezone.now()) < invitation.offered_until
    )


def let_pass(invitation: Invitation, now: dt.datetime | None = None) -> bool:
    """Whether a seat was kept for the guest and the time to accept is over."""
    if invitation.offered_until is None or invitation.answer != "yes":
        return False
    return invitation.seat == Seat.NONE or (
        invitation.seat == Seat.OFFERED and not has_offer(invitation, now)
    )


@transaction.atomic
def _pass_on(workshop: Workshop, now: dt.datetime) -> int:
    return len(seats.pass_on(seats.lock(workshop), now=now))

"""Helpers for tests of answers and seats."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from tests.workshops.samples import guest, meeting
from workshops.answers.services import answer
from workshops.models import Invitation, Seat, Workshop


def hall(w: Any, seats: int | None = 3, **fields: Any) -> Workshop:
    """A meeting with so many seats, whose guests have a day to accept one that came free."""
    return meeting(w, capacity=seats, **{"offer_hours": 24} | fields)


def says(workshop: Workshop, number: int, what: str = "yes", **given: Any) -> Invitation:
    """Guest `number` of the meeting answers; the guest is invited when he or she is not yet."""
    invitation = workshop.invitations.filter(email=f"gast{number}@example.org").first()
    return answer(invitation=invitation or guest(workshop, number), answer=what, **given)


def seats_of(workshop: Workshop) -> list[tuple[str, str, int]]:
    """Who of those who said something stands where: name, seat, persons, in the list's order."""
    rows = workshop.invitations.exclude(answer="").order_by("pk")
    return list(rows.values_list("name", "seat", "persons"))


def counted(workshop: Workshop) -> tuple[int, int]:
    """What the meeting's row counts and what the guests' rows add up to."""
    workshop.refresh_from_db()
    held = workshop.invitations.filter(seat__in=[Seat.TAKEN, Seat.OFFERED])
    return workshop.seats_taken, held.aggregate(sum=Sum("persons"))["sum"] or 0

"""The letters that answers and seats cause. One open sending per meeting and role carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshops.models import Invitation, LetterRole, Seat, Workshop

if TYPE_CHECKING:
    from people.models import User


def write_answered(workshop: Workshop, row: Invitation, *, had: str, by: User | None) -> None:
    """Confirm an answer: with a seat, in the waiting list, or that a seat was given back.

    A no or maybe of somebody who had no seat is confirmed by the page alone; taken by phone it
    is told, so that a slip of the hand is seen by the person.
    """
    if row.seat == Seat.WAITING:
        _write(workshop, LetterRole.WAITING, [row], by)
    elif row.seat or had or by is not None:
        _write(workshop, LetterRole.CONFIRMATION, [row], by)


def write_seat_came_free(
    workshop: Workshop, chosen: Sequence[Invitation], until: dt.datetime | None
) -> None:
    """Tell those who waited: a seat is kept for them until then, or theirs already."""
    _write(workshop, LetterRole.OFFER if until else LetterRole.CONFIRMATION, chosen, None)


def write_offer_over(workshop: Workshop, late: Sequence[Invitation]) -> None:
    """Tell those who let an offer pass that the seat has gone on, and how to join again."""
    _write(workshop, LetterRole.OFFER_OVER, late, None)


def _write(
    workshop: Workshop, role: LetterRole, rows: Sequence[Invitation], by: User | None
) -> None:
    from workshops.domain.letters import write_to_guests  # noqa: PLC0415

    write_to_guests(
        workshop=workshop,
        role=role,
        invitations=rows,
        key=f"workshop:{workshop.pk}:{role}",
        by=by,
    )

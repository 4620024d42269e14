"""The letters that answers and seats cause. One open sending per meeting and role carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import ngettext, override

from workshops.letters.writing import PrefetchedLetter, prefetch_letter, write_to_guests
from workshops.models import Answer, Invitation, LetterRole, Seat, Workshop

if TYPE_CHECKING:
    from people.models import User


def prefetch_answer(invitation: Invitation) -> PrefetchedLetter | None:
    """What `write_answered` will need of the outbox; None for a guest without an address.

    Asked before the meeting is locked: whoever waits for the lock waits less.
    """
    if not invitation.email:
        return None
    workshop = invitation.workshop
    keys: dict[str, str] = {
        role: _key(workshop, role) for role in (LetterRole.CONFIRMATION, LetterRole.WAITING)
    }
    return prefetch_letter(workshop, keys, language=invitation.language, to=invitation.email)


def write_answered(
    workshop: Workshop,
    row: Invitation,
    *,
    had: str,
    by: User | None,
    prefetched: PrefetchedLetter | None,
) -> None:
    """Confirm an answer: with a seat, in the waiting list, or that a seat was given back.

    A no or maybe of somebody who had no seat is confirmed by the page alone; taken by phone it
    is told, so that a slip of the hand is seen by the person.
    """
    if row.seat == Seat.WAITING:
        _write(workshop, LetterRole.WAITING, [row], by, prefetched=prefetched)
    elif row.seat:
        _write(workshop, LetterRole.CONFIRMATION, [row], by, prefetched=prefetched)
    elif had or by is not None:
        _write(workshop, LetterRole.CONFIRMATION, [row], by, part="off")


def write_seat_came_free(
    workshop: Workshop, chosen: Sequence[Invitation], until: dt.datetime | None
) -> None:
    """Tell those who waited: a seat is kept for them until then, or theirs already."""
    if until:
        _write(workshop, LetterRole.OFFER, chosen, None)
    else:
        _write(workshop, LetterRole.CONFIRMATION, chosen, None, part="free")


def write_offer_over(workshop: Workshop, late: Sequence[Invitation]) -> None:
    """Tell those who let an offer pass that the seat has gone on, and how to join again."""
    _write(workshop, LetterRole.OFFER_OVER, late, None)


def write_signed_up_again(workshop: Workshop, row: Invitation) -> None:
    """Tell somebody on the list, who signed up once more, what is noted; once an hour."""
    role = LetterRole.WAITING if row.seat == Seat.WAITING else LetterRole.CONFIRMATION
    part = "" if row.seat else "off"
    hour = f"{timezone.now():%Y%m%d%H}"
    _write(workshop, role, [row], None, part=part, edition=f"again{hour}")


def write_to_confirm(workshop: Workshop, row: Invitation) -> None:
    """Write the link to somebody whose party gets seats only when he or she opens it; hourly."""
    hour = f"{timezone.now():%Y%m%d%H}"
    _write(workshop, LetterRole.INVITATION, [row], None, part="confirm", edition=hour)


def in_words(row: Invitation, *, came_free: bool = False) -> str:
    """What the guest has answered, with the number of persons, in the active language."""
    if row.answer != Answer.YES:
        return str(row.get_answer_display())
    if came_free:
        return ngettext(
            "yes, and a seat has come free: it is yours",
            "yes, and seats for %(persons)d persons have come free: they are yours",
            row.persons,
        ) % {"persons": row.persons}
    return ngettext("yes, one person", "yes, %(persons)d persons", row.persons) % {
        "persons": row.persons
    }


def _write(
    workshop: Workshop,
    role: LetterRole,
    rows: Sequence[Invitation],
    by: User | None,
    *,
    part: str = "",
    edition: str = "",
    prefetched: PrefetchedLetter | None = None,
) -> None:
    """`part`: "off" and "confirm" have no calendar entry, "free" says that a person had waited."""

    def values(row: Invitation) -> dict[str, str]:
        with override(row.language):
            words = {"answer": in_words(row, came_free=part == "free")}
        return words | ({"edition": edition} if edition else {})

    write_to_guests(
        workshop=workshop,
        role=role,
        invitations=rows,
        key=_key(workshop, role) + (f":{part}" if part else ""),
        by=by,
        values=values,
        calendar="" if part in {"off", "confirm"} else None,
        prefetched=prefetched,
    )


def _key(workshop: Workshop, role: LetterRole) -> str:
    return f"workshop:{workshop.pk}:{role}"

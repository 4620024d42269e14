"""What a guest's own page says: where the guest stands, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from workshops.domain import feedback, seats
from workshops.domain.answers import is_open
from workshops.domain.links import answer_token
from workshops.domain.waiting import has_offer, let_pass, place_in_line
from workshops.models import Answer, Invitation, Seat, Workshop, WorkshopState
from workshops.templatetags.meetings import is_over


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a guest stands.

    `state` names the part of the page: planned, cancelled, over, left, offer, let_pass, waiting,
    seated, maybe, no, asked. `can_answer`: all answers are taken; `can_decline`: at least a no is.
    """

    state: str
    can_answer: bool
    can_decline: bool
    in_line: int = 0


def standing(invitation: Invitation) -> Standing:
    """Where the guest stands at this moment. At most one query."""
    workshop, now = invitation.workshop, timezone.now()
    open_now = is_open(workshop, now)
    ahead = workshop.state == WorkshopState.ANNOUNCED and now < workshop.starts_at
    state = _state(invitation)
    return Standing(
        state=state,
        can_answer=open_now,
        can_decline=ahead and state in ("seated", "waiting", "maybe", "offer"),
        in_line=place_in_line(invitation) if state == "waiting" else 0,
    )


def page(invitation: Invitation) -> dict[str, Any]:
    """The context of the page. Five queries at most, whoever and how many are invited."""
    workshop = invitation.workshop
    where = standing(invitation)
    return {
        "invitation": invitation,
        "workshop": workshop,
        "token": answer_token(invitation),
        "standing": where,
        "room": room(workshop) if where.can_answer else None,
        "agenda": list(workshop.agenda.all()),
        "materials": list(workshop.materials.filter(for_guests=True)),
        "feedback_token": _feedback_token(invitation, where),
    }


@dataclass(frozen=True, slots=True)
class Room:
    """How many seats are free, None without a limit, and how many parties wait for one."""

    left: int | None
    waiting: int

    @property
    def is_full(self) -> bool:
        """Whether a yes leads into the waiting list."""
        return self.left == 0


def room(workshop: Workshop) -> Room:
    """What to say of the seats before somebody answers. One query, none without a limit."""
    if workshop.capacity is None:
        return Room(None, 0)
    return Room(workshop.seats_left, seats.waiting(workshop).count())


def _state(invitation: Invitation) -> str:
    workshop = invitation.workshop
    if workshop.state != WorkshopState.ANNOUNCED:
        return "cancelled" if workshop.state == WorkshopState.CANCELLED else "planned"
    if is_over(workshop):
        return "over"
    return "left" if invitation.left_at is not None else _answered(invitation)


def _answered(invitation: Invitation) -> str:
    if has_offer(invitation):
        return "offer"
    if let_pass(invitation):
        return "let_pass"
    by_seat = {Seat.WAITING: "waiting", Seat.TAKEN: "seated"}
    by_answer = {Answer.NO: "no", Answer.MAYBE: "maybe"}
    return by_seat.get(Seat(invitation.seat)) or by_answer.get(Answer(invitation.answer), "asked")


def _feedback_token(invitation: Invitation, where: Standing) -> str:
    if where.state != "over" or not invitation.workshop.ask_feedback:
        return ""
    return feedback.feedback_token(invitation)

"""What the organiser's list of answers says, a guest's own page, and the poster."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from core.pdf import html_to_pdf
from core.policy import allowed
from core.web.lists import narrowed
from people.models import User
from workshops.answers.feedback import feedback_token
from workshops.answers.services import is_open
from workshops.conference.pages import programme_of
from workshops.guests import seats
from workshops.guests.seats import has_offer, let_pass, place_in_line, wanted
from workshops.links import answer_token, sign_up_url
from workshops.models import Answer, Invitation, Material, Seat, Workshop, WorkshopState
from workshops.templatetags.meetings import is_over

#: A search that finds more people than this wants another letter.
MOST_FOUND = 20
#: More of the description on a poster would have to be read with glasses.
ABOUT_LENGTH = 280


@dataclass(slots=True)
class Group:
    """Parties that stand alike: those whose names the reader may see, and how many in all."""

    rows: list[Invitation] = field(default_factory=list)
    parties: int = 0
    persons: int = 0

    @property
    def unnamed(self) -> int:
        """Parties on lists of other people: counted, not named."""
        return self.parties - len(self.rows)

    def add(self, row: Invitation, *, named: bool) -> None:
        """Count a party, and keep its row when the reader may see the name."""
        self.parties += 1
        self.persons += row.persons
        if named:
            self.rows.append(row)


def answers(workshop: Workshop, user: User, sought: str = "") -> dict[str, Any]:
    """Who comes, who waits, what they need and ask. Six queries, however many are invited."""
    groups, needs = _grouped(workshop, user)
    may_answer = allowed(user, "workshops.invite", workshop)
    return {
        "groups": groups,
        "needs": needs,
        "unanswered": workshop.invitations.unanswered().count(),
        "questions": _owed(workshop, user),
        "may_reply": allowed(user, "workshops.write_minutes", workshop),
        "may_answer": may_answer,
        "sought": sought,
        "found": _found(workshop, user, sought) if may_answer and sought else None,
    }


def _grouped(
    workshop: Workshop, user: User
) -> tuple[dict[str, Group], dict[str, list[tuple[str, int]]]]:
    groups = {name: Group() for name in ("coming", "offered", "late", "waiting", "maybe", "no")}
    access: Counter[str] = Counter()
    food: Counter[str] = Counter()
    now = timezone.now()
    others_want = wanted(workshop, now)
    rows = workshop.invitations.on_list().exclude(answer=Answer.NONE)
    for row in rows.select_related("guest_list").order_by("name", "pk"):
        owner = row.guest_list.owner_id if row.guest_list else None
        groups[_group(row, now, others_want)].add(row, named=owner in (None, user.pk))
        if row.answer != Answer.NO:
            access.update(_need(row.access_needs))
            food.update(_need(row.food_needs))
    groups["waiting"].rows.sort(key=lambda row: (row.waiting_since, row.pk))
    groups["offered"].rows.sort(key=lambda row: (row.offered_until, row.pk))
    return groups, {"access": _most_first(access), "food": _most_first(food)}


def _group(row: Invitation, now: Any, others_want: frozenset[int]) -> str:
    if row.answer == Answer.YES:
        if row.seat == Seat.TAKEN:
            return "coming"
        if row.seat == Seat.WAITING:
            return "waiting"
        return "offered" if has_offer(row, now, others_want=others_want) else "late"
    return str(row.answer)


def _need(text: str) -> list[str]:
    """The need with one spelling: "Vegetarian" and "vegetarian " are the same."""
    words = " ".join(text.split())
    return [words[:1].upper() + words[1:]] if words else []


def _most_first(needs: Counter[str]) -> list[tuple[str, int]]:
    return sorted(needs.items(), key=lambda one: (-one[1], one[0]))


def _owed(workshop: Workshop, user: User) -> list[dict[str, Any]]:
    """Questions without an answer, with the name where the reader may see it."""
    owed = workshop.questions.filter(replied_at__isnull=True)
    rows = owed.select_related("invitation__guest_list").order_by("pk")
    return [{"pk": one.pk, "text": one.text, "who": _name(one.invitation, user)} for one in rows]


def _name(invitation: Invitation | None, user: User) -> str:
    if invitation is None:
        return ""
    guest_list = invitation.guest_list
    owner = guest_list.owner_id if guest_list else None
    return invitation.name if owner in (None, user.pk) else ""


def _found(workshop: Workshop, user: User, sought: str) -> list[Invitation]:
    """Guests whom a caller may be, by name, organisation, phone or address."""
    rows = workshop.invitations.on_list().named_for(user)
    found = narrowed(rows, sought, ("name", "organisation_name", "phone", "email"))
    return list(found.order_by("name", "pk")[:MOST_FOUND])


# --- a guest's own page: where the guest stands, and what can be done now ---


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


def guest_page(invitation: Invitation) -> dict[str, Any]:
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
        **materials_of(workshop),
        **programme_of(workshop, invitation),
        "feedback_token": _feedback_token(invitation, where),
    }


def materials_of(workshop: Workshop) -> dict[str, list[Material]]:
    """What guests may read, and recordings once the meeting has begun. One query."""
    found = list(workshop.materials.filter(for_guests=True, session=None))
    begun = workshop.starts_at <= timezone.now()
    return {
        "materials": [one for one in found if not one.is_recording],
        "recordings": [one for one in found if one.is_recording and begun],
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
    return feedback_token(invitation)


# --- the poster, as a page and as PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A poster: for which meeting, in which language and size, with which line of one's own."""

    workshop: Workshop
    language: str
    size: str = "a4"
    line: str = ""

    def sheet(self, *, preview: bool = False) -> SafeString:
        """The poster as HTML. In a preview its title is no heading: the page has one."""
        with override(self.language):
            return render_to_string(
                "workshops/answers/_poster.html", self._context() | {"preview": preview}
            )

    def pdf(self) -> bytes:
        """A tagged PDF of one page."""
        with override(self.language):
            html = render_to_string("workshops/answers/poster_pdf.html", self._context())
            return html_to_pdf(html)

    def _context(self) -> dict[str, object]:
        workshop = self.workshop
        return {
            "poster": self,
            "workshop": workshop,
            "places": [one.place for one in workshop.participations.select_related("place")],
            "code": qr_code(sign_up_url(workshop)) if workshop.open_sign_up else "",
            "about_length": ABOUT_LENGTH,
        }


def qr_code(address: str) -> str:
    """A QR code of an address as a data: address of an SVG picture.

    Error correction M: a corner of the poster may be torn or wet. The quiet zone that readers
    need is part of the picture.
    """
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=4, dark="#1d2721", light="#ffffff", omitsize=True))

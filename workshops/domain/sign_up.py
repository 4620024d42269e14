"""Signing up through the open page of a meeting.

The page tells nobody who is on the list: whoever signs up with an address that is there already
gets the same page, and the letter to the address says what is noted and brings its own link.
What stood there is not changed by it, because anybody may know an address.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from people.models.user import normal_address
from workshops.domain import answer_letters, seats
from workshops.domain.answers import answer, is_open
from workshops.models import HowInvited, Invitation, Workshop

NAME_LENGTH, PHONE_LENGTH = 150, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """What the page may say: whether there was room for the party when it came."""

    invitation: Invitation
    has_room: bool


@transaction.atomic
def sign_up(
    *,
    workshop: Workshop,
    name: str,
    email: str = "",
    phone: str = "",
    persons: int = 1,
    access_needs: str = "",
    food_needs: str = "",
    language: str = "",
) -> SignedUp:
    """Put somebody on the list who says yes; the open page's address is the right to do so.

    An address that has answered keeps its answer and gets its letter again. One who was invited
    and had not answered, or had left the list, says yes by this. `language` is the page's; the
    meeting's when not given.

    Refusals: sign_up_closed, name_missing, no_way_to_reach, bad_address, and those of
    `workshops.domain.answers.answer`.
    """
    workshop = seats.lock(workshop)
    if not workshop.open_sign_up or not is_open(workshop):
        raise Refusal("sign_up_closed", _("The meeting no longer takes sign-ups."))
    name, phone = (" ".join(text.replace("\x00", "").split()) for text in (name, phone))
    if not name:
        raise Refusal("name_missing", _("Write your name."), field="name")
    address = _address(email, phone)
    left = workshop.seats_left
    has_room = left is None or persons <= left
    known = _known(workshop, address, name, phone)
    if known is not None and (known.removed_at or (known.answer and not known.left_at)):
        if known.removed_at is None:
            known.workshop = workshop
            answer_letters.write_signed_up_again(workshop, known)
        return SignedUp(invitation=known, has_room=has_room)
    row = known or Invitation.objects.create(
        workshop=workshop,
        how=HowInvited.SIGNED_UP,
        source=_("You signed up on the meeting's page."),
        name=name[:NAME_LENGTH],
        email=address,
        phone=phone[:PHONE_LENGTH],
        language=language or workshop.language,
        invited_at=timezone.now(),
    )
    row.workshop = workshop
    row = answer(
        invitation=row, answer="yes", persons=persons, access_needs=access_needs,
        food_needs=food_needs,
    )  # fmt: skip
    return SignedUp(invitation=row, has_room=has_room)


@transaction.atomic
def renew_page(*, workshop: Workshop, by: User) -> Workshop:
    """Give the open page a new address; the one on posters that hang ends."""
    require(by, "workshops.edit", workshop)
    workshop = seats.lock(workshop)
    workshop.page_edition += 1
    workshop.save(update_fields=["page_edition", "updated_at"])
    audit.record("open_page.renewed", workshop, by=by)
    return workshop


def _address(email: str, phone: str) -> str:
    address = normal_address(email)
    if not address and not phone:
        raise Refusal(
            "no_way_to_reach", _("Give an e-mail address or a phone number."), field="email"
        )
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise Refusal("bad_address", _("Check the e-mail address.")) from None
    return address


def _known(workshop: Workshop, address: str, name: str, phone: str) -> Invitation | None:
    """The row of the address; without one, that of the same name and phone (a double click)."""
    rows = workshop.invitations
    if address:
        return rows.filter(email=address).first()
    return rows.filter(email="", name=name[:NAME_LENGTH], phone=phone[:PHONE_LENGTH]).first()

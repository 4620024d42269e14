"""Answering by the personal link or by phone, leaving the list, signing up on the open page.

The open page tells nobody who is on the list: whoever signs up with an address that is there
already gets the same page, and the letter to the address says what is noted and brings its own
link. What stood there is not changed by it, because anybody may know an address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, retention, throttle
from core.plain_text import checked_name, one_line
from core.policy import require
from core.refusals import NotAllowed, Refusal
from outbox.slots import without_slots
from people.models import User
from workshops.answers import letters as answer_letters
from workshops.answers import questions
from workshops.conference.seats import after_answer
from workshops.focus.services import keep_consent
from workshops.guests import seats
from workshops.guests.services import checked, person_there
from workshops.models import (
    Answer,
    HowInvited,
    Invitation,
    Question,
    RequiredGroup,
    Seat,
    Workshop,
    WorkshopKind,
    WorkshopState,
)
from workshops.notices import tell_declined

#: More persons on one answer than this is a mistyped number, or a bus that should be talked of.
MOST_PERSONS = 20
NEEDS_LENGTH = 300
QUESTION_LENGTH = 2000
#: So many persons that sign up on the open page from one place in a day have seats at once; for
#: more, the letter's link must be opened first, so that no stranger fills a hall.
UNCONFIRMED_PERSONS, UNCONFIRMED_SECONDS = 4, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody answers. `persons` counts him or her too."""

    answer: str
    persons: int = 1
    access_needs: str = ""
    food_needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """For whom somebody comes, as a conference asks: organisation, group, names of companions."""

    organisation_name: str = ""
    party: RequiredGroup | None = None
    companions: Sequence[str] = ()


@transaction.atomic
def answer(  # noqa: PLR0913 - what a guest may say at once
    *,
    invitation: Invitation,
    answer: str,
    persons: int = 1,
    access_needs: str = "",
    food_needs: str = "",
    question: str = "",
    consent: bool | None = None,
    by: User | None = None,
    who: Who | None = None,
) -> Invitation:
    """Keep what a guest answered; the link is the right to do so, or `by` took it by phone.

    A yes gets seats or a place in the waiting list; with an offered seat it accepts the offer.
    Anything else gives back what the guest had. The same answer again changes nothing and
    writes nothing. Whoever had left the list and answers is on it again. `who` is kept with it.

    After the last day for answers, and until the meeting begins, a guest can still say no:
    somebody waits for the seat. By phone, all answers are taken until then. Access and food
    needs are kept only where the meeting asks for them and the person may come. `consent` is what a
    participant of a focus group has ticked; None where nothing was asked.

    Refusals: unknown_answer, persons_out_of_range, party_too_large, not_enough_seats,
    needs_too_long, question_too_long, off_list, not_announced, cancelled, meeting_begun,
    answers_closed, session_full (a conference's session has no room for a larger party).
    """
    if by is not None:
        _require_phone(by, invitation)
    prefetched = answer_letters.prefetch_answer(invitation)
    workshop, row = _locked(invitation)
    now = timezone.now()
    given = _checked(workshop, Given(
        answer=answer, persons=persons, access_needs=access_needs, food_needs=food_needs
    ))  # fmt: skip
    _refuse_closed(workshop, row, given, by, now)
    had_left, before = row.left_at is not None, (_given(row), row.seat)
    if given.answer == Answer.YES:
        _refuse_too_large(workshop, given)
    joins = given.answer == Answer.YES and row.seat in (Seat.OFFERED, Seat.NONE)
    if before[0] != given or had_left or joins:
        _write(workshop, row, given, by, now)
    after = (_given(row), row.seat)
    if who is not None and row.answer != Answer.NO:
        _keep_who(row, who)
    if workshop.kind == WorkshopKind.CONFERENCE:
        after_answer(workshop, row)
    if question.strip():
        ask(invitation=row, text=question)
    if consent is not None:
        keep_consent(invitation=row, given=consent)
    if before != after or had_left:
        audit.record("answer.given", workshop, by=by, answer=row.answer, persons=row.persons)
        answer_letters.write_answered(workshop, row, had=before[1], by=by, prefetched=prefetched)
    if row.answer == Answer.NO and before[0].answer != Answer.NO:
        tell_declined(row, by)
    return row


@transaction.atomic
def leave_list(*, invitation: Invitation, by: User | None = None) -> Invitation:
    """Take the guest off the list at his or her own wish; seats go to the next who wait.

    The row stays, without needs, so that no later sending writes to the address. By the same
    link the guest can answer again and is back. Left twice is left once. Refusal: off_list.
    """
    if by is not None:
        _require_phone(by, invitation)
    workshop, row = _locked(invitation)
    if row.removed_at is not None:
        raise _off_list()
    if row.left_at is not None:
        return row
    row.left_at = timezone.now()
    row.answer, row.access_needs, row.food_needs = Answer.NONE, "", ""
    row.version += 1
    seats.give_back(workshop, row)
    if workshop.kind == WorkshopKind.CONFERENCE:
        after_answer(workshop, row)
    audit.record("answer.left", workshop, by=by)
    return row


@transaction.atomic
def ask(*, invitation: Invitation, text: str) -> Question:
    """Put a guest's question to the organiser. The same words again are the same question.

    Refusals: off_list, question_missing, question_too_long.
    """
    if invitation.removed_at is not None:
        raise _off_list()
    cleaned = _text(text, QUESTION_LENGTH, "question_too_long", "question")
    if not cleaned:
        raise Refusal("question_missing", _("Write the question."), field="question")
    return questions.ask(workshop=invitation.workshop, text=cleaned, invitation=invitation)


def is_open(workshop: Workshop, now: dt.datetime | None = None) -> bool:
    """Whether guests can answer as they like."""
    moment = now or timezone.now()
    return workshop.state == WorkshopState.ANNOUNCED and moment < min(
        workshop.closes_at, workshop.starts_at
    )


def _locked(invitation: Invitation) -> tuple[Workshop, Invitation]:
    """The meeting, locked, and the invitation as it stands after that."""
    workshop = seats.lock(invitation.workshop)
    row = seats.row_of(invitation)
    row.workshop = workshop
    return workshop, row


def _write(
    workshop: Workshop, row: Invitation, given: Given, by: User | None, now: dt.datetime
) -> None:
    row.answer = given.answer
    row.access_needs, row.food_needs = given.access_needs, given.food_needs
    row.answered_at, row.answered_by = now, by
    row.left_at = None
    row.version += 1
    if given.answer == Answer.YES:
        seats.take(workshop, row, given.persons, now=now)
    else:
        seats.give_back(workshop, row, persons=given.persons, now=now)


def _keep_who(row: Invitation, who: Who) -> None:
    """Store organisation, group and companions: one line each, no more names than persons."""
    row.organisation_name = one_line(without_slots(who.organisation_name), 200)
    if who.party is None or who.party.workshop_id == row.workshop_id:
        row.party = who.party
    names = [checked_name(one, field="companions") for one in who.companions if one.strip()]
    row.companions = names[: max(row.persons - 1, 0)]
    row.save(update_fields=["organisation_name", "party", "companions", "updated_at"])


def _given(row: Invitation) -> Given:
    return Given(**{field.name: getattr(row, field.name) for field in fields(Given)})


def _checked(workshop: Workshop, given: Given) -> Given:
    """The answer with trimmed texts and without what is not asked for."""
    if given.answer not in (Answer.YES, Answer.NO, Answer.MAYBE):
        raise Refusal("unknown_answer", _("Answer yes, no or maybe."))
    if given.answer == Answer.NO:
        return Given(answer=given.answer)
    if not 1 <= given.persons <= MOST_PERSONS:
        raise Refusal(
            "persons_out_of_range",
            _("Give the number of persons as 1 to %(most)d, yourself included.")
            % {"most": MOST_PERSONS},
            field="persons",
        )
    access, food = (
        _text(getattr(given, field), NEEDS_LENGTH, "needs_too_long", field) if asked else ""
        for field, asked in (
            ("access_needs", workshop.ask_access),
            ("food_needs", workshop.ask_food),
        )
    )
    return Given(answer=given.answer, persons=given.persons, access_needs=access, food_needs=food)


def _text(text: str, limit: int, code: str, field: str) -> str:
    cleaned = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(cleaned) > limit:
        message = _("A text is longer than %(limit)d characters.") % {"limit": limit}
        raise Refusal(code, message, field=field)
    return cleaned


def _refuse_too_large(workshop: Workshop, given: Given) -> None:
    """A party larger than the hall would wait for ever."""
    if workshop.capacity is not None and given.persons > workshop.capacity:
        raise Refusal(
            "party_too_large",
            ngettext(
                "There is only %(seats)d seat in all.",
                "There are only %(seats)d seats in all.",
                workshop.capacity,
            )
            % {"seats": workshop.capacity},
            field="persons",
        )


def _refuse_closed(
    workshop: Workshop, row: Invitation, given: Given, by: User | None, now: dt.datetime
) -> None:
    if row.removed_at is not None:
        raise _off_list()
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("cancelled", _("The meeting has been cancelled."))
    if workshop.state != WorkshopState.ANNOUNCED:
        raise Refusal("not_announced", _("The meeting is not announced yet."))
    if now >= workshop.starts_at:
        raise Refusal("meeting_begun", _("The meeting has begun. Answers are no longer taken."))
    accepts = row.seat == Seat.OFFERED and given.answer == Answer.YES
    if by is None and now >= workshop.closes_at and given.answer != Answer.NO and not accepts:
        raise Refusal(
            "answers_closed",
            _("The time for answers is over. You can still say that you do not come."),
        )


def _require_phone(by: User, invitation: Invitation) -> None:
    """Answers are taken by those who invite, for guests whose names they may read."""
    require(by, "workshops.invite", invitation.workshop)
    if not Invitation.objects.named_for(by).filter(pk=invitation.pk).exists():
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))


def _off_list() -> Refusal:
    return Refusal("off_list", _("The guest is no longer on the list."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """What the page may say: whether there was room for the party when it came.

    `waits` says that seats are taken only when the letter's link has been opened.
    """

    invitation: Invitation
    has_room: bool
    waits: bool


@transaction.atomic
def sign_up(  # noqa: PLR0913 - keyword-only: each is a part of the form
    *,
    workshop: Workshop,
    name: str,
    email: str = "",
    phone: str = "",
    persons: int = 1,
    access_needs: str = "",
    food_needs: str = "",
    language: str = "",
    sender: str = "",
    who: Who | None = None,
) -> SignedUp:
    """Put somebody on the list who says yes; the open page's address is the right to do so.

    Whoever has answered keeps the answer and gets its letter again. One who was invited and had
    not answered, or had left the list, says yes by this. Another name with the same address is
    another person. `language` is the page's; the
    meeting's when not given. `sender` is the other end's network address: a party of more than
    UNCONFIRMED_PERSONS, and what comes from one sender after so many, gets no seat but a letter
    with the link to answer by, and needs an e-mail address.

    Refusals: sign_up_closed, confirm_by_letter, those of `workshops.guests.services.checked`
    and of `answer`.
    """
    workshop = seats.lock(workshop)
    if not workshop.open_sign_up or not is_open(workshop):
        raise Refusal("sign_up_closed", _("The meeting no longer takes sign-ups."))
    data = checked({"name": name, "email": email, "phone": phone})
    left = workshop.seats_left
    has_room = left is None or persons <= left
    waits = _waits_for_letter(workshop, sender, persons)
    if waits and not data["email"]:
        raise Refusal(
            "confirm_by_letter",
            _("So many seats are kept only when they are confirmed by e-mail. Give an address."),
            field="email",
        )
    known = _known(workshop, data)
    if known is not None and (known.removed_at or (known.answer and not known.left_at)):
        if known.removed_at is None:
            known.workshop = workshop
            answer_letters.write_signed_up_again(workshop, known)
        return SignedUp(invitation=known, has_room=has_room, waits=waits)
    row = known or Invitation.objects.create(
        workshop=workshop,
        how=HowInvited.SIGNED_UP,
        source=_("You signed up on the meeting's page."),
        language=language or workshop.language,
        invited_at=timezone.now(),
        **data,
    )
    row.workshop = workshop
    if waits and who is not None and known is None:
        _keep_who(row, who)
    if waits:
        answer_letters.write_to_confirm(workshop, row)
        return SignedUp(invitation=row, has_room=has_room, waits=True)
    if sender:
        throttle.within(
            _UNCONFIRMED, _sender(workshop, sender), limit=UNCONFIRMED_PERSONS,
            seconds=UNCONFIRMED_SECONDS, times=max(persons, 1),
        )  # fmt: skip
    row = answer(
        invitation=row, answer="yes", persons=persons, access_needs=access_needs,
        food_needs=food_needs, who=who,
    )  # fmt: skip
    return SignedUp(invitation=row, has_room=has_room, waits=False)


_UNCONFIRMED = "sign-up-persons"


def _waits_for_letter(workshop: Workshop, sender: str, persons: int) -> bool:
    if persons > UNCONFIRMED_PERSONS:
        return True
    # The meeting is locked: nobody else counts between this and the seat.
    most_before = UNCONFIRMED_PERSONS - persons
    who = _sender(workshop, sender)
    return bool(sender) and throttle.exceeded(_UNCONFIRMED, who, limit=most_before + 1)


def _sender(workshop: Workshop, sender: str) -> str:
    return f"{workshop.pk}:{sender}"


@transaction.atomic
def renew_page(*, workshop: Workshop, by: User) -> Workshop:
    """Give the open page a new address; the one on posters that hang ends."""
    require(by, "workshops.edit", workshop)
    workshop = seats.lock(workshop)
    workshop.page_edition += 1
    workshop.save(update_fields=["page_edition", "updated_at"])
    audit.record("open_page.renewed", workshop, by=by)
    return workshop


def _known(workshop: Workshop, data: dict[str, Any]) -> Invitation | None:
    """The person's row; without an address, that of the same name and phone (a double click).

    Somebody else with the same mailbox takes the row that has not answered yet: the invitation
    may have named the house. Where all have answered he or she is a guest of their own, unless
    the organiser has taken the address off.
    """
    if not data["email"]:
        return workshop.invitations.filter(**data).first()
    if (found := person_there(workshop, data)) is not None:
        return found
    rows = list(workshop.invitations.filter(email=data["email"]).order_by("pk"))
    open_rows = [row for row in rows if row.removed_at or (not row.answer and not row.left_at)]
    return open_rows[0] if open_rows else None


#: Rule `needs` of core/fields.yaml.
NEEDS_KEPT = dt.timedelta(days=30)


def forget_needs(batch: int = retention.BATCH) -> int:
    """Empty what guests said about food and access at meetings long over; return how many rows."""
    over = Invitation.objects.filter(workshop__starts_at__lt=timezone.now() - NEEDS_KEPT)
    rows = over.filter(~Q(access_needs="") | ~Q(food_needs=""))
    some = list(rows.values_list("pk", flat=True)[:batch])
    return Invitation.objects.filter(pk__in=some).update(access_needs="", food_needs="")


retention.register("workshops.needs", forget_needs)

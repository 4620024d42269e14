"""What a person may do with a letter: hold it back, release, discard, send it again.

Each is one conditional update, because a worker may take the letter at the same moment.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.blocks.services import is_suppressed
from outbox.delivery.wake import wake
from outbox.models import DELIVERABLE, Campaign, Letter, LetterState

if TYPE_CHECKING:
    from people.models import User

#: From which states each verb may start.
MAY_HOLD = frozenset(DELIVERABLE)
MAY_RELEASE = frozenset({LetterState.HELD})
MAY_DISCARD = frozenset(
    {*DELIVERABLE, LetterState.HELD, LetterState.FAILED, LetterState.UNKNOWN, LetterState.KEPT}
)
MAY_SEND_AGAIN = frozenset(
    {
        LetterState.FAILED,
        LetterState.UNKNOWN,
        LetterState.KEPT,
        LetterState.DISCARDED,
        LetterState.SUPPRESSED,
    }
)


def hold(letter: Letter, *, by: User) -> Letter:
    """Keep a waiting letter from leaving until somebody releases it. Raises Refusal."""
    return _move(letter, MAY_HOLD, LetterState.HELD, verb="letter.held", by=by)


@transaction.atomic
def release(letter: Letter, *, by: User) -> Letter:
    """Let a letter that was held back leave: now, or when its sending leaves. Raises Refusal."""
    require(by, "outbox.steer_letter", letter)
    refuse_before_approval(letter.campaign)
    return _move(letter, MAY_RELEASE, LetterState.READY, verb="letter.released", by=by)


def discard(letter: Letter, *, by: User) -> Letter:
    """Say that a letter shall not leave; it stays readable. Raises Refusal."""
    return _move(letter, MAY_DISCARD, LetterState.DISCARDED, verb="letter.discarded", by=by)


@transaction.atomic
def send_again(letter: Letter, *, by: User, may_arrive_twice: bool = False) -> Letter:
    """Put a letter that did not arrive back among the waiting ones.

    A letter of which nobody knows whether it arrived asks for `may_arrive_twice`: a person
    takes that on, never the platform. The Message-ID stays, so that copies can be told as
    copies. Raises Refusal.
    """
    require(by, "outbox.steer_letter", letter)
    if letter.state == LetterState.UNKNOWN and not may_arrive_twice:
        raise Refusal(
            "may_arrive_twice",
            _(
                "It is not known whether this letter arrived. "
                "Confirm that it may arrive twice, then send it again."
            ),
        )
    refuse_before_approval(letter.campaign)
    scope = letter.campaign.scope if letter.campaign else ""
    blocked = is_suppressed([letter.to_address], letter.region, letter.kind, scope)
    if blocked:
        raise Refusal(
            "address_blocked",
            _("Nothing like this is sent to the address: %(why)s.")
            % {"why": blocked[letter.to_address].label},
        )
    return _move(letter, MAY_SEND_AGAIN, LetterState.READY, verb="letter.sent_again", by=by)


def refuse_before_approval(campaign: Campaign | None) -> None:
    """A letter leaves neither before its sending is approved nor after that was undone.

    Asked under the sending's lock, in the caller's transaction: undoing waits for the answer.
    Refusals: needs_approval, sending_undone.
    """
    if campaign is None:
        return
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.stopped_at is not None:
        raise Refusal("sending_undone", _("The sending was undone. Write a new one."))
    if campaign.waits_for_approval:
        raise Refusal(
            "needs_approval", _("A second person has to approve the sending before it leaves.")
        )


def earliest(campaign: Campaign | None) -> dt.datetime:
    """When a released letter may leave: now, or when its sending leaves."""
    now = timezone.now()
    return max(now, campaign.not_before) if campaign is not None else now


def _move(
    letter: Letter, start: frozenset[LetterState], end: LetterState, *, verb: str, by: User
) -> Letter:
    require(by, "outbox.steer_letter", letter)
    values: dict[str, Any] = {"state": end, "lease": "", "leased_until": None}
    if end == LetterState.READY:
        values |= {"not_before": earliest(letter.campaign), "attempt_count": 0, "reason": ""}
    with transaction.atomic():
        # The state that the user saw, not any state from which the verb could start: a letter
        # that meanwhile became unknown must not be sent again without the question.
        seen = Letter.objects.filter(pk=letter.pk, state=letter.state)
        if letter.state not in start or not seen.update(**values):
            raise Refusal(
                "letter_moved_on",
                _("The letter has moved on since you opened the page. Look at it again."),
            )
        audit.record(verb, letter, by=by, subject=letter.subject)
        if end == LetterState.READY:
            transaction.on_commit(wake)
    letter.refresh_from_db()
    return letter

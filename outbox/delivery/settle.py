"""Keep what became of letters: state and attempt, many at a time, under the worker's mark."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.blocks.reports import NO_SUCH_ADDRESS
from outbox.blocks.services import suppress
from outbox.headers import one_line
from outbox.models import Attempt, FirstLetter, Letter, LetterState, SuppressionReason
from outbox.personal import NOTICE

logger = logging.getLogger("placedev.outbox")

#: 1, 4, 16, 64 … minutes between tries, at most a day (trust notes 5.1).
BACKOFF_FACTOR, BACKOFF_LIMIT = 4, dt.timedelta(hours=24)
MOST_ATTEMPTS = 8
#: How soon a server that is away is asked again.
SERVER_PAUSE = dt.timedelta(minutes=1)
TAKEN, PERMANENT = 250, 500
_IN_HAND = (LetterState.LEASED, LetterState.HANDING_OVER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter that a worker had in hand."""

    letter: Letter
    state: LetterState
    answer: str
    next_at: dt.datetime | None = None
    #: A letter found `unknown` keeps its mark: a worker that was only slow may still tell.
    keeps_lease: bool = False
    #: The server says that there is no such address.
    no_such_address: bool = False


def after_answer(letter: Letter, code: int, words: str, *, at_recipient: bool = False) -> Outcome:
    """What follows from the server's answer; code 0 when the line dropped before the text."""
    if code == TAKEN:
        return Outcome(letter, LetterState.SENT, words)
    answer = f"{code} {words}" if code else words
    tries = letter.attempt_count + 1
    if code >= PERMANENT or tries >= MOST_ATTEMPTS:
        unknown = at_recipient and code >= PERMANENT and bool(NO_SUCH_ADDRESS.search(words))
        return Outcome(letter, LetterState.FAILED, answer, no_such_address=unknown)
    return Outcome(letter, LetterState.DEFERRED, answer, next_at=timezone.now() + backoff(tries))


def backoff(attempt: int, *, chance: float | None = None) -> dt.timedelta:
    """The pause after the given number of tries (1 or more), with a fifth of jitter either way.

    `chance` from 0 to 1 replaces the random part.
    """
    pause = min(dt.timedelta(minutes=BACKOFF_FACTOR ** (attempt - 1)), BACKOFF_LIMIT)
    spread = random.random() if chance is None else chance  # noqa: S311 - jitter, no secret
    return max(pause * (0.8 + 0.4 * spread), SERVER_PAUSE)


def settle(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Keep the outcomes with their attempts; return those that were still ours to keep.

    Sent letters, which are almost all, cost two statements together.
    """
    sent = [one for one in outcomes if one.state == LetterState.SENT]
    kept = _together(sent)
    for outcome in outcomes:
        if outcome.state != LetterState.SENT and _alone(outcome):
            kept.append(outcome)
    return kept


def _together(sent: list[Outcome]) -> list[Outcome]:
    if not sent:
        return []
    with transaction.atomic():
        mine = Letter.objects.filter(
            pk__in=[one.letter.pk for one in sent],
            lease=sent[0].letter.lease,
            state__in=[*_IN_HAND, LetterState.UNKNOWN],
        )
        if mine.update(**_values(sent[0])) == len(sent):
            Attempt.objects.bulk_create(_attempt(one) for one in sent)
            return list(sent)
        # Some were taken over: which ones is seen by taking them singly.
        transaction.set_rollback(True)
    return [one for one in sent if _alone(one)]


def _alone(outcome: Outcome) -> bool:
    letter = outcome.letter
    may = [*_IN_HAND]
    if outcome.state != LetterState.UNKNOWN:
        may.append(LetterState.UNKNOWN)
    with transaction.atomic():
        mine = Letter.objects.filter(pk=letter.pk, lease=letter.lease, state__in=may)
        if not mine.update(**_values(outcome)):
            logger.warning("letter %s was taken over by another worker", letter.pk)
            return False
        _attempt(outcome).save()
        if outcome.no_such_address:
            suppress(
                address=letter.to_address,
                region=None,
                reason=SuppressionReason.BOUNCED,
                detail=outcome.answer,
            )
    return True


def _values(outcome: Outcome) -> dict[str, Any]:
    now = timezone.now()
    good = outcome.state == LetterState.SENT
    values = {
        "state": outcome.state,
        "attempt_count": F("attempt_count") + 1,
        "leased_until": None,
        "reason": "" if good else one_line(outcome.answer, 300),
        "sent_at": now if good else None,
    }
    if not outcome.keeps_lease:
        values["lease"] = ""
    if outcome.next_at is not None:
        values["not_before"] = outcome.next_at
    return values


def _attempt(outcome: Outcome) -> Attempt:
    return Attempt(
        letter=outcome.letter, outcome=outcome.state, answer=one_line(outcome.answer, 500)
    )


def note_told(letters: Iterable[Letter]) -> None:
    """Note which addresses have had the notice of a first letter."""
    told = {
        (letter.region_id, letter.to_address)
        for letter in letters
        if letter.values.get(NOTICE) and letter.region_id is not None
    }
    if told:
        FirstLetter.objects.bulk_create(
            [FirstLetter(region_id=region_id, address=address) for region_id, address in told],
            ignore_conflicts=True,
        )

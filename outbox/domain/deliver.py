"""Deliver letters: take a batch, hand each over once, keep what is known.

The rows are the truth. A worker marks the letters it takes (`lease`), and each later step is
a conditional update on that mark, so that two workers, or one task delivered twice, never
hand over the same letter. `handing_over` is committed before the text goes out: a crash
after that leaves the letter `unknown`, which is shown and not resent by itself.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.handover import MailServer, NotTaken, ServerAway, Uncertain, envelope, keeps_letters
from outbox.headers import one_line
from outbox.models import DELIVERABLE, Attempt, Letter, LetterKind, LetterState

logger = logging.getLogger("placedev.outbox")

BATCH = 50
#: How long a worker may hold letters. Longer than all timeouts of one hand-over together.
LEASE = dt.timedelta(minutes=5)
#: One task's working time, below Celery's time limit of 300 s.
ROUND_SECONDS = 200
#: 1, 4, 16, 64 … minutes between tries, at most a day (trust notes 5.1).
BACKOFF_FACTOR, BACKOFF_LIMIT = 4, dt.timedelta(hours=24)
MOST_ATTEMPTS = 8
#: How soon a server that is away is asked again.
SERVER_PAUSE = dt.timedelta(minutes=1)
#: An account letter's code lives ten minutes (ACCOUNT_LOGIN_BY_CODE_TIMEOUT).
CODE_LIFE = dt.timedelta(minutes=10)
#: After this the text of an account letter is emptied (rule `code` of core/fields.yaml).
CODE_KEPT = dt.timedelta(days=1)


def deliver(*, letter_ids: Sequence[int] | None = None) -> int:
    """Deliver what waits (or, of these letters, those that wait); return how many were sent.

    Batch after batch, until nothing waits or the round's time is over.
    """
    sent = 0
    deadline = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < deadline:
        lease = uuid.uuid4().hex
        letters = claim(lease=lease, letter_ids=letter_ids)
        if not letters:
            break
        if keeps_letters():
            _keep(letters, lease)
            continue
        try:
            with MailServer() as server:
                sent += sum(_deliver_one(server, letter) for letter in letters)
        except ServerAway as error:
            logger.warning("mail server away: %s", error)
            _put_back(lease, str(error))
            break
    return sent


def claim(*, lease: str, letter_ids: Sequence[int] | None = None) -> list[Letter]:
    """Take a batch of waiting letters under the mark `lease`.

    On PostgreSQL, rows that another worker is taking are skipped; on SQLite there is one
    writer at a time.
    """
    now = timezone.now()
    waiting = Letter.objects.deliverable(now)
    if letter_ids is not None:
        waiting = waiting.filter(pk__in=letter_ids)
    with transaction.atomic():
        ids = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Letter.objects.filter(pk__in=ids).update(
            state=LetterState.LEASED, lease=lease, leased_until=now + LEASE
        )
    taken = Letter.objects.filter(pk__in=ids, lease=lease).prefetch_related("attachments")
    return list(taken.order_by("not_before", "pk"))


def recover() -> int:
    """Look after letters whose worker died; return how many became unknown.

    One that was only taken waits again. One that was being handed over is unknown, except a
    sign-in code that is still good: a second copy of it does no harm.
    """
    now = timezone.now()
    lost = Letter.objects.lost(now)
    free = {"lease": "", "leased_until": None}
    lost.filter(state=LetterState.LEASED).update(state=LetterState.READY, **free)
    codes = lost.filter(
        state=LetterState.HANDING_OVER, kind=LetterKind.ACCOUNT, created_at__gt=now - CODE_LIFE
    )
    codes.update(state=LetterState.READY, **free)
    unknown = 0
    for letter in lost.filter(state=LetterState.HANDING_OVER):
        reason = "the worker stopped while handing over"
        unknown += _settle(letter, LetterState.UNKNOWN, reason, keep_lease=True)
    return unknown


def forget_codes() -> int:
    """Empty account letters that are over: a code is of no use, and nobody need find it later."""
    old = Letter.objects.filter(kind=LetterKind.ACCOUNT, created_at__lt=timezone.now() - CODE_KEPT)
    over = old.exclude(text="").exclude(
        state__in=[*DELIVERABLE, LetterState.LEASED, LetterState.HANDING_OVER]
    )
    return over.update(text="", html="")


def backoff(attempt: int, *, chance: float | None = None) -> dt.timedelta:
    """The pause after the given number of tries (1 or more), with a fifth of jitter either way.

    `chance` from 0 to 1 replaces the random part.
    """
    pause = min(dt.timedelta(minutes=BACKOFF_FACTOR ** (attempt - 1)), BACKOFF_LIMIT)
    spread = random.random() if chance is None else chance  # noqa: S311 - jitter, no secret
    return max(pause * (0.8 + 0.4 * spread), SERVER_PAUSE)


def _deliver_one(server: MailServer, letter: Letter) -> bool:
    """Hand one letter over and keep the outcome; True when it was sent. Raises ServerAway."""
    try:
        mail = envelope(letter)
    except Exception as error:
        # One letter that cannot be built must not stop the others, and no later try mends it.
        logger.exception("letter %s cannot be built", letter.pk)
        _settle(letter, LetterState.FAILED, str(error))
        return False
    try:
        answer = server.hand_over(mail, before_text=lambda: _mark_handing_over(letter))
    except NotTaken as error:
        _after_refusal(letter, error)
    except Uncertain as error:
        _settle(letter, LetterState.UNKNOWN, str(error))
    else:
        return answer is not None and _settle(letter, LetterState.SENT, answer)
    return False


def _mark_handing_over(letter: Letter) -> bool:
    """Commit that the text is about to go out; False when the letter is no longer ours."""
    mine = Letter.objects.filter(pk=letter.pk, lease=letter.lease, state=LetterState.LEASED)
    return bool(mine.update(state=LetterState.HANDING_OVER, leased_until=timezone.now() + LEASE))


def _after_refusal(letter: Letter, error: NotTaken) -> None:
    tries = letter.attempt_count + 1
    answer = f"{error.code} {error.answer}" if error.code else error.answer
    if error.is_final or tries >= MOST_ATTEMPTS:
        _settle(letter, LetterState.FAILED, answer)
    else:
        _settle(letter, LetterState.DEFERRED, answer, next_at=timezone.now() + backoff(tries))


def _settle(
    letter: Letter,
    state: LetterState,
    answer: str,
    *,
    next_at: dt.datetime | None = None,
    keep_lease: bool = False,
) -> bool:
    """Keep an outcome with its attempt, if the letter is still under our mark.

    A letter found `unknown` keeps its mark: a worker that was only slow may still tell what
    became of it.
    """
    now = timezone.now()
    in_hand = [LetterState.LEASED, LetterState.HANDING_OVER]
    if state != LetterState.UNKNOWN:
        in_hand.append(LetterState.UNKNOWN)
    good = state == LetterState.SENT
    values = {
        "state": state,
        "attempt_count": F("attempt_count") + 1,
        "leased_until": None,
        "lease": letter.lease if keep_lease else "",
        "reason": "" if good else one_line(answer, 300),
        "sent_at": now if good else None,
    }
    if next_at is not None:
        values["not_before"] = next_at
    with transaction.atomic():
        mine = Letter.objects.filter(pk=letter.pk, lease=letter.lease, state__in=in_hand)
        if not mine.update(**values):
            logger.warning("letter %s was taken over by another worker", letter.pk)
            return False
        Attempt.objects.create(letter=letter, outcome=state, answer=one_line(answer, 500))
    return True


def _keep(letters: Sequence[Letter], lease: str) -> None:
    """No mail server: the letters are marked as kept here, which they are."""
    Letter.objects.filter(pk__in=[letter.pk for letter in letters], lease=lease).update(
        state=LetterState.KEPT, lease="", leased_until=None
    )


def _put_back(lease: str, reason: str) -> None:
    """The server is away: what was not tried waits a minute, without counting as a try."""
    Letter.objects.filter(lease=lease, state=LetterState.LEASED).update(
        state=LetterState.DEFERRED,
        not_before=timezone.now() + SERVER_PAUSE,
        reason=one_line(reason, 300),
        lease="",
        leased_until=None,
    )

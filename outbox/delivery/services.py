"""The only way out of the outbox: take a batch, hand each letter over once, keep what is known.

The rows are the truth. A worker marks the letters it takes (`lease`), and each later step is
a conditional update on that mark, so that two workers, or one task delivered twice, never
hand over the same letter. `handing_over` is committed before the text goes out, for a chunk of
letters by one statement; which letter of a chunk had begun when a worker died stands in its
journal (`outbox.delivery.journal`). A letter that was begun and not answered is `unknown`, which
is shown and not resent by itself.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from itertools import batched

from django.utils import timezone

from outbox.blocks.services import is_suppressed, why_blocked
from outbox.delivery import quota
from outbox.delivery.claim import LEASE, Batch, claim
from outbox.delivery.journal import Journal
from outbox.delivery.settle import (
    SERVER_PAUSE,
    TAKEN,
    Outcome,
    after_answer,
    note_told,
    settle,
)
from outbox.delivery.smtp import (
    MailServer,
    NotTaken,
    ServerAway,
    Uncertain,
    envelope,
    keeps_letters,
)
from outbox.delivery.wake import wake
from outbox.headers import one_line
from outbox.models import Letter, LetterState, SuppressionReason
from people.models import Region

logger = logging.getLogger("placedev.outbox")

#: Letters taken at once, and those of them that are marked as being handed over at once.
BATCH, CHUNK = 200, 25
#: One task's working time, below Celery's time limit of 300 s.
ROUND_SECONDS = 200
#: A letter is begun at most this long after its chunk was marked: well within the lease, so that
#: nobody takes it for a dead worker's.
CHUNK_SECONDS = 120
_IN_HAND = (LetterState.LEASED, LetterState.HANDING_OVER)


def deliver() -> int:
    """Deliver what waits; return how many letters were sent.

    Batch after batch, until nothing waits or the round's time is over. When there is more than
    one batch, another worker is asked to help.
    """
    sent = 0
    asked_for_help = False
    deadline = time.monotonic() + ROUND_SECONDS
    while time.monotonic() < deadline:
        round_ = _Round(deadline)
        try:
            keeps = keeps_letters()
            batch = claim(lease=round_.lease, size=BATCH, limited=not keeps)
            if not asked_for_help and len(batch.letters) == BATCH:
                asked_for_help = True
                wake()
            if not batch.letters:
                round_.journal.finish()
                break
            if keeps:
                _keep(batch)
                round_.journal.finish()
                continue
            sent += round_.hand_over(batch)
        finally:
            round_.journal.release()
        if round_.server_away:
            break
    return sent


class _Round:
    """One batch of one worker, from the first letter to the last."""

    def __init__(self, deadline: float) -> None:
        self.lease = uuid.uuid4().hex
        self.server_away = ""
        self.journal = Journal.start(self.lease)
        self._deadline = deadline
        self._done: list[Outcome] = []

    def hand_over(self, batch: Batch) -> int:
        """Hand the batch over; return how many letters were sent."""
        all_tried = False
        try:
            with MailServer() as server:
                all_tried = self._chunks(server, batch)
        except ServerAway as error:
            self.server_away = str(error)
            logger.warning("mail server away: %s", error)
        if not all_tried:
            self._put_back()
        self.journal.finish()
        sent = [one.letter for one in self._done if one.state == LetterState.SENT]
        note_told(sent)
        _give_back(batch, self._done)
        return len(sent)

    def _chunks(self, server: MailServer, batch: Batch) -> bool:
        # Without a journal a crash makes a whole chunk unknown: then a chunk is one letter.
        size = CHUNK if self.journal.is_kept else 1
        return all(
            Chunk(batch, self.journal, letters, self._deadline).hand_over(server, self._done)
            for letters in batched(_without_blocked(batch), size, strict=False)
        )

    def _put_back(self) -> None:
        """What was not begun waits again, without counting as a try."""
        rest = Letter.objects.filter(lease=self.lease, state__in=_IN_HAND)
        if not self.server_away:
            rest.update(state=LetterState.READY, lease="", leased_until=None)
            return
        rest.update(
            state=LetterState.DEFERRED,
            not_before=timezone.now() + SERVER_PAUSE,
            reason=one_line(self.server_away, 300),
            lease="",
            leased_until=None,
        )


class Chunk:
    """Some letters of a batch that are marked as being handed over by one statement."""

    def __init__(
        self, batch: Batch, journal: Journal, letters: Sequence[Letter], deadline: float
    ) -> None:
        self._batch, self._journal, self._letters = batch, journal, letters
        self._deadline = deadline
        self._marked: frozenset[int] | None = None

    def hand_over(self, server: MailServer, done: list[Outcome]) -> bool:
        """Hand the letters over, each once; add the outcomes kept to `done`.

        False when the time was over before all were tried. Raises ServerAway.
        """
        outcomes: list[Outcome] = []
        try:
            for letter in self._letters:
                if time.monotonic() > self._deadline:
                    break
                outcome = self._one(server, letter)
                if outcome is not None:
                    outcomes.append(outcome)
        except ServerAway:
            done += settle(outcomes)
            raise
        done += settle(outcomes)
        return time.monotonic() <= self._deadline

    def _one(self, server: MailServer, letter: Letter) -> Outcome | None:
        """Hand one letter over; None when it was no longer ours. Raises ServerAway."""
        try:
            mail = envelope(letter, self._batch.text_of(letter))
        except Exception as error:
            # One letter that cannot be built must not stop the others, and no later try mends it.
            logger.exception("letter %s cannot be built", letter.pk)
            return Outcome(letter, LetterState.FAILED, str(error))
        try:
            words = server.hand_over(mail, before_text=lambda: self._begin(letter))
        except NotTaken as error:
            self._journal.answer(letter.pk, error.code, error.answer)
            return after_answer(letter, error.code, error.answer, at_recipient=error.at_recipient)
        except Uncertain as error:
            return Outcome(letter, LetterState.UNKNOWN, str(error))
        if words is None:
            return None
        self._journal.answer(letter.pk, TAKEN, words)
        return after_answer(letter, TAKEN, words)

    def _begin(self, letter: Letter) -> bool:
        """Note that the text is about to go out; False when the letter is no longer ours."""
        if self._marked is None:
            self._marked = mark_handing_over(self._letters)
            self._deadline = min(self._deadline, time.monotonic() + CHUNK_SECONDS)
        if letter.pk not in self._marked or time.monotonic() > self._deadline:
            return False
        self._journal.begin(letter.pk)
        return True


def mark_handing_over(letters: Sequence[Letter]) -> frozenset[int]:
    """Commit that these letters are about to go out; return those that are still ours."""
    ids = [letter.pk for letter in letters]
    lease = letters[0].lease
    mine = Letter.objects.filter(pk__in=ids, lease=lease, state=LetterState.LEASED)
    marked = mine.update(state=LetterState.HANDING_OVER, leased_until=timezone.now() + LEASE)
    if marked == len(ids):
        return frozenset(ids)
    now_ours = Letter.objects.filter(pk__in=ids, lease=lease, state=LetterState.HANDING_OVER)
    return frozenset(now_ours.values_list("pk", flat=True))


def _without_blocked(batch: Batch) -> list[Letter]:
    """The batch's letters but those whose address was blocked after they were written."""
    groups: dict[tuple[int | None, str, str], list[Letter]] = {}
    for letter in batch.letters:
        scope = letter.campaign.scope if letter.campaign else ""
        groups.setdefault((letter.region_id, letter.kind, scope), []).append(letter)
    blocked: set[int] = set()
    for (region_id, kind, scope), letters in groups.items():
        region = None if region_id is None else Region(pk=region_id)
        found = is_suppressed([letter.to_address for letter in letters], region, kind, scope)
        for letter in letters:
            if letter.to_address in found:
                blocked.add(letter.pk)
                _block(letter, found[letter.to_address])
    return [letter for letter in batch.letters if letter.pk not in blocked]


def _block(letter: Letter, why: SuppressionReason) -> None:
    Letter.objects.filter(pk=letter.pk, lease=letter.lease, state=LetterState.LEASED).update(
        state=LetterState.SUPPRESSED,
        reason=why_blocked(why, letter.region),
        lease="",
        leased_until=None,
    )


def _give_back(batch: Batch, done: Sequence[Outcome]) -> None:
    """Take off the regions' counts what was taken and did not leave."""
    if not batch.counted:
        return
    left = Counter(
        one.letter.region_id
        for one in done
        if one.state in {LetterState.SENT, LetterState.UNKNOWN}
        and one.letter.priority >= quota.COUNTED
    )
    unsent = {pk: number - left[pk] for pk, number in batch.counted.items()}
    quota.give_back({pk: number for pk, number in unsent.items() if number}, batch.taken_at)


def _keep(batch: Batch) -> None:
    """No mail server: the letters are marked as kept here, which they are."""
    Letter.objects.filter(pk__in=[letter.pk for letter in batch.letters], lease=batch.lease).update(
        state=LetterState.KEPT, lease="", leased_until=None
    )
    note_told(batch.letters)

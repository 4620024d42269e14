"""Look after what dead workers left, and forget what nobody needs any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from outbox.delivery import journal
from outbox.delivery.settle import Outcome, after_answer, note_told, settle
from outbox.models import DELIVERABLE, Letter, LetterKind, LetterState

#: An account letter's code lives ten minutes (ACCOUNT_LOGIN_BY_CODE_TIMEOUT).
CODE_LIFE = dt.timedelta(minutes=10)
#: After this the text of an account letter is emptied (rule `code` of core/fields.yaml).
CODE_KEPT = dt.timedelta(days=1)
REASON = "the worker stopped while handing over"
_FREE = {"state": LetterState.READY, "lease": "", "leased_until": None}


def recover() -> int:
    """Look after letters whose worker died; return how many became unknown.

    On this machine a dead worker is known at once, and its journal tells which letters had gone
    out; elsewhere the lease has to run out first, and all that were being handed over count as
    begun. One that was begun is unknown, except a sign-in code that is still good: a second copy
    of it does no harm. All others wait again, or are what the server had answered.
    """
    unknown = 0
    for lease in journal.left_by_the_dead():
        letters = Letter.objects.filter(
            lease=lease, state__in=[LetterState.LEASED, LetterState.HANDING_OVER]
        )
        if letters.exists():
            unknown += _settle_lease(lease, letters)
            journal.forget(lease)
    journal.forget_old()
    lost = Letter.objects.lost(timezone.now())
    for lease in set(lost.values_list("lease", flat=True)):
        unknown += _settle_lease(lease, lost.filter(lease=lease))
    return unknown


def forget_codes() -> int:
    """Empty account letters that are over: a code is of no use, and nobody need find it later."""
    old = Letter.objects.filter(kind=LetterKind.ACCOUNT, created_at__lt=timezone.now() - CODE_KEPT)
    over = old.exclude(text="").exclude(
        state__in=[*DELIVERABLE, LetterState.LEASED, LetterState.HANDING_OVER]
    )
    return over.update(text="", html="")


def _settle_lease(lease: str, letters: QuerySet[Letter]) -> int:
    """Settle the letters of a worker that is dead or late; return how many became unknown."""
    letters.filter(state=LetterState.LEASED).update(**_FREE)
    handing_over = list(letters.filter(state=LetterState.HANDING_OVER))
    if not handing_over:
        return 0
    begun, outcomes = _by_journal(lease, handing_over)
    codes = {one.pk for one in begun if _is_good_code(one)}
    _free(lease, codes)
    outcomes += [
        Outcome(one, LetterState.UNKNOWN, REASON, keeps_lease=True)
        for one in begun
        if one.pk not in codes
    ]
    kept = settle(outcomes)
    note_told(one.letter for one in kept if one.state == LetterState.SENT)
    return sum(one.state == LetterState.UNKNOWN for one in kept)


def _by_journal(lease: str, letters: Sequence[Letter]) -> tuple[Sequence[Letter], list[Outcome]]:
    """Letters that were begun and not answered, and what became of those that were.

    What a dead worker had not begun waits again. Without a journal all letters count as begun.
    """
    told = journal.told(lease)
    if told is None:
        return letters, []
    if not journal.is_alive(lease):
        _free(lease, {one.pk for one in letters} - told.begun - set(told.answers))
    answered = [one for one in letters if one.pk in told.answers]
    begun = [one for one in letters if one.pk in told.begun and one.pk not in told.answers]
    return begun, [after_answer(one, *told.answers[one.pk]) for one in answered]


def _is_good_code(letter: Letter) -> bool:
    since = timezone.now() - CODE_LIFE
    return letter.kind == LetterKind.ACCOUNT and letter.created_at > since


def _free(lease: str, letter_ids: Iterable[int]) -> None:
    Letter.objects.filter(
        pk__in=list(letter_ids), lease=lease, state=LetterState.HANDING_OVER
    ).update(**_FREE)

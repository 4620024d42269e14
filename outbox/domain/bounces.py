"""Taking in what came back: a letter is marked, an address is blocked, each report counts once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import transaction

from core import audit
from outbox.domain import reports
from outbox.domain.reports import Report, Told
from outbox.domain.suppress import suppress
from outbox.models import Bounce, Letter, LetterState, SuppressionReason

#: Largest report that is read, in bytes. Servers send the letter's headers back, or all of it.
LARGEST = 2 * 1024 * 1024
#: States that a report can end: it proves that the mail server had taken the letter.
_MAY_FAIL = (LetterState.SENT, LetterState.UNKNOWN, LetterState.HANDING_OVER)


class Outcome(Enum):
    """What became of a report."""

    #: It is none, or it is about no letter of ours, or its return address is not signed by us.
    IGNORED = "ignored"
    #: It was taken in earlier.
    KNOWN = "known"
    #: It stands at the letter, and nothing else follows.
    NOTED = "noted"
    #: The letter has failed.
    FAILED = "failed"
    #: The letter has failed, or was reported as unwanted, and its address is blocked.
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a report does: to the letter, and to its address."""

    ends_letter: bool
    blocks: SuppressionReason | None


EFFECTS = {
    Told.ADDRESS_REFUSED: Effect(ends_letter=True, blocks=SuppressionReason.BOUNCED),
    Told.NOT_DELIVERED: Effect(ends_letter=True, blocks=None),
    Told.NOTED: Effect(ends_letter=False, blocks=None),
    Told.COMPLAINT: Effect(ends_letter=False, blocks=SuppressionReason.COMPLAINED),
}


def take_in(raw: bytes) -> Outcome:
    """Take in one message that came to a return address, as it came over the wire.

    Safe to call twice with the same, or at the same time. A forged return address has no effect,
    a report that comes late has the effect it would have had. Never raises for what the bytes hold.
    """
    if len(raw) > LARGEST:
        return Outcome.IGNORED
    report = reports.read(raw)
    return Outcome.IGNORED if report is None else _take_in(report)


@transaction.atomic
def _take_in(report: Report) -> Outcome:
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("region")
        .filter(pk=report.letter_id)
        .first()
    )
    if letter is None:
        return Outcome.IGNORED
    effect = EFFECTS[report.told]
    _bounce, is_new = Bounce.objects.get_or_create(
        fingerprint=report.fingerprint,
        defaults={
            "letter": letter,
            "is_final": effect.ends_letter,
            "status": report.status[:20],
            "detail": report.detail,
        },
    )
    if not is_new:
        return Outcome.KNOWN
    if effect.ends_letter:
        _fail(letter, report)
    if effect.blocks is not None:
        _block(letter, effect.blocks, report)
        return Outcome.BLOCKED
    return Outcome.FAILED if effect.ends_letter else Outcome.NOTED


def _fail(letter: Letter, report: Report) -> None:
    reason = f"{report.status} {report.detail}".strip()[:300]
    sent = Letter.objects.filter(pk=letter.pk, state__in=_MAY_FAIL)
    sent.update(state=LetterState.FAILED, reason=reason, lease="", leased_until=None)


def _block(letter: Letter, why: SuppressionReason, report: Report) -> None:
    """Block the letter's address: everywhere when it refuses mail, else for the region alone."""
    everywhere = why == SuppressionReason.BOUNCED
    row = suppress(
        address=letter.to_address,
        region=None if everywhere else letter.region,
        reason=why,
        detail=f"{report.status} {report.detail}".strip(),
    )
    audit.record(f"suppression.{why.value}", row, by=None)

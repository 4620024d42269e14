"""Taking in what came back: a letter is marked, an address is blocked, each report counts once.

Reports are pushed by a mail service (`outbox.blocks.views`), or lie in the mailbox that return
addresses lead to, read over IMAP:

    imaps://bounces%40example.org:password@imap.example.org/INBOX

A message is marked as read after it has been taken in. A crash between the two lets it be read
again, which has no second effect. Nothing is deleted: how long mail lies there is the mailbox's
own affair.
"""

from __future__ import annotations

import imaplib
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from django.db import transaction

from core import audit
from core.addresses import normal_address
from outbox.blocks import reports
from outbox.blocks.reports import Report, Told
from outbox.blocks.services import suppress
from outbox.models import Bounce, Letter, LetterState, SuppressionReason

logger = logging.getLogger("placedev.outbox")

IMAP_PORT, IMAPS_PORT = 143, 993
SECONDS = 20
#: Messages read in one round, so that a flooded mailbox does not hold a worker.
MOST_AT_ONCE = 500
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


class MailboxAwayError(Exception):
    """The mailbox cannot be opened or read. Its words are the server's."""


def read_mailbox(url: str) -> Counter[Outcome]:
    """Take in the unread messages; how many had which outcome. Raises MailboxAwayError."""
    outcomes: Counter[Outcome] = Counter()
    try:
        with _opened(url) as mailbox:
            for number in _unread(mailbox)[:MOST_AT_ONCE]:
                outcome = take_in(_message(mailbox, number))
                outcomes[outcome] += 1
                # What is no report is flagged: whoever opens the mailbox finds it among the read.
                ignored = outcome == Outcome.IGNORED
                flags = r"(\Seen \Flagged)" if ignored else r"(\Seen)"
                mailbox.uid("STORE", number, "+FLAGS", flags)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAwayError(str(error)) from error
    return outcomes


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
    effect = EFFECTS[_told(report, letter)]
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


def _told(report: Report, letter: Letter) -> Told:
    """What the report says of this letter: one that names other addresses alone is for people."""
    if report.about and normal_address(letter.to_address) not in report.about:
        return Told.NOTED
    return report.told


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


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    mailbox: imaplib.IMAP4 = (
        imaplib.IMAP4_SSL(host, parts.port or IMAPS_PORT, timeout=SECONDS)
        if parts.scheme == "imaps"
        else imaplib.IMAP4(host, parts.port or IMAP_PORT, timeout=SECONDS)
    )
    try:
        if parts.scheme == "imap+tls":
            mailbox.starttls()
        mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        answer, words = mailbox.select(f'"{folder}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{folder}: {words!r}")
        yield mailbox
    finally:
        try:
            mailbox.logout()
        except (imaplib.IMAP4.error, OSError) as error:
            logger.info("mailbox hung up without a farewell: %s", error)
            mailbox.shutdown()


def _unread(mailbox: imaplib.IMAP4) -> list[str]:
    _answer, found = mailbox.uid("SEARCH", "UNSEEN")
    return (found[0] or b"").decode("ascii", "replace").split() if found else []


def _message(mailbox: imaplib.IMAP4, number: str) -> bytes:
    """The message, cut after the largest size that is taken in. PEEK: it stays unread."""
    _answer, parts = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")

"""The mailbox that return addresses lead to, read over IMAP.

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
from urllib.parse import unquote, urlsplit

from outbox.domain.bounces import LARGEST, Outcome, take_in

logger = logging.getLogger("placedev.outbox")

IMAP_PORT, IMAPS_PORT = 143, 993
SECONDS = 20
#: Messages read in one round, so that a flooded mailbox does not hold a worker.
MOST_AT_ONCE = 500


class MailboxAwayError(Exception):
    """The mailbox cannot be opened or read. Its words are the server's."""


def read_mailbox(url: str) -> Counter[Outcome]:
    """Take in the unread messages; how many had which outcome. Raises MailboxAwayError."""
    outcomes: Counter[Outcome] = Counter()
    try:
        with _opened(url) as mailbox:
            for number in _unread(mailbox)[:MOST_AT_ONCE]:
                outcomes[take_in(_message(mailbox, number))] += 1
                mailbox.uid("STORE", number, "+FLAGS", r"(\Seen)")
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAwayError(str(error)) from error
    return outcomes


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

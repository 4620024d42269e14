"""The outbox's doormen: ids in, the verb called, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import shared_task
from django.conf import settings

from outbox.domain import deliver
from outbox.mailbox import MailboxAwayError, read_mailbox

logger = logging.getLogger("placedev.outbox")


@shared_task(name="outbox.deliver_letters")
def deliver_letters(letter_ids: Sequence[int]) -> int:
    """Deliver these letters now, those that still wait. Returns how many were sent."""
    return deliver.deliver(letter_ids=letter_ids)


@shared_task(name="outbox.deliver_waiting")
def deliver_waiting() -> int:
    """Deliver what waits: the one wake-up of a whole sending. Returns how many were sent."""
    return deliver.deliver()


@shared_task(name="outbox.deliver_ready")
def deliver_ready() -> int:
    """Deliver what waits, find what a dead worker left, forget old codes. Returns how many left."""
    deliver.recover()
    deliver.forget_codes()
    return deliver.deliver()


@shared_task(name="outbox.read_bounces")
def read_bounces() -> int:
    """Take in what mail servers report. Returns how many messages were read; 0 without a mailbox.

    A mailbox that is away is tried again by the clock; the log tells the operators.
    """
    if not settings.MAIL_BOUNCES:
        return 0
    try:
        return read_mailbox(settings.MAIL_BOUNCES).total()
    except MailboxAwayError as error:
        logger.warning("mailbox of bounces cannot be read: %s", error)
        return 0

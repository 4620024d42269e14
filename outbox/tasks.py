"""The outbox's doormen: the verb called, safe to run twice; and a worker's own rounds.

Clock and wake-ups reach a worker through the broker. When that is stopped, or has forgotten what
it was told, letters would wait for it. So each worker process also looks by itself: whatever
becomes of the broker, a letter that is ready waits at most `EVERY` seconds longer.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from outbox.blocks.bounces import MailboxAwayError, read_mailbox
from outbox.delivery import recover
from outbox.delivery.pulse import note_look
from outbox.delivery.services import deliver

logger = logging.getLogger("placedev.outbox")

#: Seconds between two looks. The broker's own clock comes every 30 (CELERY_BEAT_SCHEDULE).
EVERY = 45.0

_ended = threading.Event()


@shared_task(name="outbox.deliver_waiting")
def deliver_waiting() -> int:
    """Deliver what waits: what a wake-up asks for. Returns how many were sent."""
    note_look()
    return deliver()


@shared_task(name="outbox.deliver_ready")
def deliver_ready() -> int:
    """Deliver what waits, find what a dead worker left, forget old codes. Returns how many left."""
    note_look()
    recover.recover()
    recover.forget_codes()
    return deliver()


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


@worker_ready.connect
def start(**_signal: Any) -> None:
    """Begin to look when a worker takes tasks."""
    _ended.clear()
    threading.Thread(target=_watch, name="outbox-watch", daemon=True).start()


@worker_shutting_down.connect
def stop(**_signal: Any) -> None:
    """Look no more; a round that runs is finished."""
    _ended.set()


def look() -> int:
    """One round; return how many letters were sent. A database that is away is asked again."""
    close_old_connections()
    try:
        note_look()
        recover.recover()
        return deliver()
    except DatabaseError as error:
        logger.warning("the database is away, letters wait for the next look: %s", error)
        return 0
    finally:
        close_old_connections()


def _watch() -> None:
    while not _ended.wait(EVERY):
        look()

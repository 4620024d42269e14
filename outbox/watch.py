"""A worker's own rounds over the outbox, for when the broker is away.

Clock and wake-ups reach a worker through the broker. When that is stopped, or has forgotten what
it was told, letters would wait for it. So each worker process also looks by itself: whatever
becomes of the broker, a letter that is ready waits at most `EVERY` seconds longer.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.db import DatabaseError, close_old_connections

from outbox.domain import deliver

logger = logging.getLogger("placedev.outbox")

#: Seconds between two looks. The broker's own clock comes every 30 (CELERY_BEAT_SCHEDULE).
EVERY = 45.0

_ended = threading.Event()


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
        deliver.recover()
        return deliver.deliver()
    except DatabaseError as error:
        logger.warning("the database is away, letters wait for the next look: %s", error)
        return 0
    finally:
        close_old_connections()


def _watch() -> None:
    while not _ended.wait(EVERY):
        look()

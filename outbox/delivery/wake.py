"""Wake a worker. Only a shortcut: the row in the outbox is the truth, and the clock sees it too."""

from __future__ import annotations

import logging
import threading
import time

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger("placedev.outbox")

BROKER_AWAY = (OperationalError, RedisConnectionError, RedisTimeoutError)
BURST_SECONDS = 1.0

_clock = threading.Lock()
#: Until when a round that is asked for has not begun; on `time.monotonic`.
_woken_until = -BURST_SECONDS


def wake() -> bool:
    """Ask a worker to deliver what waits, however much it is. False when the broker is away.

    The first call wakes a worker at once, the next one for the end of a second, and that round
    finds what came in between: two wake-ups a second and process, however many letters. A request
    must not fail because of a stopped broker: the letters wait in the outbox, and the next round
    of `outbox.deliver_ready` takes them.
    """
    global _woken_until  # noqa: PLW0603 - one clock a process
    with _clock:
        now = time.monotonic()
        if _woken_until > now:
            return True
        wait = max(0.0, _woken_until + BURST_SECONDS - now)
        _woken_until = now + wait
    try:
        # By its name: the task calls the verbs, which call this.
        current_app.send_task("outbox.deliver_waiting", countdown=wait or None)
    except BROKER_AWAY as error:
        logger.warning("broker away, letters wait for the next round: %s", error)
        with _clock:
            _woken_until = now - BURST_SECONDS
        return False
    return True

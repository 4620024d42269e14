"""Wake a worker. Only a shortcut: the row in the outbox is the truth, and beat finds it too."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from typing import Any

from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger("placedev.outbox")

BROKER_AWAY = (OperationalError, RedisConnectionError, RedisTimeoutError)
BURST_SECONDS = 1.0

_clock = threading.Lock()
#: Until when a round that is asked for has not begun; on `time.monotonic`.
_woken_until = -BURST_SECONDS


def deliver_soon(letter_ids: Sequence[int]) -> bool:
    """Ask a worker to deliver these letters now. False when the broker is away.

    A request must not fail because of a stopped broker: the letters wait in the outbox, and
    the next round of `outbox.deliver_ready` takes them.
    """
    from outbox.tasks import deliver_letters  # noqa: PLC0415 - tasks import the verbs, which import this

    return _woken(deliver_letters, list(letter_ids))


def deliver_waiting_soon() -> bool:
    """Ask one worker to deliver what waits, however much it is. False when the broker is away."""
    from outbox.tasks import deliver_waiting  # noqa: PLC0415 - tasks import the verbs, which import this

    return _woken(deliver_waiting)


def deliver_burst_soon() -> bool:
    """Like `deliver_waiting_soon`, for letters that come one by one and many in a second.

    The first wakes a worker at once, the next one for the end of a second, and that round finds
    what came in between: two wake-ups a second and process, however many letters.
    """
    from outbox.tasks import deliver_waiting  # noqa: PLC0415 - tasks import the verbs, which import this

    global _woken_until  # noqa: PLW0603 - one clock a process
    with _clock:
        now = time.monotonic()
        if _woken_until > now:
            return True
        wait = max(0.0, _woken_until + BURST_SECONDS - now)
        _woken_until = now + wait
    if _woken(deliver_waiting, wait=wait):
        return True
    with _clock:
        _woken_until = now - BURST_SECONDS
    return False


def _woken(task: Any, *arguments: list[int], wait: float = 0) -> bool:
    try:
        if wait:
            task.apply_async(arguments, countdown=wait)
        else:
            task.delay(*arguments)
    except BROKER_AWAY as error:
        logger.warning("broker away, letters wait for the next round: %s (%s)", arguments, error)
        return False
    return True

"""Wake a worker. Only a shortcut: the row in the outbox is the truth, and beat finds it too."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger("placedev.outbox")

BROKER_AWAY = (OperationalError, RedisConnectionError, RedisTimeoutError)


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


def _woken(task: Any, *arguments: list[int]) -> bool:
    try:
        task.delay(*arguments)
    except BROKER_AWAY as error:
        logger.warning("broker away, letters wait for the next round: %s (%s)", arguments, error)
        return False
    return True

"""How long things are kept: every rule of core/fields.yaml names the task that does it.

    retention.register("outbox.letters", forget_letters)      # in the app's `ready()`

A task is given how many rows it may take in one go and returns how many it took; it is called
until it takes none. The clock calls `sweep` every hour. Two clocks do no harm: one sweeps, and
each step is a statement or a transaction of its own that finds nothing the second time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.core.cache import cache

logger = logging.getLogger("placedev.retention")

#: Rows in one go: a lock is held for a moment only.
BATCH = 1000
#: Seconds of one sweep; what is left is taken an hour later. Below CELERY_TASK_TIME_LIMIT.
LONGEST = 200
_LOCK = "retention:sweeping"

Task = Callable[[int], int]
_TASKS: dict[str, Task] = {}


def register(name: str, task: Task) -> None:
    """Say what does a rule, under the name that core/fields.yaml gives it."""
    _TASKS[name] = task


def registered() -> dict[str, Task]:
    """All tasks by name."""
    return dict(_TASKS)


def sweep(batch: int = BATCH) -> dict[str, int]:
    """Do all rules; return how many rows each took. {} while another sweep runs.

    A task that fails is told in the log and keeps no other from its work.
    """
    if not cache.add(_LOCK, 1, timeout=LONGEST + 60):
        return {}
    try:
        ends_at = time.monotonic() + LONGEST
        return {name: _until_done(name, task, batch, ends_at) for name, task in _TASKS.items()}
    finally:
        cache.delete(_LOCK)


def _until_done(name: str, task: Task, batch: int, ends_at: float) -> int:
    taken = 0
    try:
        while time.monotonic() < ends_at:
            some = task(batch)
            taken += some
            if not some:
                break
    except Exception:
        logger.exception("retention: %s failed", name)
    if taken:
        logger.info("retention: %s took %d", name, taken)
    return taken

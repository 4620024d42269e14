"""Wake a worker. Only a shortcut: the row is the truth, and the clock sees it too."""

from __future__ import annotations

import logging

from celery import current_app

from outbox.delivery.wake import BROKER_AWAY

logger = logging.getLogger("placedev.jobs")


def wake() -> bool:
    """Ask a worker to do what waits. False when the broker is away: the next look takes it."""
    try:
        # By its name: the task calls the verbs, which call this.
        current_app.send_task("jobs.run_waiting")
    except BROKER_AWAY as error:
        logger.warning("broker away, jobs wait for the next look: %s", error)
        return False
    return True

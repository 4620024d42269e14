"""The clock's doorman; safe to run at any time and twice."""

from __future__ import annotations

from celery import shared_task

from outbox.parking.services import clock_waits
from reminders.clock import services


@shared_task(name="reminders.run")
def run() -> int:
    """Write the reminders that may leave now; returns how many letters were new."""
    return 0 if clock_waits() else services.run()

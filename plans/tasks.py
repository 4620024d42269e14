"""The plan's doormen."""

from __future__ import annotations

from celery import shared_task

from outbox.parking.services import clock_waits
from plans.reminders import services as reminders


@shared_task(name="plans.remind")
def remind() -> int:
    """Write the reminders that are due. Runs hourly; returns how many letters were new."""
    return 0 if clock_waits() else reminders.remind()

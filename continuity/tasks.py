"""The clock's doormen; safe to run at any time and twice."""

from __future__ import annotations

from celery import shared_task

from continuity.follow_ups import services as follow_ups
from outbox.parking.services import clock_waits


@shared_task(name="continuity.follow_up")
def follow_up() -> int:
    """Ask places 6, 12 and 24 months after the support; how many letters."""
    return 0 if clock_waits() else follow_ups.run()

"""The meetings' doormen."""

from __future__ import annotations

from celery import shared_task

from outbox.parking.services import clock_waits
from workshops.guests import seats
from workshops.letters import reminders


@shared_task(name="workshops.remind")
def remind() -> int:
    """Send the reminders that are due. Runs every five minutes; returns how many letters."""
    return 0 if clock_waits() else reminders.remind()


@shared_task(name="workshops.pass_on_seats")
def pass_on_seats() -> int:
    """End the offers whose time is over and ask the next in the waiting lists; how many ended."""
    return 0 if clock_waits() else seats.pass_on_seats()

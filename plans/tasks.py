"""The plan's doormen."""

from __future__ import annotations

from celery import shared_task

from plans.reminders import services as reminders


@shared_task(name="plans.remind")
def remind() -> int:
    """Write the reminders that are due. Runs hourly; returns how many letters were new."""
    return reminders.remind()

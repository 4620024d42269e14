"""The meetings' doormen."""

from __future__ import annotations

from celery import shared_task

from workshops.domain import reminders


@shared_task(name="workshops.remind")
def remind() -> int:
    """Send the reminders that are due. Runs every five minutes; returns how many letters."""
    return reminders.remind()

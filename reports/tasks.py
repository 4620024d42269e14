"""The reports' doormen."""

from __future__ import annotations

from celery import shared_task

from reports.composed import services


@shared_task(name="reports.make_scheduled")
def make_scheduled() -> int:
    """Make the own reports that the clock is to make. Runs hourly; returns how many were made."""
    return services.make_scheduled()

"""The clock of queries."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import translation

from facts.sources.services import fetch_due as due
from outbox.parking.services import clock_waits


@shared_task(name="facts.fetch_due")
def fetch_due() -> int:
    """Fetch the queries whose day has come; how many were begun."""
    if clock_waits():
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        return due()

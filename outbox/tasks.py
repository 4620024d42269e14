"""The outbox's doormen: ids in, the verb called, safe to run twice."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task

from outbox.domain import deliver


@shared_task(name="outbox.deliver_letters")
def deliver_letters(letter_ids: Sequence[int]) -> int:
    """Deliver these letters now, those that still wait. Returns how many were sent."""
    return deliver.deliver(letter_ids=letter_ids)


@shared_task(name="outbox.deliver_waiting")
def deliver_waiting() -> int:
    """Deliver what waits: the one wake-up of a whole sending. Returns how many were sent."""
    return deliver.deliver()


@shared_task(name="outbox.deliver_ready")
def deliver_ready() -> int:
    """Deliver what waits, find what a dead worker left, forget old codes. Returns how many left."""
    deliver.recover()
    deliver.forget_codes()
    return deliver.deliver()

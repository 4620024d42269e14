"""Cancelling a meeting: the guests get a letter, their calendars take it away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from workshops.domain import mailings, seats
from workshops.domain.plan_rules import refuse_long
from workshops.models import Workshop, WorkshopState


def cancel(*, workshop: Workshop, by: User, reason: str) -> Workshop:
    """Cancel a meeting that has not begun; everybody who was invited gets a letter with the reason.

    Cancelled already, it stays so. Refusals: reason_needed, too_long, has_begun.
    """
    require(by, "workshops.edit", workshop)
    why = one_line(without_slots(reason), 10_000)
    if not why:
        raise Refusal(
            "reason_needed",
            _("Say why: the reason stands in the letter to the guests."),
            field="reason",
        )
    refuse_long(Workshop, {"cancel_reason": why})
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if workshop.state == WorkshopState.CANCELLED:
            return workshop
        now = timezone.now()
        if workshop.state == WorkshopState.ANNOUNCED and workshop.starts_at <= now:
            raise Refusal("has_begun", _("The meeting has begun and cannot be cancelled any more."))
        was_announced = workshop.state == WorkshopState.ANNOUNCED
        workshop.state = WorkshopState.CANCELLED
        workshop.cancelled_at, workshop.cancel_reason = now, why
        workshop.sequence += 1
        workshop.version += 1
        workshop.untold = []
        workshop.save()
        audit.record("workshop.cancelled", workshop, by=by, kind=workshop.kind)
        if was_announced:
            mailings.announce_cancel(workshop, by)
    return workshop

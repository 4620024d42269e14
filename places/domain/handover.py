"""Whether the plan for what comes after the support is settled."""

from __future__ import annotations

from django.db import transaction

from places.domain import summary
from places.models import Participation


@transaction.atomic
def set_handover_ready(*, participation: Participation, ready: bool) -> None:
    """Keep the fact on the participation and refresh its summary.

    Called by the verbs of `continuity`, which check the right and leave the audit line. While
    it is not ready the place asks for attention six months before the support ends.
    """
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    if locked.handover_ready != ready:
        locked.handover_ready = ready
        locked.save(update_fields=["handover_ready", "updated_at"])
        summary.refresh(locked)
    participation.handover_ready = ready

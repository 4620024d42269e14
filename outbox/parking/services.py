"""After a restore: what may have left already waits until a person says that it shall leave.

What was sent between the backup and the loss stands in the restored database as waiting. Nobody
but a person can tell, so nothing of it leaves by itself, and the clock writes no reminder that it
may have written before. What people write after the restore leaves as usual: signing in works.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import allowed, require
from core.refusals import Refusal
from outbox.delivery.wake import wake
from outbox.models import DELIVERABLE, Letter, LetterState, Parking
from people.models import Region

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, slots=True)
class Parked:
    """What waits of one region, or of the platform itself."""

    parking: Parking
    letters: int
    sendings: int


@transaction.atomic
def park(*, backup_at: dt.datetime) -> int:
    """Hold back all that could leave, and the clock; return how many letters.

    A letter that was being handed over is left to `outbox.delivery.recover`, which never sends
    it again by itself.
    """
    waiting = Letter.objects.filter(state__in=[*DELIVERABLE, LetterState.LEASED])
    count = waiting.update(state=LetterState.HELD, parked=True, lease="", leased_until=None)
    regions: list[Region | None] = [None, *Region.objects.all()]
    Parking.objects.filter(released_at__isnull=True).delete()
    Parking.objects.bulk_create(Parking(region=one, backup_at=backup_at) for one in regions)
    return count


def clock_waits() -> bool:
    """Whether tasks of the clock that write letters have to wait."""
    return Parking.objects.filter(released_at__isnull=True).exists()


def what_is_parked(*, by: User | None) -> list[Parked]:
    """What waits and `by` may release, region by region; None stands for a command."""
    rows = Parking.objects.filter(released_at__isnull=True).select_related("region")
    return [
        Parked(
            row,
            letters=_letters(row).count(),
            sendings=_letters(row).exclude(campaign=None).values("campaign").distinct().count(),
        )
        for row in rows
        if by is None or allowed(by, "outbox.release_parked", row)
    ]


@transaction.atomic
def release(parking: Parking, *, by: User | None, discard: bool = False) -> int:
    """Let a region's parked letters leave, or discard them; return how many.

    `by` None stands for a command on the server. When nothing is parked any more, the clock goes
    on. Raises Refusal("released") when somebody has done so already.
    """
    if by is not None:
        require(by, "outbox.release_parked", parking)
    row = Parking.objects.select_for_update(of=("self",)).get(pk=parking.pk)
    if row.released_at is not None:
        raise Refusal("released", _("Somebody has decided on these letters already."))
    state = LetterState.DISCARDED if discard else LetterState.READY
    count = _letters(row).update(state=state, parked=False)
    row.released_at, row.released_by = timezone.now(), by
    row.save(update_fields=["released_at", "released_by"])
    audit.record("parking.discarded" if discard else "parking.released", row, by=by, letters=count)
    if not discard:
        transaction.on_commit(wake)
    return count


def _letters(parking: Parking) -> QuerySet[Letter]:
    return Letter.objects.filter(region=parking.region_id, parked=True, state=LetterState.HELD)

"""The operators' door to a region's rows: opened with a reason, for a time, and read back.

An operator runs the platform and not its regions. What a region has written (letters, contacts,
organisations, files, notes) is seen through this door alone. The region's administrators see who
opened it, why, until when and which pages were read.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import OPERATOR, require
from core.refusals import Refusal, needed
from people.models import Region, RegionOpening, User

HOURS = 1
MOST_HOURS = 8


@transaction.atomic
def open_region_to(region: Region, *, by: User, reason: str, hours: int = HOURS) -> RegionOpening:
    """Let an operator read a region's rows for some hours. Refusals: required, too_long."""
    require(by, OPERATOR)
    reason = needed(reason, "required", _("Say why you have to look."), field="reason")
    if not 1 <= hours <= MOST_HOURS:
        raise Refusal("too_long", _("Between one and eight hours."), field="hours")
    until = timezone.now() + dt.timedelta(hours=hours)
    made = RegionOpening.objects.create(region=region, operator=by, reason=reason, until=until)
    audit.record("region.opened_by_operator", region, by=by, reason=reason, hours=hours)
    return made


@transaction.atomic
def close_opening(opening: RegionOpening, *, by: User) -> RegionOpening:
    """End an opening before its time: who opened it is done, or an administrator ends it.

    One that is over stays as it was.
    """
    require(by, "people.close_opening", opening)
    locked = RegionOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    now = timezone.now()
    if locked.until <= now:
        return locked
    locked.until = now
    locked.save(update_fields=["until"])
    operator = opening.operator.get_full_name()
    audit.record("region.closed_to_operator", opening.region, by=by, operator=operator)
    return locked


def opened_regions(user: Any) -> frozenset[int]:
    """Ids of the regions that an operator has open now; nothing for anybody else."""
    if not (user.is_authenticated and user.is_staff):
        return frozenset()
    found = RegionOpening.objects.filter(operator=user, until__gt=timezone.now())
    return frozenset(found.values_list("region_id", flat=True))


def read_through(user: Any) -> frozenset[int]:
    """The same for who is about to read: the request leaves a line for each of them."""
    found = opened_regions(user)
    if found:
        user.read_regions = user.read_regions | found
    return found


def note_reading(user: User, path: str) -> None:
    """Write which page was read, in the trail of each region that it could show."""
    if user.read_regions:
        regions = Region.objects.filter(pk__in=user.read_regions)
        audit.record_many("region.read_by_operator", regions, by=user, path=path)
        user.read_regions = frozenset()

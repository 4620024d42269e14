"""Who has been given a role and has not come yet: nothing but the invitation is sent to them.

Somebody has come when he or she has signed in for the first time. Until then the region's own
letters about work, meetings and reminders stay unsent (`outbox.blocks`), and who invited waits.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Assignment, Duty, ProgrammeRole, Region, RegionRole, User


def holds_today_or_later() -> Q:
    """The condition of a role's period."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())


def account_ids(*regions: Region | int, now: bool = True) -> QuerySet[Any]:
    """The accounts with a role or a task in one of the regions: today or later, or ever."""
    held = holds_today_or_later() if now else Q()
    tasks = Duty.objects.filter(
        Q(workshop__programme__region__in=regions) | Q(series__programme__region__in=regions),
        user__isnull=False,
    )
    rows = (
        RegionRole.objects.filter(held, region__in=regions),
        ProgrammeRole.objects.filter(held, programme__region__in=regions),
        Assignment.objects.filter(held, participation__programme__region__in=regions),
        tasks,
    )
    first, *others = (one.order_by().values("user") for one in rows)
    return first.union(*others)


def not_come_yet(addresses: Collection[str], region: Region) -> set[str]:
    """Those of the addresses whose account has a role in the region and never signed in.

    One statement where all have signed in, or are no accounts.
    """
    new = User.objects.filter(email__in=addresses, last_login__isnull=True)
    found: dict[int, str] = dict(new.order_by().values_list("pk", "email"))
    if not found:
        return set()
    here = User.objects.filter(pk__in=account_ids(region)).filter(pk__in=found)
    return {found[pk] for pk in here.order_by().values_list("pk", flat=True)}

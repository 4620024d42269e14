"""How much a region may send: letters of sendings a day and a minute (trust notes T16).

Letters that somebody waits for (codes, answers, offers, changes) are neither counted nor held.
`SentCount` counts what workers have taken to send; a letter that comes back is taken off again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.refusals import Refusal
from outbox.models import DELIVERABLE, Letter, LetterState, SendingLimit, SentCount
from people.models import Region

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Letters of sendings have this priority or a lower one (a higher number).
COUNTED = 2
#: Letters that have not left. Each part fits a partial index with few rows.
_WAITING = (
    Q(state__in=DELIVERABLE)
    | Q(state=LetterState.HELD)
    | Q(state__in=[LetterState.LEASED, LetterState.HANDING_OVER])
)


@dataclass(frozen=True, slots=True)
class Limits:
    """A region's limits: letters a day and a minute; from how many a second person approves."""

    per_day: int
    per_minute: int
    approve_from: int


def limits_of(region: Region) -> Limits:
    """The region's own limits, or the installation's."""
    return _limits([region.pk])[region.pk]


def may_send(region: Region, count: int) -> None:
    """Ask before a sending of `count` letters is written.

    Counted are the letters that left today and those that wait. A sending of which not all can
    leave within one day is refused as a whole. Refusal: quota_reached.
    """
    per_day = limits_of(region).per_day
    taken = _sent([region.pk], _today())[region.pk][0] + _waiting(region)
    if taken + count <= per_day:
        return
    free = max(0, per_day - taken)
    raise Refusal(
        "quota_reached",
        _(
            "The region may send %(per_day)s letters a day. Today it can still send %(free)s; "
            "this sending has %(count)s. Send to fewer, or ask for a higher limit."
        )
        % {"per_day": per_day, "free": free, "count": count},
    )


def _waiting(region: Region) -> int:
    tomorrow = _today() + dt.timedelta(days=1)
    waiting = Letter.objects.filter(
        _WAITING, region=region, priority__gte=COUNTED, not_before__lt=tomorrow
    )
    return waiting.count()


def room(region_ids: Iterable[int], now: dt.datetime) -> dict[int, tuple[int, int]]:
    """How many letters of sendings each region may still send: today, and in this minute.

    Call it in the transaction that takes the letters. The regions' rows are locked until its
    end, so that two workers do not both give out the last place.
    """
    ids = sorted(region_ids)
    locked: QuerySet[Region] = Region.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(locked.order_by("pk").values_list("pk"))
    limits, sent = _limits(ids), _sent(ids, _today(), _minute(now))
    return {
        pk: (
            max(0, limits[pk].per_day - sent[pk][0]),
            max(0, limits[pk].per_minute - sent[pk][1]),
        )
        for pk in ids
    }


def take(taken: Mapping[int, int], now: dt.datetime) -> None:
    """Count letters that a worker takes to send, by region."""
    for region_id, letters in taken.items():
        minute = SentCount.objects.filter(region_id=region_id, minute=_minute(now))
        if not minute.update(letters=F("letters") + letters):
            # The region's row is locked (`room`): nobody else makes this one now.
            SentCount.objects.create(region_id=region_id, minute=_minute(now), letters=letters)


def give_back(unsent: Mapping[int, int], now: dt.datetime) -> None:
    """Take letters off the count that were taken at `now` and have not left."""
    for region_id, letters in unsent.items():
        SentCount.objects.filter(
            region_id=region_id, minute=_minute(now), letters__gte=letters
        ).update(letters=F("letters") - letters)


def wait_until_tomorrow(region_id: int, now: dt.datetime) -> int:
    """Let a region's waiting letters of sendings wait for tomorrow, and say why on each."""
    region = Region.objects.get(pk=region_id)
    with override(region.language):
        reason = _(
            "The region's limit of %(per_day)s letters a day is reached. "
            "The letter leaves tomorrow."
        ) % {"per_day": limits_of(region).per_day}
    waiting = Letter.objects.deliverable(now).filter(region_id=region_id, priority__gte=COUNTED)
    return waiting.order_by().update(
        state=LetterState.DEFERRED, reason=reason, not_before=_today() + dt.timedelta(days=1)
    )


def _limits(region_ids: list[int]) -> dict[int, Limits]:
    own = {
        row.region_id: Limits(row.per_day, row.per_minute, row.approve_from)
        for row in SendingLimit.objects.filter(region_id__in=region_ids)
    }
    usual = Limits(
        settings.OUTBOX_PER_DAY, settings.OUTBOX_PER_MINUTE, settings.OUTBOX_APPROVE_FROM
    )
    return {pk: own.get(pk, usual) for pk in region_ids}


def _sent(
    region_ids: list[int], today: dt.datetime, minute: dt.datetime | None = None
) -> dict[int, tuple[int, int]]:
    """Letters taken today and in the minute, by region."""
    rows = (
        SentCount.objects.filter(region_id__in=region_ids, minute__gte=today)
        .values("region_id")
        .annotate(day=Sum("letters"), now=Sum("letters", filter=Q(minute=minute), default=0))
    )
    found = {row["region_id"]: (row["day"], row["now"]) for row in rows}
    return {pk: found.get(pk, (0, 0)) for pk in region_ids}


def _today() -> dt.datetime:
    """When the day began by the installation's clock."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _minute(now: dt.datetime) -> dt.datetime:
    return now.replace(second=0, microsecond=0)

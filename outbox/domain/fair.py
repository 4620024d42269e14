"""Who is served next: take a batch of waiting letters so that nobody waits for another's thousands.

What somebody waits for goes first (`Letter.priority`). Among letters of one priority each region
gets its turn, so that a sending of ten thousand does not keep the next region's ten waiting. A
region's limits hold for letters of sendings (`outbox.domain.quota`).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, prefetch_related_objects
from django.utils import timezone

from outbox.domain import quota
from outbox.models import CampaignText, Letter, LetterState

#: How long a worker may hold letters. Longer than all timeouts of one hand-over together.
LEASE = dt.timedelta(minutes=5)
#: Regions served by one batch: each costs a statement. The others have their turn soon.
MOST_REGIONS = 8

#: Priority, region (None: the platform itself), letters.
Share = tuple[int, int | None, int]


@dataclass(slots=True)
class Batch:
    """Letters under a worker's mark, in the order in which they leave."""

    lease: str
    taken_at: dt.datetime
    letters: list[Letter] = field(default_factory=list)
    #: Text of a sending by its number and the language.
    texts: dict[tuple[int, str], CampaignText] = field(default_factory=dict)
    #: What was taken from each region's limits.
    counted: Counter[int] = field(default_factory=Counter)

    def text_of(self, letter: Letter) -> CampaignText | None:
        """The shared text of a letter, None when it has one of its own."""
        return self.texts.get((letter.campaign_id or 0, letter.language))


def claim(
    *, lease: str, size: int, letter_ids: Sequence[int] | None = None, limited: bool = True
) -> Batch:
    """Take up to `size` waiting letters (of these, when given) under the mark `lease`.

    On PostgreSQL, rows that another worker is taking are skipped; on SQLite there is one writer
    at a time. `limited` False leaves the regions' limits aside: nothing is sent.
    """
    now = timezone.now()
    batch = Batch(lease=lease, taken_at=now)
    waiting = Letter.objects.deliverable(now)
    if letter_ids is not None:
        waiting = waiting.filter(pk__in=letter_ids)
    with transaction.atomic():
        groups = waiting.order_by().values_list("priority", "region_id").annotate(Count("pk"))
        order: dict[int, tuple[int, int]] = {}
        for priority, region_id, number in _shares(list(groups), size, now, limited=limited):
            same = waiting.filter(priority=priority, region=region_id)
            ids = same.select_for_update(skip_locked=True).values_list("pk", flat=True)[:number]
            for place, pk in enumerate(ids):
                order[pk] = (priority, place)
            if limited and priority >= quota.COUNTED and region_id is not None and ids:
                batch.counted[region_id] += len(ids)
        if not order:
            return batch
        quota.take(batch.counted, now)
        Letter.objects.filter(pk__in=order).update(
            state=LetterState.LEASED, lease=lease, leased_until=now + LEASE
        )
    taken = list(Letter.objects.filter(pk__in=order, lease=lease).order_by("not_before", "pk"))
    # Stable: within one place of the turn the longest waiting comes first.
    batch.letters = sorted(taken, key=lambda letter: order[letter.pk])
    batch.texts = _texts(taken)
    prefetch_related_objects(
        [letter for letter in taken if letter.campaign_id is None], "attachments"
    )
    return batch


def _texts(letters: Iterable[Letter]) -> dict[tuple[int, str], CampaignText]:
    campaigns = {letter.campaign_id for letter in letters if letter.campaign_id is not None}
    if not campaigns:
        return {}
    rows = CampaignText.objects.filter(campaign_id__in=campaigns)
    return {(row.campaign_id, row.language): row for row in rows}


def _shares(groups: list[Share], size: int, now: dt.datetime, *, limited: bool) -> list[Share]:
    """How many letters of each group are taken, with the regions' limits looked up."""
    counted = {
        region_id
        for priority, region_id, _number in groups
        if limited and priority >= quota.COUNTED and region_id is not None
    }
    if not counted:
        return allot(groups, size, {})
    room = quota.room(counted, now)
    for region_id, (today, _minute) in room.items():
        if not today:
            quota.wait_until_tomorrow(region_id, now)
    return allot(groups, size, {pk: min(both) for pk, both in room.items()})


def allot(groups: Iterable[Share], size: int, room: Mapping[int, int]) -> list[Share]:
    """Divide a batch of `size` among waiting groups: by priority, then evenly among regions.

    `room` caps what a region's letters of sendings may take.
    """
    levels: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for priority, region_id, number in groups:
        most = room.get(region_id, number) if priority >= quota.COUNTED and region_id else number
        if min(number, most):
            levels[priority].append((region_id, min(number, most)))
    shares: list[Share] = []
    for priority in sorted(levels):
        regions = levels[priority]
        if len(regions) > MOST_REGIONS:
            regions = random.sample(regions, MOST_REGIONS)
        # The smallest first: what they leave is divided among the others.
        regions.sort(key=lambda one: one[1])
        for place, (region_id, number) in enumerate(regions):
            share = min(number, -(-size // (len(regions) - place)))
            if share:
                shares.append((priority, region_id, share))
                size -= share
    return shares

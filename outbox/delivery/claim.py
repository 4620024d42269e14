"""Who is served next: take a batch of waiting letters so that nobody waits for another's thousands.

What somebody waits for goes first (`Letter.priority`). Among letters of one priority each region
gets its turn, so that a campaign of ten thousand does not keep the next region's ten waiting. A
region's limits hold for letters of campaigns (`outbox.delivery.quota`).

A claim reads as much when three hundred thousand letters wait as when three hundred do: which
regions have any is asked region by region, and of none more than a batch is looked at.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils import timezone

from outbox.delivery import quota
from outbox.models import CampaignText, Letter, LetterState
from people.models import Region

#: How long a worker may hold letters. Longer than all timeouts of one hand-over together.
LEASE = dt.timedelta(minutes=5)
#: Regions served by one batch: each costs a statement or two. The others have their turn soon.
MOST_REGIONS = 8
#: What `Letter.priority` can be, the most urgent first.
PRIORITIES = (0, 1, 2)


@dataclass(slots=True)
class Batch:
    """Letters under a worker's mark, in the order in which they leave."""

    lease: str
    taken_at: dt.datetime
    letters: list[Letter] = field(default_factory=list)
    #: Text of a campaign by its number and the language.
    texts: dict[tuple[int, str], CampaignText] = field(default_factory=dict)
    #: What was taken from each region's limits.
    counted: Counter[int] = field(default_factory=Counter)

    def text_of(self, letter: Letter) -> CampaignText | None:
        """The shared text of a letter, None when it has one of its own."""
        return self.texts.get((letter.campaign_id or 0, letter.language))


def claim(*, lease: str, size: int, limited: bool = True) -> Batch:
    """Take up to `size` waiting letters under the mark `lease`.

    On PostgreSQL, rows that another worker is taking are skipped; on SQLite there is one writer
    at a time. `limited` False leaves the regions' limits aside: nothing is sent.
    """
    now = timezone.now()
    batch = Batch(lease=lease, taken_at=now)
    with transaction.atomic():
        order: dict[int, tuple[int, int]] = {}
        for priority, region_id, ids in _turns(size, now, limited=limited):
            order |= {pk: (priority, place) for place, pk in enumerate(ids)}
            if limited and priority >= quota.COUNTED and region_id is not None:
                batch.counted[region_id] += len(ids)
        if not order:
            return batch
        quota.take(batch.counted, now)
        Letter.objects.filter(pk__in=order).update(
            state=LetterState.LEASED, lease=lease, leased_until=now + LEASE
        )
    mine = Letter.objects.filter(pk__in=order, lease=lease).select_related("campaign")
    taken = list(mine.order_by("not_before", "pk"))
    # Stable: within one place of the turn the longest waiting comes first.
    batch.letters = sorted(taken, key=lambda letter: order[letter.pk])
    batch.texts = _texts(taken)
    prefetch_related_objects(
        [letter for letter in taken if letter.campaign_id is None], "attachments"
    )
    return batch


def _turns(
    size: int, now: dt.datetime, *, limited: bool
) -> Iterator[tuple[int, int | None, list[int]]]:
    """Priority, region (None: the platform itself) and the letters that it gets to send."""
    waiting = Letter.objects.deliverable(now)
    regions = _waiting_regions(waiting)
    of_platform: list[int | None] = [None] if waiting.filter(region=None).exists() else []
    for priority in PRIORITIES:
        groups = [*of_platform, *regions[priority]]
        room: dict[int | None, int] = {}
        if limited and priority >= quota.COUNTED:
            room = _room(regions[priority], now)
            groups = [pk for pk in room if room[pk]]
        if len(groups) > MOST_REGIONS:
            groups = random.sample(groups, MOST_REGIONS)
        for region_id, ids in _shared(waiting.filter(priority=priority), groups, size, room):
            yield priority, region_id, ids
            size -= len(ids)


def _shared(
    letters: QuerySet[Letter],
    groups: Sequence[int | None],
    size: int,
    room: Mapping[int | None, int],
) -> list[tuple[int | None, list[int]]]:
    """Take up to `size` letters evenly among regions; what one leaves is divided among the others.

    `room` caps what a region gets. The rows are locked.
    """
    taken: dict[int | None, list[int]] = {pk: [] for pk in groups}
    hungry = list(groups)
    while hungry and size:
        still_hungry = []
        for place, region_id in enumerate(hungry):
            ids = taken[region_id]
            share = -(-size // (len(hungry) - place))
            share = min(share, room.get(region_id, size) - len(ids))
            if not share:
                continue
            rows = letters.filter(region=region_id).select_for_update(skip_locked=True)
            found = rows.values_list("pk", flat=True)[len(ids) : len(ids) + share]
            new = list(found)
            ids += new
            size -= len(new)
            if len(new) == share:
                still_hungry.append(region_id)
        hungry = still_hungry
    return list(taken.items())


def _waiting_regions(waiting: QuerySet[Letter]) -> dict[int, list[int]]:
    """Priority -> regions of which something waits: a look at an index for each of both."""
    asked = {
        f"waits_{priority}": Exists(waiting.filter(region=OuterRef("pk"), priority=priority))
        for priority in PRIORITIES
    }
    rows = list(Region.objects.order_by().annotate(**asked).values("pk", *asked))
    return {
        priority: [row["pk"] for row in rows if row[f"waits_{priority}"]] for priority in PRIORITIES
    }


def _room(region_ids: Sequence[int], now: dt.datetime) -> dict[int | None, int]:
    """How many letters of campaigns each region may send now."""
    if not region_ids:
        return {}
    room = quota.room(region_ids, now)
    for region_id, (today, _minute) in room.items():
        if not today:
            quota.wait_until_tomorrow(region_id, now)
    return {pk: min(both) for pk, both in room.items()}


def _texts(letters: Iterable[Letter]) -> dict[tuple[int, str], CampaignText]:
    campaigns = {letter.campaign_id for letter in letters if letter.campaign_id is not None}
    if not campaigns:
        return {}
    rows = CampaignText.objects.filter(campaign_id__in=campaigns)
    return {(row.campaign_id, row.language): row for row in rows}

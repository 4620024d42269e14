"""What the clock does: write the reminders that may leave now, each once.

It may run as often as one likes and several times at once. A person gets at most one letter a day
from a region; the letter and the note of what it told are written together or not at all, so that
a clock that is stopped between two letters goes on with the second.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import batched

from django.db import transaction
from django.utils import timezone

from core.refusals import Refusal
from outbox.blocks.services import is_suppressed
from outbox.models import LetterKind
from people.models import Region
from reminders.clock import letters
from reminders.clock.rules import FIRST_HOUR, hour_has_come
from reminders.clock.standing import Due, Standings, addressed
from reminders.kinds import found, search_all
from reminders.models import Reminded

logger = logging.getLogger("placedev.reminders")

#: People whose choices and letters are read together.
BATCH = 500


def run() -> int:
    """Write what may leave now; return how many letters were new."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return 0
    today = now.date()
    search = search_all(today)
    by_person: defaultdict[str, list[Due]] = defaultdict(list)
    for due in addressed(found(search), search):
        by_person[due.person.address].append(due)
    written = 0
    for some in batched(by_person.values(), BATCH, strict=False):
        dues = [due for mine in some for due in mine]
        written += _write(_leaving(dues, today, now.hour), today)
    return written


def _leaving(dues: Sequence[Due], today: dt.date, hour: int) -> list[Due]:
    standings = Standings(dues, today)
    return [
        due
        for due in dues
        if standings.leaves_on(due) == today and hour_has_come(standings.of(due).rhythm, hour)
    ]


def _write(dues: Iterable[Due], today: dt.date) -> int:
    """A letter for each person and region: who runs a region reads its letters."""
    by_region: defaultdict[int, defaultdict[str, list[Due]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for due in dues:
        by_region[due.cause.at.region][due.person.address].append(due)
    written = 0
    for region in Region.objects.filter(pk__in=by_region):
        people = by_region[region.pk]
        blocked = is_suppressed(people, region, LetterKind.NOTICE)
        for address, mine in people.items():
            if address not in blocked:
                written += _write_one(mine, region, today)
    return written


def _write_one(dues: Sequence[Due], region: Region, today: dt.date) -> bool:
    address = dues[0].person.address
    key = f"reminder:{region.pk}:{today.isoformat()}:{sha256(address.encode()).hexdigest()[:40]}"
    try:
        with transaction.atomic():
            if not letters.write(dues, region=region, key=key, today=today):
                return False
            Reminded.objects.bulk_create(
                Reminded(
                    programme_id=due.cause.at.programme,
                    participation_id=due.cause.at.participation,
                    address=address,
                    kind=due.cause.kind,
                    thing=due.cause.thing,
                )
                for due in dues
            )
    except Refusal as refusal:
        # One address that is none must not keep the letters of all others back.
        logger.warning("No reminder of %s: %s", dues[0].cause.kind, refusal.code)
        return False
    return True

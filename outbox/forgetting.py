"""Letters and sendings are kept for two years, codes for a day, counts of letters for a month.

A key is free again when its letter is gone: whoever writes letters by the clock looks no further
back than a few months.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import ProtectedError
from django.utils import timezone

from core import retention
from outbox.delivery.recover import forget_codes
from outbox.models import DELIVERABLE, Campaign, Letter, LetterState, SentCount

#: Rule `letter` of core/fields.yaml.
LETTERS_KEPT = dt.timedelta(days=2 * 365)
#: A region's limits look back for a day.
COUNTS_KEPT = dt.timedelta(days=31)
_IN_HAND = (*DELIVERABLE, LetterState.LEASED, LetterState.HANDING_OVER, LetterState.HELD)


def forget_letters(batch: int) -> int:
    """Take away letters of more than two years ago, with attempts, bounces and attachments."""
    old = Letter.objects.filter(created_at__lt=timezone.now() - LETTERS_KEPT)
    pks = old.exclude(state__in=_IN_HAND).order_by("pk").values_list("pk", flat=True)[:batch]
    return _deleted(Letter.objects.filter(pk__in=list(pks)).delete(), "outbox.Letter")


def forget_sendings(batch: int) -> int:
    """Take away sendings that have no letter any more; a meeting's stays with the meeting."""
    old = Campaign.objects.filter(
        created_at__lt=timezone.now() - LETTERS_KEPT, letters__isnull=True
    )
    taken = last = 0
    while taken < batch:
        campaign = old.filter(pk__gt=last).order_by("pk").first()
        if campaign is None:
            break
        last = campaign.pk
        try:
            taken += _deleted(campaign.delete(), "outbox.Campaign")
        except ProtectedError:
            continue
    return taken


def forget_counts(batch: int) -> int:
    """Take away how many letters left in a minute."""
    old = SentCount.objects.filter(minute__lt=timezone.now() - COUNTS_KEPT)
    return SentCount.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:batch])).delete()[
        0
    ]


def _deleted(told: tuple[int, dict[str, int]], label: str) -> int:
    return told[1].get(label, 0)


retention.register("outbox.codes", lambda _batch: forget_codes() and 0)
retention.register("outbox.letters", forget_letters)
retention.register("outbox.sendings", forget_sendings)
retention.register("outbox.counts", forget_counts)

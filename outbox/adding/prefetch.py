"""Look up what a letter will need before a lock is taken.

Answers to one meeting are taken one after the other: what is asked before does not hold up the
others. `add` then writes the letter by two statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from outbox.adding.services import Known
from outbox.models import Campaign, CampaignText, FirstLetter, Suppression
from people.models.user import normal_address


@dataclass(frozen=True, slots=True)
class Prefetched:
    """An open campaign, and what its next letter to one address depends on."""

    campaign: Campaign
    known: Known


def prefetch(keys: Sequence[str], *, language: str, to: str) -> dict[str, Prefetched]:
    """The campaigns of these keys that a letter to the address can be added to as it is. One query.

    Left out are those that are not there, have no text in the language, were undone, wait for
    approval or their time, and all when the address is blocked: then `open_campaign` and `add`
    are to be asked without.
    """
    address = normal_address(to)
    texts = CampaignText.objects.filter(campaign=OuterRef("pk"), language=language)
    told = FirstLetter.objects.filter(region=OuterRef("region"), address=address)
    blocked = Suppression.objects.filter(
        Q(region__isnull=True) | Q(region=OuterRef("region")), address=address
    )
    found = (
        Campaign.objects.filter(
            key__in=keys,
            stopped_at__isnull=True,
            needs_approval=False,
            not_before__lte=timezone.now(),
        )
        .select_related("region")
        .annotate(
            subject=Subquery(texts.values("subject")[:1]),
            is_told=Exists(told),
            is_blocked=Exists(blocked),
        )
        .order_by()
    )
    return {
        one.key: Prefetched(
            one, Known({language: one.subject}, {}, {address} if one.is_told else ())
        )
        for one in found
        if one.subject is not None and not one.is_blocked
    }

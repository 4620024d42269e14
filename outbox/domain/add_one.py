"""Add one letter to a sending that is open already: what a burst of answers to a meeting does.

`add_letters` asks for everything a thousand recipients may need, in a dozen statements. Here
one prepared question tells the same of one recipient, and what is out of the ordinary is left
to `add_letters`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from core.prepared import Prepared, Slot
from outbox.dispatch import deliver_waiting_soon
from outbox.domain.add_letters import Recipient, Rows
from outbox.domain.insert import insert_letters
from outbox.models import (
    Campaign,
    CampaignText,
    FirstLetter,
    Letter,
    LetterState,
    Suppression,
)
from people.models.user import normal_address


def add_one(key: str, recipient: Recipient) -> Campaign | None:
    """Add the recipient's letter to the sending of this key, in the caller's transaction.

    Three statements on PostgreSQL. A letter that is there already is not written again. None,
    with nothing done, when there is no such sending, it has no text in the language, it was
    undone or waits for approval or its time, or the address is blocked: then `open_campaign`
    and `add_letters` are to be asked.
    """
    address = normal_address(recipient.to)
    now = timezone.now()
    found: list[Any] = _question()(
        key=key, language=recipient.language, address=address, letter=recipient.key
    )
    if not found or _is_unusual(found[0], now):
        return None
    campaign: Campaign = found[0]
    if found[0].is_there:
        return campaign
    rows = Rows(
        campaign,
        subjects={recipient.language: found[0].subject},
        blocked={},
        told={address} if found[0].is_told else set(),
    )
    if not insert_letters(rows.common(), list(rows.of([recipient]))):
        return campaign
    counted = Campaign.objects.filter(pk=campaign.pk, stopped_at__isnull=True)
    if not counted.update(letter_count=F("letter_count") + 1):
        # Undone at this very moment: its last letter does not leave either.
        Letter.objects.filter(key=recipient.key).update(state=LetterState.DISCARDED)
        return campaign
    transaction.on_commit(deliver_waiting_soon)
    return campaign


def _is_unusual(campaign: Any, now: Any) -> bool:
    return (
        campaign.subject is None
        or campaign.stopped_at is not None
        or campaign.needs_approval
        or campaign.not_before > now
        or campaign.is_blocked
    )


@lru_cache(maxsize=1)
def _question() -> Prepared:
    """The sending with all that its next letter depends on."""
    texts = CampaignText.objects.filter(campaign=OuterRef("pk"), language=Slot("language"))
    told = FirstLetter.objects.filter(region=OuterRef("region"), address=Slot("address"))
    blocked = Suppression.objects.filter(
        Q(region__isnull=True) | Q(region=OuterRef("region")), address=Slot("address")
    )
    return Prepared(
        Campaign.objects.filter(key=Slot("key"))
        .select_related("region")
        .annotate(
            subject=Subquery(texts.values("subject")[:1]),
            is_told=Exists(told),
            is_blocked=Exists(blocked),
            is_there=Exists(Letter.objects.filter(key=Slot("letter"))),
        )
        .order_by()
    )

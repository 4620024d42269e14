"""Add one letter to a sending that is open already: what a burst of answers to a meeting does.

    found = open_sendings([key], language="sv", to="anna@example.org")
    if add_one(found.get(key), recipient) is None:
        …  # open_campaign and add_letters

`add_letters` asks for everything a thousand recipients may need, in a dozen statements. Here
one prepared question tells the same of one recipient, and what is out of the ordinary is left
to `add_letters`. The question can be asked before a lock is taken, the letter be added under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from core.prepared import Prepared, PreparedUpdate, Slot
from outbox.dispatch import deliver_burst_soon
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


def open_sendings(keys: Sequence[str], *, language: str, to: str) -> dict[str, Any]:
    """The sendings of one or two keys, with all that a letter to this recipient depends on.

    They are for `add_one` alone. One statement.
    """
    found = _question()(
        one=keys[0], other=keys[-1], language=language, address=normal_address(to)
    )  # fmt: skip
    return {sending.key: sending for sending in found}


def add_one(found: Any, recipient: Recipient) -> Campaign | None:
    """Add the recipient's letter to a sending of `open_sendings`, in the caller's transaction.

    Two statements on PostgreSQL. A letter that is there already is not written again. None,
    with nothing done, when there is no such sending, it has no text in the language, it was
    undone or waits for approval or its time, or the address is blocked: then `open_campaign`
    and `add_letters` are to be asked. `found` was looked up for the recipient's language and
    address.
    """
    if found is None or _is_unusual(found, timezone.now()):
        return None
    campaign: Campaign = found
    rows = Rows(
        campaign,
        subjects={recipient.language: found.subject},
        blocked={},
        told={normal_address(recipient.to)} if found.is_told else set(),
    )
    if not insert_letters(rows.common(), list(rows.of([recipient]))):
        return campaign
    if not _counted()(pk=campaign.pk):
        # Undone at this very moment: its last letter does not leave either.
        Letter.objects.filter(key=recipient.key).update(state=LetterState.DISCARDED)
        return campaign
    transaction.on_commit(deliver_burst_soon)
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
def _counted() -> PreparedUpdate:
    going_on = Campaign.objects.filter(pk=Slot("pk"), stopped_at__isnull=True)
    return PreparedUpdate(going_on, letter_count=F("letter_count") + 1)


@lru_cache(maxsize=1)
def _question() -> Prepared:
    """Two sendings with all that their next letter depends on."""
    texts = CampaignText.objects.filter(campaign=OuterRef("pk"), language=Slot("language"))
    told = FirstLetter.objects.filter(region=OuterRef("region"), address=Slot("address"))
    blocked = Suppression.objects.filter(
        Q(region__isnull=True) | Q(region=OuterRef("region")), address=Slot("address")
    )
    return Prepared(
        Campaign.objects.filter(Q(key=Slot("one")) | Q(key=Slot("other")))
        .select_related("region")
        .annotate(
            subject=Subquery(texts.values("subject")[:1]),
            is_told=Exists(told),
            is_blocked=Exists(blocked),
        )
        .order_by()
    )

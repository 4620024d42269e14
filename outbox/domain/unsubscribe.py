"""Stopping invitations from a letter's own link, by one click (RFC 8058), and taking it back.

The link names the letter; from it follow the address and the region. Opening it changes
nothing, so that scanners may.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core import audit, tokens
from outbox.domain.suppress import suppress
from outbox.models import Letter, Suppression, SuppressionReason
from people.models import Region

PURPOSE = "outbox.unsubscribe"


class NoSuchLinkError(Exception):
    """The token belongs to no letter of ours, or the letter is no longer kept."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whom a link is about: an address, and the region whose invitations it gets."""

    address: str
    region: Region
    #: The language of the letter that the link stood in.
    language: str


def unsubscribe_url(letter_id: int) -> str:
    """The absolute address that stops invitations to the letter's recipient."""
    return settings.SITE_URL + reverse(
        "outbox:unsubscribe", args=[tokens.token(PURPOSE, letter_id)]
    )


def opened(token: str) -> Subscriber:
    """Whom a link is about. Raises NoSuchLinkError."""
    try:
        number, edition = tokens.opened(PURPOSE, token)
    except tokens.BadTokenError as error:
        raise NoSuchLinkError from error
    letter = (
        Letter.objects.select_related("region")
        .filter(pk=number, region__isnull=False)
        .only("to_address", "language", "region")
        .first()
    )
    if letter is None or letter.region is None or edition != 1:
        raise NoSuchLinkError
    return Subscriber(letter.to_address, letter.region, letter.language)


def reason_of(subscriber: Subscriber) -> str:
    """Why the address gets no invitations from the region, "" when it gets them."""
    rows = Suppression.objects.filter(region=subscriber.region, address=subscriber.address)
    return rows.values_list("reason", flat=True).first() or ""


@transaction.atomic
def stop(subscriber: Subscriber) -> None:
    """No more invitations from this region to this address. Asked for again, it stays so."""
    if not reason_of(subscriber):
        row = suppress(
            address=subscriber.address,
            region=subscriber.region,
            reason=SuppressionReason.UNSUBSCRIBED,
        )
        audit.record("suppression.unsubscribed", row, by=None)


@transaction.atomic
def resume(subscriber: Subscriber) -> None:
    """Take one's own stop back. A block for another reason stays."""
    own = Suppression.objects.filter(
        region=subscriber.region,
        address=subscriber.address,
        reason=SuppressionReason.UNSUBSCRIBED,
    ).first()
    if own is not None:
        audit.record("suppression.resumed", own, by=None)
        own.delete()

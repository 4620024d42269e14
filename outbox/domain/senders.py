"""Who stands as sender of a letter."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from outbox.headers import named_address

if TYPE_CHECKING:
    from people.models import Region


def sender_of(region: Region | None) -> str:
    """The platform's address, under the region's name: people know the region, not the platform."""
    sender: str = settings.DEFAULT_FROM_EMAIL
    return named_address(region.name, sender) if region else sender


def sender_domain() -> str:
    """The domain of the platform's address, which Message-IDs end with."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]

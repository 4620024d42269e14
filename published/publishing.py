"""What pages and news share: being published, and being taken back at once."""

from __future__ import annotations

from django.utils import timezone

from core.refusals import Refusal
from people.models import User
from published.models import Publishable


def publish(row: Publishable, *, by: User) -> bool:
    """Let everybody read it from now on. Says whether it was a draft until now."""
    if row.is_published:
        return False
    row.published_at, row.published_by = timezone.now(), by
    row.save(update_fields=["published_at", "published_by", "updated_at"])
    return True


def unpublish(row: Publishable) -> bool:
    """Make it a draft again: nobody outside reads it from now on."""
    if not row.is_published:
        return False
    row.published_at = row.published_by = None
    row.save(update_fields=["published_at", "published_by", "updated_at"])
    return True


def refuse_unready(lacks: list[str], message: str) -> None:
    """Refuse with what is missing as details."""
    if lacks:
        raise Refusal("not_ready", message, details=lacks)

"""Small habits that verbs share: one at a time on a participation, and no empty words."""

from __future__ import annotations

from django.utils.functional import Promise

from core.refusals import Refusal
from places.models import Participation


def lock(participation: Participation) -> None:
    """Let verbs on the same participation that check before they write wait for each other.

    The object in hand gets the stored values, so that nothing stale is written back.
    """
    participation.refresh_from_db(from_queryset=Participation.objects.select_for_update())


def wanted(text: str, code: str, message: str | Promise, *, field: str | None = None) -> str:
    """The text without surrounding space; Refusal(code) when nothing is left."""
    cleaned = text.strip()
    if not cleaned:
        raise Refusal(code, message, field=field)
    return cleaned

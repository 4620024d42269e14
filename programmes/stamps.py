"""Stamps: what a form's user saw, as a number, so that nobody's newer change is overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from core.refusals import Conflict


class Overtaken(Conflict):
    """Somebody else was quicker. `difference` tells lists line by line where they were compared."""

    difference: object = None


def stamp(data: object) -> int:
    """A number that changes when the data change (48 bits of their SHA-256)."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def same_as_seen(
    seen: int,
    *,
    theirs: dict[str, Any],
    yours: dict[str, Any],
    compare: Callable[[dict[str, Any], dict[str, Any]], object] | None = None,
) -> None:
    """Raise Overtaken unless the stored data are what the user saw, or what he or she sends."""
    now = stamp(theirs)
    if now in (seen, stamp(yours)):
        return
    overtaken = Overtaken(
        _("Somebody else has changed this since you opened it. Nothing was saved."),
        theirs=theirs, yours=yours, version=now,
    )  # fmt: skip
    overtaken.difference = compare(theirs, yours) if compare else None
    raise overtaken

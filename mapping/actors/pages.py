"""What the actor map shows: actors by sector, who is missing, one actor with its log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max

from core.dates import time_of_day
from core.policy import allowed
from mapping.models import Actor, GroupPresence, OftenMissing
from people.models import Sector, User
from people.models.organisation import THREE_SECTORS
from places.models import Participation


@dataclass(frozen=True, slots=True)
class Group:
    """The actors of a sector; an empty one is told where a place needs it."""

    sector: Sector
    rows: Sequence[Actor]


def actor_map(participation: Participation, user: User) -> dict[str, Any]:
    """All actors by sector, and who is missing. Two statements besides the head's."""
    rows = list(participation.actors.select_related("contact").annotate(last_on=Max("touches__on")))
    there = {one.group: one for one in participation.presences.all()}
    return {
        "groups": [
            Group(sector, found)
            for sector in Sector
            if (found := [one for one in rows if one.sector == sector]) or sector in THREE_SECTORS
        ],
        "count": len(rows),
        "missing": [
            there.get(group) or GroupPresence(participation=participation, group=group, version=0)
            for group in OftenMissing
        ],
        "asked": len(there),
        "edits": allowed(user, "mapping.edit_actors", participation),
        "invites": allowed(user, "mapping.write_to_actors", participation),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "made_up": any(one.made_up for one in rows),
    }


def one(actor: Actor, user: User) -> dict[str, Any]:
    """One actor with the log of being in touch."""
    return {
        "actor": actor,
        "touches": list(actor.touches.select_related("by")),
        "edits": allowed(user, "mapping.edit_actors", actor.participation),
    }


def presence_answer(saved: GroupPresence) -> dict[str, Any]:
    """What a row needs to show a save."""
    return {
        "version": saved.version,
        "time": time_of_day(),
        "values": {"takes_part": "yes" if saved.takes_part else "no", "who": saved.who},
    }

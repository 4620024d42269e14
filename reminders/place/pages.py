"""What both sides see of a place's reminders: the next day, the reason, a pause, what was told.

Nothing is stored of it: the same function says here when a letter would leave and sends it then.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.policy import allowed
from people.models import Role, User
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places.models import ClockChange, ClockKind, Participation
from reminders.clock.rules import GAP
from reminders.clock.standing import Due, Standings, addressed
from reminders.kinds import To, found, get, label, search_at
from reminders.models import Pause, Reminded

#: So far ahead a next day is told.
AHEAD = 120
#: Rows of what was told.
TOLD_SHOWN = 10
#: Kinds that the place itself reads of: what others decide or owe it is not its reminder.
_OF_PLACE = {To.LEADERS, To.WRITERS, To.NAMED}


@dataclass(frozen=True, slots=True)
class Next:
    """The next letter to one person: its day, and what it would say if nothing changes."""

    on: dt.date
    name: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A letter that was sent."""

    on: dt.date
    name: str
    kinds: list[str]


def soon(participation: Participation, user: User) -> dict[str, Any]:
    """The next reminder and a pause, for the place's own page."""
    return {
        "nexts": _nexts(participation, user),
        "pause": standing_pause(participation),
        "support_pause": _support_pause(participation),
    }


def context(participation: Participation, user: User) -> dict[str, Any]:
    """The page of a place's reminders."""
    return soon(participation, user) | {
        "told": _told(participation, user),
        "may_pause": allowed(user, "reminders.pause", participation),
        "gap": GAP,
    }


def standing_pause(participation: Participation) -> Pause | None:
    """The pause that holds today."""
    rows = Pause.objects.standing(timezone.localdate()).filter(participation=participation)
    return rows.select_related("by").first()


def _support_pause(participation: Participation) -> ClockChange | None:
    """A pause of the support itself: reminders rest with it."""
    today = timezone.localdate()
    return participation.clock_changes.filter(
        kind=ClockKind.PAUSE, starts_on__lte=today, ends_on__gte=today
    ).first()


def _coaching(user: User, participation: Participation) -> bool:
    roles = scope_of(user).roles_at(participation)
    return bool({Role.COACH, MANAGER, REGION_ADMIN} & roles)


def _nexts(participation: Participation, user: User) -> list[Next]:
    """The next letter to each person, the earliest first."""
    today = timezone.localdate()
    search = search_at(Participation.objects.filter(pk=participation.pk), today, ahead=AHEAD)
    dues = addressed(found(search), search)
    standings = Standings(dues, today)
    by_person: defaultdict[tuple[str, str], list[tuple[dt.date, Due]]] = defaultdict(list)
    all_of_it = _coaching(user, participation)
    for due in dues:
        on = standings.leaves_on(due)
        if on is not None and (all_of_it or _OF_PLACE & {*get(due.cause.kind).to}):
            by_person[due.person.address, due.person.name].append((on, due))
    nexts = []
    for (_address, name), listed in by_person.items():
        first = min(on for on, _due in listed)
        words = [due.cause.words(first) for on, due in listed if on == first]
        nexts.append(Next(first, name, words))
    return sorted(nexts, key=lambda one: (one.on, one.name))


def _told(participation: Participation, user: User) -> list[Told]:
    """The letters that were sent, the newest first."""
    rows = Reminded.objects.filter(participation=participation)[: TOLD_SHOWN * 3]
    mine = not _coaching(user, participation)
    letters: dict[tuple[dt.datetime, str], list[str]] = {}
    for row in rows:
        at = row.sent_at.replace(second=0, microsecond=0)
        letters.setdefault((at, row.address), []).append(row.kind)
    names = _names({address for _at, address in letters})
    return [
        Told(timezone.localdate(at), names.get(address, address), [label(kind) for kind in kinds])
        for (at, address), kinds in letters.items()
        if not mine or _is_of_place(kinds)
    ][:TOLD_SHOWN]


def _is_of_place(kinds: list[str]) -> bool:
    return any(_OF_PLACE & {*get(kind).to} for kind in kinds)


def _names(addresses: set[str]) -> dict[str, str]:
    users = User.objects.filter(email__in=addresses)
    return {user.email: user.get_full_name() for user in users}

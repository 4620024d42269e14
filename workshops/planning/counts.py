"""How many are invited, come, wait and have come: one question, and the bar that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workshops.models import Answer, Invitation, Seat, Workshop

#: Width of the bar in units of its drawing.
BAR = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Households on the list by answer, and persons. Whoever is off the list is in none.

    `listed` all on the list; `to_write` have an address and have had no letter; `yes` said yes
    and have a seat; `persons` come with them; `waiting` stand in the waiting list; `unanswered`
    were invited and have not said anything; `came` and `came_persons` were there.
    """

    listed: int = 0
    invited: int = 0
    to_write: int = 0
    yes: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
    unanswered: int = 0
    persons: int = 0
    came: int = 0
    came_persons: int = 0


def aggregates() -> dict[str, Any]:
    """The aggregates of `Counts` over invitations, to be asked in one statement."""
    on = Q(removed_at__isnull=True, left_at__isnull=True)
    seated = Q(answer=Answer.YES) & ~Q(seat=Seat.WAITING)
    here = Q(attended_at__isnull=False)

    def count(condition: Q) -> Count:
        return Count("pk", filter=on & condition)

    return {
        "listed": Count("pk", filter=on),
        "invited": count(Q(invited_at__isnull=False)),
        "to_write": count(Q(invited_at__isnull=True, answer=Answer.NONE) & ~Q(email="")),
        "yes": count(seated),
        "maybe": count(Q(answer=Answer.MAYBE)),
        "no": count(Q(answer=Answer.NO)),
        "waiting": count(Q(seat=Seat.WAITING)),
        "unanswered": count(Q(answer=Answer.NONE, invited_at__isnull=False)),
        "persons": Sum("persons", filter=on & seated, default=0),
        "came": Count("pk", filter=here),
        "came_persons": Sum("attended_persons", filter=here, default=0),
    }


def counts_of(workshop: Workshop) -> Counts:
    """The counts of one meeting, in one statement."""
    return Counts(**Invitation.objects.filter(workshop=workshop).aggregate(**aggregates()))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar: how many, what they are, and where it lies in the drawing."""

    key: str
    label: str | Promise
    count: int
    left: int
    width: int


_LABELS: tuple[tuple[str, str | Promise], ...] = (
    ("yes", pgettext_lazy("answers", "yes")),
    ("maybe", pgettext_lazy("answers", "maybe")),
    ("waiting", _("in the waiting list")),
    ("no", pgettext_lazy("answers", "no")),
    ("unanswered", _("no answer yet")),
    ("to_write", _("not written to yet")),
)


def bar(counts: Counts) -> list[Part]:
    """The parts of the bar in order, those without anybody left out; widths add up to BAR."""
    found = [(key, label, getattr(counts, key)) for key, label in _LABELS]
    total = sum(count for *_rest, count in found)
    parts, left, seen = [], 0, 0
    for key, label, count in found:
        if not count:
            continue
        seen += count
        right = round(BAR * seen / total)
        parts.append(Part(key, label, count, left, right - left))
        left = right
    return parts

"""How many are invited, come, wait and have come: one question, and the bar that shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.prepared import Prepared, Slot
from workshops.models import Answer, Invitation, Seat, Workshop

#: Width of the bar in units of its drawing.
BAR = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Households on the list by answer, and persons. Whoever is off the list is in none.

    So is somebody who declined and in whose place another one comes: that one is counted.
    `listed` all on the list; `to_write` have an address and have had no letter, `to_call` have no
    address and have not said anything; `yes` said yes
    and have a seat; `persons` come with them; `waiting` stand in the waiting list; `unanswered`
    were invited and have not said anything; `came` and `came_persons` were there.
    """

    listed: int = 0
    invited: int = 0
    to_write: int = 0
    to_call: int = 0
    yes: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
    unanswered: int = 0
    persons: int = 0
    came: int = 0
    came_persons: int = 0


_GROUPS = Prepared(
    Invitation.objects.filter(workshop=Slot("workshop"))
    .order_by()
    .annotate(
        on=ExpressionWrapper(
            Q(removed_at__isnull=True, left_at__isnull=True)
            & ~Q(answer=Answer.NO, replaced_by__isnull=False),
            output_field=BooleanField(),
        ),
        written=ExpressionWrapper(Q(invited_at__isnull=False), output_field=BooleanField()),
        reached=ExpressionWrapper(~Q(email=""), output_field=BooleanField()),
    )
    .values_list("on", "answer", "seat", "written", "reached")
    .annotate(Count("pk"), Sum("persons"), Count("attended_at"), Sum("attended_persons"))
)


def counts_of(workshop: Workshop) -> Counts:
    """The counts of one meeting, in one statement: the database groups, what is here adds up."""
    numbers: Counter[str] = Counter()
    groups = _GROUPS(workshop=workshop.pk)
    for on, answer, seat, written, reached, guests, persons, came, came_persons in groups:
        numbers.update(came=came, came_persons=came_persons)
        if on:
            numbers["listed"] += guests
            numbers.update(_told(answer, seat, guests, persons, written=written, reached=reached))
    return Counts(**numbers)


def _told(
    answer: str, seat: str, guests: int, persons: int, *, written: bool, reached: bool
) -> dict[str, int]:
    """What guests of one kind count for."""
    found = {"invited": guests} if written else {}
    if seat == Seat.WAITING:
        found["waiting"] = guests
    elif answer == Answer.YES:
        found |= {"yes": guests, "persons": persons}
    if answer in {Answer.MAYBE, Answer.NO}:
        found[answer] = guests
    elif answer == Answer.NONE and written:
        found["unanswered"] = guests
    elif answer == Answer.NONE:
        found["to_write" if reached else "to_call"] = guests
    return found


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
    ("to_call", _("to call, without an address")),
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

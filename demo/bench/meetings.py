"""The bench's line for a meeting's page with a thousand guests."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils import timezone

from demo.bench import floor
from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.pages import same_bytes
from demo.bench.scale import Scale
from people.models import Duty, Task
from workshops.models import (
    AgendaItem,
    Answer,
    HowInvited,
    Invitation,
    Material,
    Seat,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

PAIRS = 40
GUESTS, FEW = 1000, 10
MOST_QUERIES = 10
MOST_RATIO = 2.0
#: What guests answer, in turn.
_ANSWERS = (
    (Answer.YES, Seat.TAKEN),
    (Answer.NO, Seat.NONE),
    (Answer.MAYBE, Seat.NONE),
    (Answer.YES, Seat.WAITING),
    (Answer.NONE, Seat.NONE),
)


def page(scale: Scale) -> Line:
    """The overview of a meeting with 1 000 guests, against a bare loop of its guests.

    The loop stands behind our middleware and gives as many bytes. The same page with ten guests
    must ask as many questions.
    """
    full, few = (_meeting(scale, count) for count in (GUESTS, FEW))
    address = full.get_absolute_url()
    ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=False))
    size = len(ours.get(address).content)
    number, path = same_bytes(bare, "guests", full.pk, size)
    ours_time, floor_time = in_turn([partial(ours.get, address), partial(bare.get, path)], PAIRS)
    sent, repeated = queries(partial(ours.get, address))
    sent_few, _again = queries(partial(ours.get, few.get_absolute_url()))
    line = Line(
        "meeting_page", f"{GUESTS} guests: ratio ≤ 2.0, ≤ 10 queries, as many for {FEW} guests",
        ours_time, floor_time, ours_time / floor_time, sent, number,
        facts={"bytes": size, "queries_of_10": sent_few},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(sent == sent_few, f"{sent_few} queries with {FEW} guests, {sent} with {GUESTS}")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line


def _meeting(scale: Scale, guests: int) -> Workshop:
    """An announced meeting at the first place, with agenda, materials, tasks and guests."""
    place = scale.participations[0]
    start = timezone.now() + dt.timedelta(days=14)
    made = Workshop.objects.create(
        programme=place.programme, kind=WorkshopKind.OPEN_MEETING, title=f"Meeting of {guests}",
        language="en", state=WorkshopState.ANNOUNCED, starts_at=start,
        ends_at=start + dt.timedelta(hours=2), hall="Village hall", address="Main road 1",
        capacity=guests, seats_taken=guests // 5,
    )  # fmt: skip
    made.participations.set([place])
    AgendaItem.objects.bulk_create(
        AgendaItem(workshop=made, order=n, title=f"Item {n}", minutes=15) for n in range(1, 9)
    )
    Material.objects.bulk_create(
        Material(workshop=made, title=f"Link {n}", link=f"https://example.org/{n}")
        for n in range(3)
    )
    Duty.objects.bulk_create(
        Duty(workshop=made, task=task, name="Somebody") for task in (Task.ORGANISES, Task.TEACHES)
    )
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            workshop=made, how=HowInvited.IMPORTED, name=f"Guest {n}", language="en",
            email=f"guest{n}@example.org", invited_at=now,
            answer=_ANSWERS[n % len(_ANSWERS)][0], seat=_ANSWERS[n % len(_ANSWERS)][1],
        )
        for n in range(guests)
    )  # fmt: skip
    return made

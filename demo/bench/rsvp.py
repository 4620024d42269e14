"""The bench's line for a hall that answers at once: `rsvp_burst`."""

from __future__ import annotations

import datetime as dt
from statistics import median, quantiles

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from demo.bench.measure import Line
from demo.bench.scale import Scale
from demo.bench.serving import drive, server
from outbox.models import Letter
from workshops.links import answer_token
from workshops.models import (
    HowInvited,
    Invitation,
    Seat,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

RATE, SECONDS = 100, 30
SEATS = 2000
MOST_MS = 500.0
WARM_UP = 40
BODY = "answer=yes&persons=1"


def burst(scale: Scale) -> Line:
    """100 answers a second for 30 seconds to one meeting, each by its own link.

    Two thirds get a seat, the rest wait, and each gets a letter. Granian with as many workers
    as docker-compose.yml starts, and the program that sends, share the machine with the
    database. The times are those of the POST, from when it was to be sent; there is no floor, so
    `floor` is the limit.
    """
    workshop, paths = _meeting(scale, WARM_UP + RATE * SECONDS)
    requests = [["POST", path, "", BODY] for path in paths]
    with server() as port:
        drive(port, rate=RATE / 5, requests=requests[:WARM_UP])
        found = drive(port, rate=RATE, requests=requests[WARM_UP:])
    times = sorted(found["times"])
    slowest_of_95 = quantiles(times, n=20)[-1]
    line = Line(
        "rsvp_burst", f"{RATE} answers/s for {SECONDS} s: no error, p95 ≤ {MOST_MS:.0f} ms",
        slowest_of_95, MOST_MS, slowest_of_95 / MOST_MS, 0, len(times),
        facts={"p50": median(times), "max": times[-1], "seconds": found["seconds"]},
    )  # fmt: skip
    line.require(found["statuses"] == {"302": len(times)}, f"answers: {found['statuses']}")
    line.require(slowest_of_95 <= MOST_MS, f"p95 {slowest_of_95:.0f} ms")
    line.require(found["seconds"] <= SECONDS + 1, f"took {found['seconds']:.1f} s")
    _check(line, workshop, len(paths))
    return line


def _check(line: Line, workshop: Workshop, answers: int) -> None:
    """The hall is full and not fuller, and everybody has a letter."""
    workshop.refresh_from_db()
    seated = workshop.invitations.filter(seat=Seat.TAKEN).aggregate(sum=Sum("persons"))["sum"]
    line.require((workshop.seats_taken, seated) == (SEATS, SEATS), f"seated {seated}")
    waiting = workshop.invitations.filter(seat=Seat.WAITING).count()
    line.require(waiting == answers - SEATS, f"waiting {waiting}")
    letters = Letter.objects.filter(
        campaign__about_type="workshops.workshop", campaign__about_id=workshop.pk
    ).count()
    line.require(letters == answers, f"letters {letters}")


def _meeting(scale: Scale, guests: int) -> tuple[Workshop, list[str]]:
    start = timezone.now() + dt.timedelta(days=14)
    workshop = Workshop.objects.create(
        programme=scale.participations[0].programme,
        kind=WorkshopKind.OPEN_MEETING,
        title="Stormöte",
        language="sv",
        state=WorkshopState.ANNOUNCED,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        hall="Folkets hus",
        capacity=SEATS,
    )
    rows = Invitation.objects.bulk_create(
        Invitation(
            workshop=workshop,
            how=HowInvited.IMPORTED,
            name=f"Gäst {number}",
            email=f"burst{workshop.pk}-{number}@example.org",
            language="sv",
            invited_at=timezone.now(),
        )
        for number in range(guests)
    )
    return workshop, [reverse("workshops:answer", args=[answer_token(row)]) for row in rows]

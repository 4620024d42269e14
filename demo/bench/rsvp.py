"""The bench's line for a hall that answers at once: `rsvp_burst`."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from demo.bench.measure import Line
from demo.bench.scale import Scale
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
START_SECONDS = 60


def burst(scale: Scale) -> Line:
    """100 answers a second for 30 seconds to one meeting, each by its own link.

    Two thirds get a seat, the rest wait, and each gets a letter. Granian with as many workers
    as docker-compose.yml starts, and the program that sends, share the machine with the
    database. The times are those of the POST, from when it was to be sent; there is no floor, so
    `floor` is the limit.
    """
    workshop, paths = _meeting(scale, WARM_UP + RATE * SECONDS)
    with _server() as port:
        _load(port, paths[:WARM_UP], RATE / 5)
        found = _load(port, paths[WARM_UP:], RATE)
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


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """The site under granian as docker-compose.yml starts it, on a free port; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "4", "--blocking-threads", "1",
        "--log-level", "warning", "placedev.wsgi:application",
    ]  # fmt: skip
    connection.close()
    server = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 - our own program
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise RuntimeError("granian did not start")


def _load(port: int, paths: list[str], rate: float) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "demo.bench.rsvp_load", str(port), str(rate)],
        input="\n".join(paths), capture_output=True, text=True, check=True,
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found

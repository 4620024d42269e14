"""The bench's line for a working day: `load_200`."""

from __future__ import annotations

from statistics import median, quantiles

from django.conf import settings

from demo.bench.measure import Line, session
from demo.bench.scale import Scale
from demo.bench.serving import drive, server, worker
from people.models import Assignment, Role, User

LEADERS, COACHES, ADMINS = 170, 25, 5
#: Seconds between a person's pages, and how long they go on.
WAIT, SECONDS, WARM_UP = (2, 8), 60, 15
MOST_MS = 250.0
#: Pages a second are raised until p95 passes this.
FULL_MS, FIRST_RATE, STEP, STEP_SECONDS, AIM = 500.0, 30, 10, 8, 100
MIX = {
    Role.PROCESS_LEADER: (
        "/", "/places/{p}/", "/places/{p}/steps/1/", "/places/{p}/steps/1/", "/places/{p}/plan/",
        "/places/{p}/people/", "/meetings/", "/places/{p}/coaching/",
    ),
    Role.COACH: (
        "/places/", "/places/", "/places/{p}/", "/places/{p}/gate/", "/places/{p}/coaching/",
        "/meetings/", "/places/?needs=any",
    ),
    "admin": ("/places/", "/programmes/", "/places/?page=3", "/outbox/", "/reports/",
        "/places/?q=vik",
    ),
}  # fmt: skip


def people(scale: Scale) -> Line:
    """200 people at work who wait 2 to 8 seconds between pages; then as many pages as it can.

    Granian, the worker, the database, Redis and those who ask share the machine. There is no
    floor, so `floor` is the limit.
    """
    asked = _people(scale)
    with server() as port, worker():
        drive(port, people=asked, wait=WAIT, seconds=WARM_UP)
        found = drive(port, people=asked, wait=WAIT, seconds=SECONDS)
        most, errors = _most(port, asked)
    times = found["times"]
    p95 = quantiles(times, n=20)[-1]
    line = Line(
        "load_200", f"{len(asked)} people: p95 ≤ {MOST_MS:.0f} ms, no error; aim {AIM} pages/s",
        p95, MOST_MS, p95 / MOST_MS, 0, len(times),
        facts={
            "p50": median(times),
            "max": max(times),
            "pages_a_second": len(times) / found["seconds"],
            "most_pages_a_second": most,
        },
    )  # fmt: skip
    line.require(set(found["statuses"]) == {"200"}, f"answers: {found['statuses']}")
    line.require(not errors, f"errors at {most} pages/s: {errors}")
    line.require(p95 <= MOST_MS, f"p95 {p95:.0f} ms")
    return line


def _people(scale: Scale) -> list[list[list[str]]]:
    """What each of the two hundred may ask for."""
    roles = Assignment.objects.filter(participation__programme__region=scale.region)
    chosen: list[tuple[str, User, int]] = []
    for role, count in ((Role.PROCESS_LEADER, LEADERS), (Role.COACH, COACHES)):
        held = roles.filter(role=role).order_by("user_id", "pk").distinct("user_id")
        chosen += [
            (role, one.user, one.participation_id) for one in held.select_related("user")[:count]
        ]
    chosen += [("admin", scale.admin, 0)] * ADMINS
    return [_pages(*one) for one in chosen]


def _pages(role: str, user: User, place: int) -> list[list[str]]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session(user)}"
    return [["GET", path.format(p=place), cookie] for path in MIX[role]]


def _most(port: int, asked: list[list[list[str]]]) -> tuple[int, dict[str, int]]:
    """The highest rate of pages a second at which p95 is within FULL_MS, and what failed there."""
    rate, reached = FIRST_RATE, 0
    while True:
        requests = [
            asked[number % len(asked)][number // len(asked) % len(asked[number % len(asked)])]
            for number in range(rate * STEP_SECONDS)
        ]
        found = drive(port, rate=rate, requests=requests)
        errors = {status: count for status, count in found["statuses"].items() if status != "200"}
        if errors or quantiles(found["times"], n=20)[-1] > FULL_MS:
            return reached, errors
        reached, rate = rate, rate + STEP

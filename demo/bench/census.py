"""The bench's line for all pages: `census`.

Every page that the permission table knows, with one of everything in the region and the country
at a twentieth round it (`tests/country`), so that this line runs where the tests are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from demo.bench import floor, pages
from demo.bench.measure import Line, Site, in_turn, queries
from places.models import Participation

SIZE = 0.05
MOST_QUERIES, MOST_RATIO = 15, 4.0
#: Pages that may ask more, with the reason.
MAY_ASK = {"plans:adopt": (25, "reads the whole plan and a mark of each of its rows")}
PAIRS = 5
#: A page over its limit is measured so often before it counts: other work may have disturbed it.
TRIES = 3
SLOWEST = 10
OK = 200


@dataclass(frozen=True)
class Seen:
    """One page as the first of those who may ask for it got it. Times in milliseconds."""

    route: str
    queries: int
    bytes: int
    ours: float = 0.0
    floor: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times the floor's time; 0 for what is no page."""
        return self.ours / self.floor if self.floor else 0.0

    def __str__(self) -> str:
        return (
            f"{self.route:32}{self.ours:7.1f} ms {self.ratio:5.2f} × floor"
            f"{self.queries:4} queries{self.bytes:8} bytes"
        )


def census() -> Line:
    """Each page against as many bytes from one loop behind our middleware; the worst is told."""
    seen = _walk()
    drawn = [one for one in seen if one.floor]
    worst = max(drawn, key=lambda one: one.ratio)
    most = max(one.queries for one in seen)
    line = Line(
        "census", f"no page over {MOST_QUERIES} queries or {MOST_RATIO:.0f} × floor",
        worst.ours, worst.floor, worst.ratio, most, len(seen),
        facts={"pages": len(drawn)},
        notes=[str(one) for one in sorted(drawn, key=lambda one: -one.ours)[:SLOWEST]],
    )  # fmt: skip
    for one in seen:
        most_here = MAY_ASK.get(one.route, (MOST_QUERIES,))[0]
        line.require(one.queries <= most_here, f"{one.route}: {one.queries} queries")
        line.require(one.ratio <= MOST_RATIO, f"{one.route}: {one.ratio:.1f} × floor")
    return line


def _walk() -> list[Seen]:
    """Ask for everything, each in the state in which one gets through."""
    # The tests are there where the bench runs, and not where the site runs.
    from tests.country.fill import Size, fill  # noqa: PLC0415
    from tests.country.walk import asked  # noqa: PLC0415
    from tests.house.policy_states import bring_about  # noqa: PLC0415
    from tests.house.policy_world import arguments, furnish  # noqa: PLC0415

    world = furnish()
    fill(Size(SIZE, world.corners["own"].programme.region_id))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    full = Participation.objects.filter(place__source="Scale").order_by("pk")[0]
    bare = Site(world.people["admin"], floor.middleware(bare=False))
    sites: dict[str, Site] = {}
    found: dict[str, Seen] = {}
    for cell in asked(world):
        if cell.route in found:
            continue
        site = sites.setdefault(cell.person, Site(world.people.get(cell.person)))
        with transaction.atomic():
            bring_about(cell, world)
            address = reverse(cell.route, kwargs=arguments(cell.route, "own", world))
            found[cell.route] = _seen(cell.route, site, address, bare, full)
            transaction.set_rollback(True)
    return list(found.values())


def _seen(route: str, site: Site, address: str, bare: Site, full: Participation) -> Seen:
    ours = partial(site.visit, address)
    answer = ours()
    ours()  # what is prepared once is prepared now
    sent = queries(ours)[0]
    if not _is_page(answer):
        return Seen(route, sent, 0)
    size = len(answer.content)
    _rows, path = pages.same_bytes(bare, "lines", full.pk, size)
    best = Seen(route, sent, size)
    for _try in range(TRIES):
        again = Seen(route, sent, size, *in_turn([ours, partial(bare.get, path)], PAIRS))
        best = again if not best.floor or again.ratio < best.ratio else best
        if best.ratio <= MOST_RATIO:
            break
    return best


def _is_page(answer: HttpResponse) -> bool:
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == OK and not answer.streaming

"""The bench's lines for pages: portfolio, place, checklist, tick."""

from __future__ import annotations

import json
import re
from functools import partial

from django.urls import reverse

from demo.bench import floor
from demo.bench.measure import Line, Site, in_turn, queries, same_statements
from demo.bench.scale import Scale
from places.models import ItemState, Participation, StepItem

PAIRS = 40
ROWS = 50
ROW_BYTES = 800


def portfolio(small: Scale, large: Scale) -> list[Line]:
    """The full portfolio of 1 000 and of 20 000 places, each against the floor's 50 rows."""
    address = reverse("places:portfolio")
    works, sites = [], []
    for scale in (small, large):
        ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=True))
        sites.append(ours)
        works += [partial(ours.get, address), partial(bare.get, f"/portfolio/{scale.region.pk}/")]
    ours_small, floor_small, ours_large, floor_large = in_turn(works, PAIRS)
    first = Line(
        f"portfolio_50_of_{small.places}",
        "ratio ≤ 2.0, ≤ 8 queries, none twice, ≤ 800 bytes a row",
        ours_small,
        floor_small,
        ours_small / floor_small,
        *_page(sites[0], address),
    )
    _check_page(first, sites[0], address, most=8)
    first.require(first.ratio <= 2.0, f"ratio {first.ratio:.2f}")  # noqa: PLR2004
    second = Line(
        f"portfolio_50_of_{large.places}",
        f"≤ 1.3 × portfolio_50_of_{small.places}",
        ours_large,
        ours_small,
        ours_large / ours_small,
        *_page(sites[1], address),
        facts={"bare": floor_large, "ratio_to_bare": ours_large / floor_large},
    )
    _check_page(second, sites[1], address, most=8)
    second.require(second.ratio <= 1.3, f"ratio {second.ratio:.2f}")  # noqa: PLR2004
    return [first, second]


def _page(site: Site, address: str) -> tuple[int, int]:
    return queries(partial(site.get, address))[0], ROWS


def _check_page(line: Line, site: Site, address: str, *, most: int) -> None:
    sent, repeated = queries(partial(site.get, address))
    html = site.get(address).content
    bodies = re.findall(rb"<tbody>(.*?)</tbody>", html, re.DOTALL)
    rows = [row for body in bodies for row in re.findall(rb"<tr>.*?</tr>", body, re.DOTALL)]
    widest = max(map(len, rows), default=0)
    line.facts |= {
        "bytes": len(html),
        "bytes_a_row": round(sum(map(len, rows)) / max(1, len(rows))),
    }
    line.require(len(rows) == ROWS, f"{len(rows)} rows instead of {ROWS}")
    line.require(widest <= ROW_BYTES, f"a row of {widest} bytes")
    line.require(sent <= most, f"{sent} queries")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")


def places(small: Scale) -> list[Line]:
    """A place's page and its checklist; the first place has thirty members and files."""
    full, ordinary = small.participations[0], small.participations[1]
    lines = []
    for name, address in (
        ("place_page", lambda one: reverse("places:participation", args=[one.pk])),
        ("checklist_page", lambda one: reverse("places:step", args=[one.pk, one.current_step])),
    ):
        ours = Site(small.admin)
        bare = Site(small.admin, floor.middleware(bare=False))
        size = len(ours.get(address(ordinary)).content)
        number, path = same_bytes(bare, "lines", ordinary.pk, size)
        ours_time, floor_time = in_turn(
            [partial(ours.get, address(ordinary)), partial(bare.get, path)], PAIRS
        )
        sent, _repeated = queries(partial(ours.get, address(ordinary)))
        sent_full, _repeated = queries(partial(ours.get, address(full)))
        line = Line(
            name, "ratio ≤ 2.0, ≤ 10 queries, as many for 30 members and files",
            ours_time, floor_time, ours_time / floor_time, sent, number,
            facts={"bytes": size, "queries_of_30": sent_full},
        )  # fmt: skip
        line.require(line.ratio <= 2.0, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
        line.require(sent <= 10, f"{sent} queries")  # noqa: PLR2004
        line.require(
            sent_full == sent, f"{sent_full} queries with 30 members and files, {sent} with few"
        )
        lines.append(line)
    return lines


def dashboard(whole: Scale) -> list[Line]:
    """The figures of a region with plans and support, against their statements and as many bytes.

    The floor sends the very statements that ours sends, and draws the bytes from one loop.
    """
    address = reverse("places:figures")
    ours, bare = Site(whole.admin), Site(whole.admin, floor.middleware(bare=False))
    visit = partial(ours.get, address)
    size = len(visit().content)
    first = whole.participations.first()
    assert first is not None  # noqa: S101 - it has places
    number, path = same_bytes(bare, "lines", first.pk, size)
    fetch = same_statements(visit)
    ours_time, floor_time = in_turn([visit, lambda: (fetch(), bare.get(path))], PAIRS)
    sent, repeated = queries(visit)
    line = Line(
        f"dashboard_{whole.places}_places", "ratio ≤ 2.5, ≤ 10 queries, none twice",
        ours_time, floor_time, ours_time / floor_time, sent, number, facts={"bytes": size},
    )  # fmt: skip
    line.require(line.ratio <= 2.5, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(sent <= 10, f"{sent} queries")  # noqa: PLR2004
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return [line]


def same_bytes(bare: Site, loop: str, participation: int, size: int) -> tuple[int, str]:
    """How many rows of one of the floor's loops give as many bytes, to a row, and their address."""
    head = len(bare.get(f"/{loop}/{participation}/0/").content)
    some = len(bare.get(f"/{loop}/{participation}/100/").content) - head
    count = max(1, -(-(size - head) * 100 // some))
    return count, f"/{loop}/{participation}/{count}/"


def tick(small: Scale) -> Line:
    """Ticking a line, at an ordinary place and at one with thirty members and files.

    There is no floor to it: its limit is the number of statements.
    """
    site = Site(small.admin)
    ordinary, full = (Ticking(site, small.participations[number]) for number in (1, 0))
    ordinary.once()
    few, many = ordinary.queries(), full.queries()
    (ours,) = in_turn([ordinary.once], PAIRS)
    limit = "≤ 8 queries, as many for 30 members and files"
    line = Line("tick", limit, ours, ours, 1.0, few, 1, facts={"queries_of_30": many})
    line.require(few <= 8, f"{few} queries")  # noqa: PLR2004
    line.require(few == many, f"{many} queries with 30 members and files, {few} with few")
    return line


class Ticking:
    """A line of a place that is ticked off and on again."""

    def __init__(self, site: Site, one: Participation) -> None:
        self.site = site
        self.line = StepItem.objects.filter(
            participation=one, step__order=one.current_step, required=False
        ).get()
        self.address = reverse("places:item_save", args=[one.pk, self.line.pk])

    def once(self) -> None:
        """Send the other state, as the page's script does; keep the version that comes back."""
        line = self.line
        line.state = ItemState.OPEN if line.state == ItemState.DONE else ItemState.DONE
        data = {"version": line.version, "state": line.state}
        answer = self.site.post(self.address, data, accept="application/json")
        line.version = json.loads(answer.content)["version"]

    def queries(self) -> int:
        """How many statements one tick sends."""
        return queries(self.once)[0]

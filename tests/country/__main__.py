"""`make bench-country`: a country at two sizes, and what each page costs under both.

    python -m tests.country [--scale 0.05 1]

The whole country has 119 tenants, 60 000 places, 1 M contacts, 3 M letters and 5 M invitations.
From the small country to the large one no page may grow over 1.5 times in bytes, in rows, in
buffers read or in time, and none may take over 300 ms of the database; a claim of 200 letters
costs the same in the large one whether 30 000 or 300 000 wait. The table is also in
build/country.json.

It starts a PostgreSQL server of its own and throws it away; no other database is touched.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.services import private_folder, start_postgresql

if TYPE_CHECKING:
    from tests.country.walk import Visit, Watch

MOST_GROWTH, MOST_MS = 1.5, 300.0
#: What a page may grow by whatever the ratio: fifty rows where the small country had fewer, a
#: count of a thousand rows that lie further apart, milliseconds that nobody notices.
AT_LEAST = {"bytes": 25_000, "rows": 60, "buffers": 6000, "database": 20.0}
#: What grows by its nature, with the reason.
GROWS = {
    "places:overview": "looks at each meeting of half a year that may call for somebody",
    "places:place_import_preview": "a list is compared with the whole register",
    "plans:import_preview": "a list is compared with all organisations",
    "places:figures": "counts every place, and adds up its money",
    "reports:figures_json": "counts every place, and adds up its money",
    "reports:figures_xlsx": "counts every place, and adds up its money",
    "reports:money": "adds up the money of every place",
    "reports:programme": "counts every place of the programme",
    "programmes:methods": "fifty methods with their steps where the small country has a few",
    "programmes:method_compare": "offers every published method to compare with",
}
WAITING = (30_000, 300_000)
CLAIMS = 9
TARGET = Path("build/country.json")


def main() -> int:
    """Fill, walk, compare; 1 when a page misses its limits."""
    parser = argparse.ArgumentParser(description="What each page costs in a country of two sizes.")
    parser.add_argument(
        "--scale", type=float, nargs=2, default=(0.05, 1.0), metavar=("SMALL", "LARGE"),
        help="shares of the whole country (0.05 1); 0.01 0.05 takes some minutes",
    )  # fmt: skip
    scale = parser.parse_args().scale
    with _server() as server:
        return _measure(server, *scale)


@contextmanager
def _server() -> Iterator[str]:
    """Start a server that counts, make Django use it; its address."""
    from placedev.env import SETTINGS

    for setting in SETTINGS:
        os.environ.pop(setting.name, None)
    with private_folder() as folder, tempfile.TemporaryDirectory() as files:
        server = start_postgresql(
            folder,
            shared_preload_libraries="pg_stat_statements",
            shared_buffers="1GB",
            max_wal_size="8GB",
            **{"pg_stat_statements.track_utility": "off"},
        )
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "placedev.settings",
            "MODE": "test",
            "DATABASE_URL": server.url,
            "VAR_DIR": files,
        }
        import django

        django.setup()
        try:
            yield server.url
        finally:
            server.stop()


def _measure(server: str, *scale: float) -> int:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment
    from django.utils import translation

    from tests.country.walk import Watch

    setup_test_environment()
    logging.disable(logging.INFO)
    watch = Watch(server)
    walks: list[dict[str, Visit]] = []
    for size in scale:
        name = f"country_{len(walks)}"
        watch.connection.execute(f"CREATE DATABASE {name}")
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        print(f"The country at {size:g} of its size:")
        with translation.override("en"):
            walks.append(_walk(size, watch))
    claims = [_claim(round(waiting * min(1, 2 * scale[-1]))) for waiting in WAITING]
    return _told(walks, claims)


def _walk(size: float, watch: Watch) -> dict[str, Visit]:
    from tests.country.fill import Size, fill, sql
    from tests.country.walk import visits
    from tests.house.policy_world import furnish

    world = furnish()
    fill(Size(size, world.corners["own"].programme.region_id))
    sql("VACUUM ANALYZE")
    begun = time.monotonic()
    found = {visit.name: visit for visit in visits(world, watch)}
    print(f"  {len(found)} pages in {time.monotonic() - begun:.0f} s")
    return found


def _claim(waiting: int) -> float:
    """Milliseconds of one claim of 200 letters, the median of several, with so many waiting."""
    from statistics import median

    from django.db import transaction

    from outbox.delivery.claim import claim
    from tests.country.fill import make_wait, sql

    made = make_wait(waiting)
    sql("VACUUM ANALYZE outbox_letter")
    times = []
    for number in range(CLAIMS):
        with transaction.atomic():
            begun = time.perf_counter()
            claim(lease=str(number), size=200)
            times.append((time.perf_counter() - begun) * 1000)
            transaction.set_rollback(True)
    print(f"  a claim of 200 of {made} waiting letters: {median(times):.1f} ms")
    return median(times)


def _told(walks: list[dict[str, Visit]], claims: list[float]) -> int:
    """Print and write what was found; 1 when something misses its limit."""
    small, large = walks
    faults = _faults(small, large)
    if claims[1] > MOST_GROWTH * claims[0]:
        faults.append(f"claim of 200: {claims[0]:.1f} ms, then {claims[1]:.1f} ms")
    told = {
        "claim_ms": claims,
        "small": [asdict(one) for one in small.values()],
        "large": [asdict(one) for one in large.values()],
        "faults": faults,
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    print("The pages that cost the database most:")
    for visit in sorted(large.values(), key=lambda one: -one.database)[:10]:
        print(f"  {visit.name:48}{visit.database:8.1f} ms {visit.statements:4}  {visit.slowest}")
    print("\n".join(faults) or "No page misses its limits.")
    return 1 if faults else 0


def _faults(small: dict[str, Visit], large: dict[str, Visit]) -> list[str]:
    found = []
    for name, visit in large.items():
        before = small[name]
        if visit.status >= 500:
            found.append(f"{name}: {visit.status}")
        # A file holds what it holds; only the database's time is limited.
        limits = AT_LEAST if visit.kind == "text/html" and visit.route not in GROWS else {}
        for what, spare in limits.items():
            was, now = getattr(before, what), getattr(visit, what)
            if now > max(was * MOST_GROWTH, was + spare):
                found.append(f"{name}: {what} {was:.0f}, then {now:.0f}; {visit.slowest}")
        if visit.database > MOST_MS:
            found.append(f"{name}: {visit.database:.0f} ms of the database; {visit.slowest}")
    return found


if __name__ == "__main__":
    sys.exit(main())

"""The bench's lines for the register of areas: bringing in 60 000 localities, and finding one."""

from __future__ import annotations

import csv
import gc
import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from areas.loading.services import bring_in
from areas.models import Area, AreaCode, AreaImport
from areas.searching import PICKED
from core.collation import normalise
from core.web import picker
from demo.bench.measure import Line, Site, queries
from demo.bench.scale import Scale
from programmes.models import Municipality
from programmes.regions.municipalities import load_municipalities

ROWS = 60_000
MOST_RATIO, MOST_MB = 2.0, 300
MOST_MS, MOST_QUERIES = 50.0, 3
PAIRS, ROUNDS = 3, 8
SOURCE = "bench"
HEAD = ["tatortskod", "tatort", "kommun", "bef", "area_ha", "ar", "lat", "lon"]
_FRONT = (
    "Björk", "Ek", "Gran", "Sten", "Sand", "Ljung", "Hav", "Sjö", "Berg", "Dal", "Norr", "Söder",
    "Kvarn", "Kyrk", "Lind", "Ask", "Åker", "Öst", "Ärt", "Glim",
)  # fmt: skip
_BACK = (
    "vik", "torp", "by", "hult", "sjö", "ås", "näs", "rud", "bo", "landa", "mark", "sund", "hamn",
    "arp", "stad", "ryd", "holm", "fors", "åkra", "um",
)  # fmt: skip
_CODE = re.compile(r"\d{4}[TS]C\d{3}")
TYPED = (
    "Björkvik", "bjork", "vik", "by", "å", "Glimåkra", "sandhamn 12", "1272TC1", "TC999",
    "norr", "zzzzzz", "östby", "Kvarnstda", "ås", "ekholm 7",
)  # fmt: skip


def _rows() -> Iterator[list[Any]]:
    """Sixty thousand localities in all municipalities of Sweden, with names of two words."""
    stored = Municipality.objects.filter(country="SE", latitude__isnull=False)
    towns = list(stored.order_by("code"))
    names = [front + back for front, back in product(_FRONT, _BACK)]
    for number in range(ROWS):
        town, within = towns[number % len(towns)], number // len(towns)
        north, east = float(town.latitude or 0), float(town.longitude or 0)
        yield [
            f"{town.code}{'TS'[within % 2]}C{100 + within}",
            f"{names[number % len(names)]} {number // len(names) or ''}".strip(),
            town.code,
            50 + number % 5000,
            f"{20 + number % 400},5",
            2023,
            f"{north + within / 1000:.5f}",
            f"{east + within / 1000:.5f}",
        ]


def _file(path: Path) -> None:
    with path.open("w", encoding="latin-1", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        writer.writerows(_rows())


def _clear() -> None:
    mine = Area.objects.filter(source=SOURCE)
    AreaCode.objects.filter(area__in=mine)._raw_delete("default")  # noqa: SLF001
    mine._raw_delete("default")  # noqa: SLF001 - 60 000 rows, no signals
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE areas_area, areas_areacode")


def _ours(path: Path) -> AreaImport:
    kept = AreaImport(
        country="SE", level="locality", source=SOURCE, retrieved_on=timezone.localdate()
    )
    done = bring_in(path=path, kept=kept, by=None)
    if done.made != ROWS:
        raise RuntimeError(f"{done.made} made, {done.faulty} do not fit: {done.faults[:3]}")
    return done


def _floor(path: Path) -> None:
    """The same file, the same tables and checks, in a plain loop, and COPY."""
    towns = dict(Municipality.objects.filter(country="SE").values_list("code", "pk"))
    parents = dict(
        Area.objects.filter(level="municipality").values_list("municipality__code", "pk")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('areas_area', 'id'))"
            " FROM generate_series(1, %s)",
            [ROWS],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    areas, codes = io.StringIO(), io.StringIO()
    one, other = csv.writer(areas), csv.writer(codes)
    now, seen = timezone.now().isoformat(), set()
    with path.open(encoding="latin-1", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        next(lines)
        for pk, (code, name, town, people, land, year, north, east) in zip(ids, lines, strict=True):
            latitude, longitude = Decimal(north), Decimal(east)
            right = (
                _CODE.fullmatch(code)
                and code not in seen
                and 0 < len(name) <= 120  # noqa: PLR2004
                and int(people) >= 0
                and 1500 <= int(year) <= 2026  # noqa: PLR2004
                and 55 <= latitude <= 70  # noqa: PLR2004
                and 10 <= longitude <= 25  # noqa: PLR2004
            )
            if not right:
                raise RuntimeError(code)
            seen.add(code)
            one.writerow([
                pk, now, now, "SE", "locality", name, normalise(f"{name} {code}"), towns[town],
                parents[town], int(people), int(year), Decimal(land.replace(",", ".")) / 100,
                latitude, longitude, None, SOURCE, now[:10], None, None,
            ])  # fmt: skip
            other.writerow([pk, "scb_2023", code])
    with transaction.atomic(), connection.cursor() as cursor:
        _copy(cursor, "areas_area", areas.getvalue())
        _copy(cursor, "areas_areacode (area_id, scheme, code)", codes.getvalue())


def _copy(cursor: Any, into: str, text: str) -> None:
    from areas.loading.store import AREA  # noqa: PLC0415 - the order of our columns

    names = f"{into} ({', '.join(AREA)})" if into == "areas_area" else into
    with cursor.copy(f"COPY {names} FROM STDIN WITH (FORMAT csv, NULL '')") as copy:
        copy.write(text)


@contextmanager
def _a_file() -> Iterator[Path]:
    load_municipalities()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tatorter.csv"
        _file(path)
        yield path


def importing() -> Line:
    """A country's list into an empty register, the same again, and the memory of a worker."""
    with _a_file() as path:
        times: dict[Callable[[Path], Any], list[float]] = {_ours: [], _floor: []}
        for number in range(PAIRS):
            for work in (_ours, _floor) if number % 2 else (_floor, _ours):
                _clear()
                gc.collect()
                start = time.perf_counter()
                work(path)
                times[work].append(time.perf_counter() - start)
        _clear()
        peak = _memory(path)
        kept = AreaImport(
            country="SE", level="locality", source=SOURCE, retrieved_on=timezone.localdate()
        )
        start = time.perf_counter()
        again = bring_in(path=path, kept=kept, by=None)
        once_more = time.perf_counter() - start
    ours, floor = median(times[_ours]), median(times[_floor])
    line = Line(
        f"import_{ROWS}_localities",
        f"≤ {MOST_RATIO} × COPY with plain validation, ≤ {MOST_MB} MB",
        ours, floor, ours / floor, 0, ROWS, unit="s",
        facts={"peak_mb": peak, "again_s": once_more, "same": again.same},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(peak <= MOST_MB, f"{peak:.0f} MB")
    line.require(again.same == ROWS, "the same file twice changed something")
    return line


_ALONE = """
import sys
from pathlib import Path
import django
django.setup()
from demo.bench.areas import alone
alone(Path(sys.argv[1]))
"""


def _memory(path: Path) -> float:
    """The most memory of a process of its own that brings the file in, in MB."""
    told = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-c", _ALONE, str(path)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return float(told.split()[-1])


def search(scale: Scale) -> Line:
    """What a choice among 60 000 localities asks while somebody types."""
    if Area.objects.filter(source=SOURCE).count() < ROWS:
        with _a_file() as path:
            _clear()
            _ours(path)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE areas_area, areas_areacode")
    site = Site(scale.admin)
    asked = (PICKED, scale.admin.pk, {"countries": ["SE"]})
    scope = signing.dumps(asked, salt=picker._SALT)  # noqa: SLF001 - as a page signs it
    address = reverse("core:pick")

    def ask(typed: str) -> Any:
        return site.get(address, urlencode({"in": scope, "q": typed}))

    times: list[float] = []
    slowest: dict[str, float] = {}
    hits = 0
    for round_ in range(ROUNDS):
        for typed in TYPED:
            gc.collect(0)
            start = time.perf_counter()
            answer = ask(typed)
            took = (time.perf_counter() - start) * 1000
            if round_:  # the first fills caches
                times.append(took)
                slowest[typed] = max(slowest.get(typed, 0.0), took)
                hits += answer.content.count(b'"value"')
    sent, repeated = queries(lambda: ask("by"))
    shown = site.get(reverse("areas:list"), "q=vik&country=SE")
    of_list, _twice = queries(lambda: site.get(reverse("areas:list"), "q=vik&country=SE"))
    p95 = quantiles(times, n=20)[-1]
    line = Line(
        "register_search", f"p95 ≤ {MOST_MS:.0f} ms, ≤ {MOST_QUERIES} queries",
        p95, MOST_MS, p95 / MOST_MS, sent, hits // (ROUNDS - 1),
        facts={"p50": median(times), "max": max(times), "queries_of_list": of_list,
               "list_bytes": len(shown.content)},
        notes=[f"{typed}: {most:.0f} ms" for typed, most in
               sorted(slowest.items(), key=lambda pair: -pair[1])[:5]],
    )  # fmt: skip
    line.require(p95 <= MOST_MS, f"p95 {p95:.0f} ms")
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    line.require(hits > 0, "nothing found")
    return line


def alone(path: Path) -> None:
    """Bring the file in and say how much memory that took: called in a process of its own."""
    import resource  # noqa: PLC0415 - not there on Windows

    _ours(path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # noqa: T201 - the answer

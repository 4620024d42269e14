"""The bench's line for the fact sheet of a place with figures of every topic and five peers."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.urls import reverse
from django.utils import timezone

from areas.models import Area, AreaLevel
from demo.bench import floor
from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.pages import PAIRS, same_bytes
from demo.bench.scale import Scale
from demo.loader.facts import AGES
from facts.models import FigureNote, Origin, Topic
from facts.recording import Figure, Provenance, indicators_by_key, keep
from facts.sets.loading import load
from places.models import Participation

MOST_QUERIES, MOST_RATIO = 12, 2.0
#: Localities of the register around the place, towns among them.
LOCALITIES = 500
YEARS = 20


def page(scale: Scale) -> Line:
    """The fact sheet against as many bytes from one loop behind our middleware."""
    full, few = scale.participations[2], scale.participations[3]
    _register(full)
    _fill(full)
    ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=False))
    visit = partial(ours.get, reverse("facts:sheet", args=[full.pk]))
    size = len(visit().content)
    number, path = same_bytes(bare, "lines", full.pk, size)
    ours_time, floor_time = in_turn([visit, partial(bare.get, path)], PAIRS)
    sent, repeated = queries(visit)
    sent_few, _again = queries(partial(ours.get, reverse("facts:sheet", args=[few.pk])))
    line = Line(
        "fact_sheet", "ratio ≤ 2.0, ≤ 12 queries, no more than with few figures, none twice",
        ours_time, floor_time, ours_time / floor_time, sent, number,
        facts={"bytes": size, "queries_of_few": sent_few},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line


def _register(one: Participation) -> None:
    """The place, its municipality and five hundred localities, every tenth a town."""
    about = one.place.municipality
    town = Area.objects.create(
        country=about.country, level=AreaLevel.MUNICIPALITY, name=about.name, municipality=about,
        population=14_000, population_year=2024,
    )  # fmt: skip
    made = Area.objects.bulk_create(
        Area(
            country=about.country, level=AreaLevel.LOCALITY, name=f"Locality {number}",
            words=f"locality {number}", population=20_000 if number % 10 == 0 else 300 + number * 3,
            population_year=2024, land_km2=Decimal("1.5"),
            latitude=Decimal("55.5") + number / Decimal(100), longitude=Decimal("13.5"),
        )
        for number in range(LOCALITIES)
    )  # fmt: skip
    made[LOCALITIES // 2 + 1].municipality = about
    made[LOCALITIES // 2 + 1].parent = town
    made[LOCALITIES // 2 + 1].save()
    one.place.area = made[LOCALITIES // 2 + 1]
    one.place.save(update_fields=["area"])


def _fill(one: Participation) -> None:
    """Figures of every topic for the place, some for its municipality, and notes."""
    load()
    keys = [f"ordered-{name}-place" for name in (
        "age", "moves-in", "moves-out", "employed", "commuting-out", "workplaces", "dwellings",
        "income",
    )]  # fmt: skip
    found = {key: row.pk for key, row in indicators_by_key(keys).items()}
    place, year = one.place_id, timezone.localdate().year - 1

    def figure(name: str, value: int, year: int = year, **dims: str) -> Figure:
        key = found[f"ordered-{name}-place"]
        return Figure(key, None, place, str(year), Decimal(value), dims=dims)

    rows = [
        *(figure("age", 40, age=age, sex=sex) for age in AGES for sex in ("men", "women")),
        *(
            figure(way, 9, year - back, age=age)
            for way in ("moves-in", "moves-out")
            for age in ("0-17", "18-24", "25-34", "35-64", "65+")
            for back in range(5)
        ),
        *(figure(name, 60) for name in ("employed", "commuting-out", "income")),
        *(figure("workplaces", 9 - n, branch=f"Branch {n}") for n in range(8)),
        *(figure("dwellings", 90 - n, kind=f"Kind {n}") for n in range(4)),
    ]
    about = Provenance(
        source="SCB", origin=Origin.FILE, retrieved_on=timezone.localdate(), made_up=True
    )
    keep(rows, region=one.place.region, provenance=about, by=None)
    for back in range(YEARS):
        one.place.population.get_or_create(
            year=year - back, source="SCB", defaults={"inhabitants": 700 + back}
        )
    FigureNote.objects.bulk_create(
        FigureNote(participation=one, topic=topic, text="What we see. " * 20, finished=True)
        for topic in Topic.values
    )

"""All that is known of a place and of those it is compared with, read at once.

`known_of` reads the population that was entered at the place (`places.PopulationObservation`) and
the region's collection (`facts.Observation`) together: from here on they are the same figures.
Whose a figure is stays with it. What exists for municipalities alone is never a village's own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Max, Q, Window
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from areas.models import Area, AreaLevel
from core.dates import short_date
from facts.models import Level, Measure, Observation
from facts.models.indicator import level_of, text_in
from facts.sheet.rules import Figure, by_year, undivided
from places.models import Place
from places.models.place import short_source

PLACE, MUNICIPALITY, COUNTY = "place", "municipality", "county"
#: What is divided is read of the newest year; moves as a mean of so many.
MOVES_YEARS = 5
MOVES = (Measure.MOVES_IN, Measure.MOVES_OUT)
#: What may be added up: heads and things, no medians and shares.
SUMMED = frozenset(
    {
        Measure.POPULATION, Measure.HOUSEHOLDS, *MOVES, Measure.EMPLOYED, Measure.COMMUTING_IN,
        Measure.COMMUTING_OUT, Measure.WORKPLACES, Measure.DWELLINGS,
    }
)  # fmt: skip
_LEVELS = {PLACE: Level.PLACE, MUNICIPALITY: Level.MUNICIPALITY, COUNTY: Level.COUNTY}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures: a key, its name, and the area of the register where there is one."""

    key: str
    name: str
    area: Area | None = None

    @property
    def level(self) -> str:
        """The level that its figures must be about."""
        return _LEVELS.get(self.key, Level.PLACE)


@dataclass
class Known:
    """The figures of a place, its municipality, its county and its peers."""

    subjects: dict[str, Subject]
    figures: dict[tuple[str, str], list[Figure]] = field(default_factory=lambda: defaultdict(list))

    @property
    def peers(self) -> list[str]:
        """The keys of the peers."""
        return [key for key in self.subjects if key not in _LEVELS]

    def name(self, who: str) -> str:
        """What somebody is called."""
        return self.subjects[who].name

    def of(self, who: str, measure: str) -> list[Figure]:
        """All figures of a measure."""
        return self.figures.get((who, measure), [])

    def has(self, who: str, *measures: str) -> bool:
        """Whether there is a figure of any of these measures, be it a protected one."""
        return any(self.of(who, measure) for measure in measures)

    def series(self, who: str, measure: str) -> list[Figure]:
        """The undivided figures over years."""
        return by_year(self.of(who, measure))

    def latest(self, who: str, measure: str, year: int | None = None) -> Figure | None:
        """The newest undivided figure, with a value or without; of a year where one is named."""
        rows = [
            one
            for one in self.of(who, measure)
            if not one.dims and (year is None or one.year == year)
        ]
        return max(rows, key=lambda one: (one.year, one.period), default=None)

    def divided(self, who: str, measure: str, *names: str) -> list[Figure]:
        """The newest year's figures that are divided by just these."""
        rows = [one for one in self.of(who, measure) if set(one.dims or ()) == set(names)]
        newest = max((one.year for one in rows), default=0)
        return [one for one in rows if one.year == newest]

    def people(self, who: str, near: int | None = None) -> Figure | None:
        """How many lived there in the newest year, or nearest to a year."""
        rows = self.series(who, Measure.POPULATION)
        if not rows:
            return None
        return min(rows, key=lambda one: abs(one.year - near)) if near else rows[-1]


def subjects_of(place: Place, peers: Iterable[Area] = ()) -> dict[str, Subject]:
    """The place, its municipality and county in the register, and its peers. One statement."""
    found = {PLACE: Subject(PLACE, place.name, place.area)}
    rows = Area.objects.filter(
        level=AreaLevel.MUNICIPALITY, municipality=place.municipality_id
    ).select_related("parent")
    own = rows.defer("outline", "parent__outline").order_by("-valid_from").first()
    name = place.municipality.full_name or place.municipality.name
    found[MUNICIPALITY] = Subject(MUNICIPALITY, name, own)
    county = own.parent if own is not None else None
    if county is not None and county.level == AreaLevel.COUNTY:
        found[COUNTY] = Subject(COUNTY, county.name, county)
    for one in peers:
        found[f"peer:{one.pk}"] = Subject(f"peer:{one.pk}", one.name, one)
    return found


def known_of(place: Place, subjects: dict[str, Subject]) -> Known:
    """All figures of these, in the collection of the place's region. Two statements."""
    known = Known(subjects)
    _read_collection(known, place)
    _read_entered(known, place)
    _read_register(known)
    for (_who, measure), rows in known.figures.items():
        if measure in SUMMED:
            rows.extend(undivided(rows))
    return known


_FIELDS = (
    "indicator__measure", "indicator__level", "indicator__decimals", "indicator__units",
    "indicator_id", "area_id", "place_id", "period", "year", "dims", "value", "status", "unit",
    "source", "table", "retrieved_on", "made_up", "series_break", "note",
)  # fmt: skip


def _read_collection(known: Known, place: Place) -> None:
    areas = {one.area.pk: key for key, one in known.subjects.items() if one.area is not None}
    rows = (
        Observation.objects.current()
        .filter(Q(place=place.pk) | Q(area__in=list(areas)), region=place.region_id)
        .annotate(newest=Window(Max("year"), partition_by=["indicator_id", "area_id", "place_id"]))
        .filter(
            Q(dims_key="")
            | Q(year=F("newest"))
            | Q(year__gt=F("newest") - MOVES_YEARS, indicator__measure__in=MOVES)
        )
        .order_by("year", "period", "pk")
    )
    own: set[tuple[int, str, str]] = set()
    for row in sorted(rows.values(*_FIELDS), key=lambda one: one["place_id"] is None):
        who = PLACE if row["place_id"] else areas[row["area_id"]]
        if not _fits(row["indicator__level"], known.subjects[who]):
            continue
        # What somebody noted at the place itself holds before what stands at its area.
        at = (row["indicator_id"], row["period"], str(sorted(row["dims"].items())))
        if who == PLACE:
            if at in own:
                continue
            own.add(at)
        known.figures[who, row["indicator__measure"]].append(_figure(who, row))


def _fits(of: str, subject: Subject) -> bool:
    level = level_of(subject.area.level) if subject.area is not None else Level.PLACE
    return of == subject.level == level


def _figure(who: str, row: dict[str, Any]) -> Figure:
    value = row["value"]
    return Figure(
        who=who, measure=row["indicator__measure"], level=row["indicator__level"], year=row["year"],
        value=None if value is None else float(value), status=row["status"],
        dims={name: part for name, part in row["dims"].items() if part} or None,
        period=row["period"], unit=text_in(row["indicator__units"]) or row["unit"],
        source=row["source"], table=row["table"], retrieved_on=row["retrieved_on"],
        made_up=row["made_up"], series_break=row["series_break"], note=row["note"],
        decimals=row["indicator__decimals"],
    )  # fmt: skip


def _read_entered(known: Known, place: Place) -> None:
    """The place's own line of population; the collection's figure of a year holds before it."""
    rows = known.figures[PLACE, Measure.POPULATION]
    there = {one.year for one in rows if not one.dims and one.value is not None}
    for one in place.population.all():
        if one.year not in there:
            rows.append(
                Figure(
                    who=PLACE,
                    measure=Measure.POPULATION,
                    level=Level.PLACE,
                    year=one.year,
                    value=float(one.inhabitants),
                    period=str(one.year),
                    source=one.source_name,
                    series_break=one.series_break,
                    note=one.note,
                )
            )


def _read_register(known: Known) -> None:
    """Inhabitants, area and density as the register of areas has them, where nothing else does."""
    for key, subject in known.subjects.items():
        area = subject.area
        if area is None:
            continue
        for measure, value in (
            (Measure.POPULATION, area.population),
            (Measure.LAND, area.land_km2),
            (Measure.DENSITY, area.density),
        ):
            rows = known.figures[key, measure]
            if value is not None and not any(not one.dims for one in rows):
                rows.append(_of_register(subject, area, measure, float(value)))


def _of_register(subject: Subject, area: Area, measure: str, value: float) -> Figure:
    year = area.population_year or 0
    return Figure(
        who=subject.key, measure=measure, level=subject.level, year=year, value=value,
        period=str(year or ""), source=area.source, retrieved_on=area.retrieved_on,
    )  # fmt: skip


def sources_of(figures: Iterable[Figure], known: Known) -> list[str]:
    """Where figures are from, a sentence for each source: who, table, years, when it was fetched.

    "SCB, table TAB638, 2024. Fetched 3 nov 2026." What is not the place's own names whose it is.
    """
    groups: dict[tuple[str, str, str, dt.date | None], list[Figure]] = defaultdict(list)
    for one in figures:
        whose = one.who if one.who in _LEVELS else "peers"
        groups[whose, short_source(one.source), one.table, one.retrieved_on].append(one)
    by_source: dict[tuple[str, str, dt.date | None], dict[str, list[Figure]]] = defaultdict(dict)
    for (whose, *source), rows in groups.items():
        by_source[tuple(source)][whose] = rows  # type: ignore[index]
    return [_source(source, whose, known) for source, whose in by_source.items()]


def _source(
    source: tuple[str, str, dt.date | None], whose: dict[str, list[Figure]], known: Known
) -> str:
    name, table, fetched = source
    names = {PLACE: known.name(PLACE), "peers": _("places like mine")}
    who = ", ".join(names.get(key) or known.name(key) for key in whose)
    years = sorted({one.year for rows in whose.values() for one in rows if one.year})
    said = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
    where = _("%(source)s, table %(table)s") % {"source": name, "table": table} if table else name
    parts = [part for part in (where, said) if part]
    text = f"{capfirst(who)}: {', '.join(parts)}."
    if fetched is not None:
        text += " " + _("Fetched %(day)s.") % {"day": short_date(fetched)}
    return text

"""Fact sheets of four places: the register around them, figures, notes, what a meeting is shown.

The population over years is real (population.csv). Everything else is made up and marked as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override

from areas.models import Area, AreaLevel
from areas.models.area import SETTLEMENTS
from demo.loader.past import day
from facts.models import FigureNote, Observation, Origin, Status
from facts.recording import Figure, Provenance, indicators_by_key, keep
from facts.sets.loading import load as load_sets
from facts.sheet.services import coming_meetings, finish_note, save_note, show_notes
from people.models import Region, User
from places.models import Participation, Place, PopulationObservation

AGES = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
#: What is made up lies two years back and came four weeks ago.
YEARS_BACK, FETCHED, MOVES_YEARS = 2, 27, 5
SOURCE = {
    "sv": "SCB, områdesstatistik (LEA)", "da": "Danmarks Statistik, bestilte tal",
    "en": "Ordered area statistics",
}  # fmt: skip


def load(told: dict[str, Any], users: dict[str, User]) -> None:
    """All places of facts.yaml."""
    load_sets()
    _register()
    for region in Region.objects.filter(places__isnull=False).distinct():
        _series_of_others(region)
    for one in told["places"]:
        rows = Participation.objects.select_related("place__region", "programme")
        participation = rows.get(place__name=one["place"])
        with override(participation.programme.language):
            _figures(participation, one)
            _notes(participation, one, users[one["by"]])


def _register() -> None:
    """Each place of the demo in the register of areas, with its municipality and county."""
    for place in Place.objects.select_related("municipality").prefetch_related("population"):
        town = _municipality(place)
        found = Area.objects.filter(
            name=place.name, municipality=place.municipality, level__in=SETTLEMENTS
        ).first()
        if found is None:
            newest = max(place.population.all(), key=lambda one: one.year, default=None)
            found = Area.objects.create(
                country=place.municipality.country, level=AreaLevel.LOCALITY, name=place.name,
                municipality=place.municipality, parent=town, source=place.source,
                latitude=place.latitude, longitude=place.longitude,
                population=newest.inhabitants if newest else None,
                population_year=newest.year if newest else None,
            )  # fmt: skip
        if place.area_id is None:
            Place.objects.filter(pk=place.pk).update(area=found)


def _series_of_others(region: Region) -> None:
    """The real series of localities, in the collection of a region: what peers are read from."""
    keys = {"SE": "se-population-locality", "DK": "dk-population-urban-area"}
    found = indicators_by_key(keys.values())
    key = keys.get(region.country, "")
    if key not in found:
        return
    rows = PopulationObservation.objects.filter(place__area__country=region.country).select_related(
        "place"
    )
    breaks = Q()
    for source in sorted({one.source for one in rows}):
        of_source = [one for one in rows if one.source == source]
        figures = [
            Figure(found[key].pk, one.place.area_id, None, str(one.year), Decimal(one.inhabitants))
            for one in of_source
        ]
        for one in of_source:
            if one.series_break:
                breaks |= Q(area=one.place.area_id, year=one.year)
        about = Provenance(source=source, origin=Origin.FILE, retrieved_on=day(FETCHED))
        keep(figures, region=region, provenance=about, by=None)
    if breaks:
        Observation.objects.filter(breaks, region=region, indicator=found[key]).update(
            series_break=True
        )


def _municipality(place: Place) -> Area:
    about = place.municipality
    found = Area.objects.filter(level=AreaLevel.MUNICIPALITY, municipality=about).first()
    if found is not None:
        return found
    county = None
    if about.county:
        county, _made = Area.objects.get_or_create(
            country=about.country, level=AreaLevel.COUNTY, name=about.county,
            defaults={"source": about.source},
        )  # fmt: skip
    return Area.objects.create(
        country=about.country, level=AreaLevel.MUNICIPALITY, name=about.full_name or about.name,
        municipality=about, parent=county, source=about.source,
    )  # fmt: skip


def _figures(one: Participation, told: dict[str, Any]) -> None:
    place = Place.objects.select_related("municipality").get(pk=one.place_id)
    keys = [f"ordered-{name}-place" for name in (
        "age", "moves-in", "moves-out", "employed", "commuting-out", "workplaces", "dwellings",
        "income",
    )]  # fmt: skip
    country = place.municipality.country.lower()
    keys += ["ordered-employed-municipality", "ordered-commuting-out-municipality"]
    keys += [
        f"{country}-{name}-municipality"
        for name in ("population", "income", "moves-in", "moves-out")
    ]
    rows_by_key = indicators_by_key([*keys, "ordered-income-dk-place"]).items()
    own = place.municipality.country
    found = {key: row.pk for key, row in rows_by_key if row.country in {"", own}}
    year = timezone.localdate().year - YEARS_BACK
    town = _municipality(place)
    rows = [
        *_of_place(told, place.pk, found, year),
        *_of_town(told, town.pk, found, year, country),
    ]
    keep(
        rows,
        region=place.region,
        provenance=Provenance(
            source=SOURCE.get(one.programme.language, SOURCE["en"]),
            origin=Origin.FILE,
            retrieved_on=day(FETCHED),
            made_up=True,
        ),
        by=None,
    )


def _one(
    key: str,
    found: dict[str, int],
    year: int,
    value: float | None,
    *,
    place: int | None = None,
    area: int | None = None,
    **dims: str,
) -> Iterator[Figure]:
    """The figure, where its indicator is there."""
    if key in found:
        status = Status.OK if value is not None else Status.PROTECTED
        number = None if value is None else Decimal(value)
        yield Figure(found[key], area, place, str(year), number, status, dims)


def _of_place(
    told: dict[str, Any], place: int, found: dict[str, int], year: int
) -> Iterator[Figure]:
    for sex in ("men", "women"):
        for age, value in zip(AGES, told[sex], strict=True):
            yield from _one("ordered-age-place", found, year, value, place=place, age=age, sex=sex)
    for age, (out, into) in told["moves"].items():
        for back in range(MOVES_YEARS):
            yield from _one(
                "ordered-moves-out-place", found, year - back, out, place=place, age=age
            )
            yield from _one(
                "ordered-moves-in-place", found, year - back, into, place=place, age=age
            )
    for name in ("employed", "commuting"):
        key = f"ordered-{'commuting-out' if name == 'commuting' else name}-place"
        yield from _one(key, found, year, told[name][0], place=place)
    for branch, value in told["workplaces"].items():
        yield from _one("ordered-workplaces-place", found, year, value, place=place, branch=branch)
    for kind, value in told["dwellings"].items():
        yield from _one("ordered-dwellings-place", found, year, value, place=place, kind=kind)
    if "income" in told:
        for key in ("ordered-income-place", "ordered-income-dk-place"):
            yield from _one(key, found, year, told["income"], place=place)


def _of_town(
    told: dict[str, Any], area: int, found: dict[str, int], year: int, country: str
) -> Iterator[Figure]:
    for sex in ("men", "women"):
        for age, value in zip(AGES, told[f"town_{sex}"], strict=True):
            key = f"{country}-population-municipality"
            yield from _one(key, found, year, value, area=area, age=age, sex=sex)
    out, into = told["town_moves"]
    for back in range(MOVES_YEARS):
        yield from _one(f"{country}-moves-out-municipality", found, year - back, out, area=area)
        yield from _one(f"{country}-moves-in-municipality", found, year - back, into, area=area)
    for name in ("employed", "commuting-out"):
        value = told[name.partition("-")[0]][1]
        yield from _one(f"ordered-{name}-municipality", found, year, value, area=area)
    yield from _one(f"{country}-income-municipality", found, year, told["town_income"], area=area)


def _notes(one: Participation, told: dict[str, Any], by: User) -> None:
    for note in told["notes"]:
        given = {"participation": one, "topic": note["topic"], "by": by}
        save_note(**given, version=0, text=note["text"].strip())
        if not note.get("writing"):
            finish_note(**given)
        rows = FigureNote.objects.filter(participation=one, topic=note["topic"])
        rows.update(written_on=day(note["days"]), updated_at=F("updated_at"))
    meeting = next(iter(coming_meetings(one)), None)
    if meeting is not None and told["show"]:
        show_notes(participation=one, by=by, workshop=meeting, topics=told["show"])

"""Samples for the fact sheet: areas of a small register, indicators, figures of each level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from areas.models import Area, AreaLevel
from facts.models import Indicator, Level, Measure, Observation, Origin, Status, dims_key
from people.models import Region
from places.models import Place
from tests.factories import World

FETCHED = dt.date(2026, 11, 3)  # any day


def area(name: str, level: str = AreaLevel.LOCALITY, **fields: Any) -> Area:
    """An area of the register."""
    values = {"country": "SE", "source": "SCB", "retrieved_on": FETCHED} | fields
    made = Area.objects.create(name=name, level=level, **values)
    made.refresh_from_db()
    return made


def register(w: World, *, many: int = 8) -> Area:
    """The place in the register, with its municipality, county, a town and others alike."""
    county = area("Skåne län", AreaLevel.COUNTY, population=1_400_000, population_year=2023)
    own = area(
        w.place.municipality.name, AreaLevel.MUNICIPALITY, parent=county,
        municipality=w.place.municipality, population=14_400, population_year=2020,
    )  # fmt: skip
    area("Kristianstad", population=42_000, population_year=2023, land_km2="18.00",
         latitude="56.02937", longitude="14.15668")  # fmt: skip
    for number in range(many):
        area(
            f"By {number}", population=1000 + 60 * number, population_year=2023,
            land_km2=f"{1 + number / 10:.2f}", latitude=f"{56.1 + number / 50:.5f}",
            longitude="14.10000",
        )  # fmt: skip
    found = area(
        w.place.name, parent=own, municipality=w.place.municipality, population=1119,
        population_year=2023, land_km2="1.49", latitude="56.17260", longitude="14.49880",
    )  # fmt: skip
    w.place.area = found
    w.place.save()
    return found


def indicator(measure: str, level: str = Level.PLACE, **fields: Any) -> Indicator:
    """An indicator of a measure and level; the same again for the same dimensions."""
    dimensions = fields.pop("dimensions", [])
    key = "-".join([measure, level, *dimensions]).replace("_", "-")
    found, _made = Indicator.objects.get_or_create(
        key=key,
        defaults={
            "set_key": "samples", "measure": measure, "level": level, "dimensions": dimensions,
            "names": {"en": str(Measure(measure).label)}, "units": {"en": "persons"},
            "source": "SCB",
        }
        | fields,
    )  # fmt: skip
    return found


def figure(
    region: Region,
    of: Area | Place,
    measure: str,
    value: float | None,
    year: int = 2024,
    *,
    level: str = Level.PLACE,
    dims: dict[str, str] | None = None,
    unit: str = "",
    **fields: Any,
) -> Observation:
    """One figure of the region's collection."""
    of_what = {"place": of} if isinstance(of, Place) else {"area": of}
    units = {"units": {"en": unit}} if unit else {}
    status = Status.OK if value is not None else Status.PROTECTED
    return Observation.objects.create(
        **{
            "region": region,
            "indicator": indicator(measure, level, dimensions=sorted(dims or {}), **units),
            "period": str(year), "year": year, "dims": dims or {}, "dims_key": dims_key(dims or {}),
            "value": value, "status": status, "source": "SCB", "table": "TAB638",
            "retrieved_on": FETCHED, "origin": Origin.MANUAL,
        }
        | of_what
        | fields
    )  # fmt: skip


AGES = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")


def ages(
    region: Region, of: Area | Place, men: Iterable[float | None], women: Iterable[float | None],
    *, level: str = Level.PLACE, **fields: Any,
) -> None:  # fmt: skip
    """People by age and sex, the youngest first."""
    for sex, values in (("men", men), ("women", women)):
        for name, value in zip(AGES, values, strict=True):
            dims = {"age": name, "sex": sex}
            figure(region, of, Measure.POPULATION, value, level=level, dims=dims, **fields)


def everything(w: World) -> Area:
    """A place with figures for every topic, some made up, one protected."""
    own = register(w)
    town = own.parent
    assert town is not None
    region = w.region
    for year, value, cut in ((1990, 1578, False), (2000, 1471, False), (2010, 1383, False),
                             (2015, 1466, True), (2020, 1550, False)):  # fmt: skip
        figure(region, w.place, Measure.POPULATION, value, year, series_break=cut)
    ages(
        region, w.place, [62, 66, 52, 57, 60, 67, 64, 56, 26], [59, 61, 42, 55, 55, 63, 62, 59, 35]
    )
    ages(region, town, [560, 600, 610, 590, 580, 600, 560, 480, 250],
         [540, 580, 560, 560, 570, 590, 570, 520, 380], level=Level.MUNICIPALITY)  # fmt: skip
    for year in range(2020, 2025):
        for name, out, into in (("0-17", 8, 11), ("18-24", 23, 9), ("25-34", 12, 21),
                                ("35-64", 14, 17), ("65+", 9, 6)):  # fmt: skip
            for measure, value in ((Measure.MOVES_OUT, out), (Measure.MOVES_IN, into)):
                figure(region, w.place, measure, value, year, dims={"age": name}, made_up=True)
    for measure, own_value, other in ((Measure.EMPLOYED, 77, 75), (Measure.COMMUTING_OUT, 38, 44)):
        figure(region, w.place, measure, own_value, unit="%")
        figure(region, town, measure, other, level=Level.MUNICIPALITY, unit="%")
    figure(region, town, Measure.INCOME, 268, level=Level.MUNICIPALITY, unit="tkr")
    for name, value in (("Farming", 31), ("Trade", 12), ("Care", None)):
        figure(region, w.place, Measure.WORKPLACES, value, dims={"branch": name})
    for name, value in (("Houses", 410), ("Flats", 160)):
        figure(region, w.place, Measure.DWELLINGS, value, dims={"kind": name})
    return own

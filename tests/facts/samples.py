"""A region with areas, indicators and figures for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from areas.models import Area, AreaCode
from facts.models import Indicator, Observation, Origin, Query
from facts.recording import Figure, Provenance, keep, number
from facts.sources.services import Question, save_query
from tests.facts.server import Server

#: The day on which the samples say that they were fetched: long ago, so that any day is later.
FETCHED = dt.date(2024, 5, 6)


def area(name: str, scheme: str, code: str, level: str = "municipality", **more: Any) -> Area:
    """An area with a code."""
    made = Area.objects.create(country="SE", level=level, name=name, **more)
    AreaCode.objects.create(area=made, scheme=scheme, code=code)
    return made


def municipalities() -> dict[str, Area]:
    """Two of the office's municipalities and a county, by code."""
    return {
        "1256": area("Östra Göinge", "scb_kommun", "1256"),
        "1272": area("Bromölla", "scb_kommun", "1272"),
        "12": area("Skåne län", "scb_lan", "12", "county"),
    }


def indicator(key: str = "se-population-municipality", **more: Any) -> Indicator:
    """An indicator of municipalities, unless said otherwise."""
    fields = {
        "set_key": "population",
        "measure": "population",
        "country": "SE",
        "level": "municipality",
        "names": {"en": "Population", "sv": "Folkmängd", "da": "Folketal"},
        "meanings": {"en": "How many live there."},
        "units": {"en": "inhabitants"},
        "source": "SCB",
        "dimensions": ["age", "sex"],
    }
    return Indicator.objects.create(key=key, **fields | more)


MAPPING = {
    "geo": {"variable": "Region", "scheme": "scb_kommun"},
    "time": "Tid",
    "indicator": {
        "variable": "ContentsCode",
        "codes": {"BE0101N1": "se-population-municipality"},
    },
    "dims": {"sex": {"variable": "Kon", "codes": {"1": "men", "2": "women"}}},
}
VALUES = {"Region": ["1256", "1272"], "ContentsCode": ["BE0101N1"], "Tid": ["2023", "2024"]}


def query(office: Server, region: Any, by: Any, **more: Any) -> Query:
    """A saved query of the population table."""
    values = more.pop("values", VALUES)
    question = Question(
        client=more.pop("client", "pxweb2"),
        host=office.net,
        table=more.pop("table", "TAB638"),
        selection={"values": values, "lists": more.pop("lists", {})},
        mapping=more.pop("mapping", MAPPING),
    )
    return save_query(region=region, question=question, name="Folkmängd", by=by, **more)


def observe(
    region: Any,
    one: Indicator,
    value: Any,
    *,
    at: Any = None,
    place: Any = None,
    period: str = "2023",
    origin: Origin = Origin.FETCHED,
    **more: Any,
) -> Observation:
    """A figure that is there."""
    figure = Figure(
        one.pk, at and at.pk, place and place.pk, period, number(value), dims=more.pop("dims", {})
    )
    keep(
        [figure],
        region=region,
        provenance=Provenance(source="SCB", origin=origin, retrieved_on=FETCHED, table="TAB638"),
        by=None,
    )
    return Observation.objects.get(
        region=region, indicator=one, area=at, place=place, period=period, superseded_on=None
    )

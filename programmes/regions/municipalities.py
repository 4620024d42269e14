"""Municipalities from the file that comes with the platform, and which are offered first."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.dispatch import Signal

from core.collation import by_language
from people.models import Region
from programmes.models import Municipality
from programmes.regions.elected import elected

FILE = Path(__file__).parents[1] / "data" / "municipalities.csv"
#: Sent after each loading, for what apps above make of municipalities.
loaded = Signal()


def offered_in(regions: Iterable[Region]) -> QuerySet[Municipality]:
    """The municipalities of the regions' countries by name, those of their own area first.

    Those have 0 in `far`, the others 1; `county_today` is the county as it is called today.
    """
    rows = list(regions)
    today = elected()
    own = When(
        region_name__in={
            name for row in rows if row.area for name in today.names(row.country, row.area)
        },
        then=Value(0),
    )
    renamed = [
        When(country=country, county=before, then=Value(now))
        for (country, before), now in today.changes.items()
    ]
    offered = Municipality.objects.filter(country__in={row.country for row in rows})
    return offered.annotate(
        far=Case(own, default=Value(1), output_field=IntegerField()),
        county_today=Case(*renamed, default=F("county")),
    ).order_by("far", by_language("name"))


def areas(country: str = "") -> list[str]:
    """The elected regions of today that the municipalities lie in, by name."""
    rows = Municipality.objects.exclude(region_name="")
    if country:
        rows = rows.filter(country=country)
    today = elected()
    named = rows.order_by().values_list("country", "region_name").distinct()
    return sorted({today.name(of, name) for of, name in named})


def load_municipalities(path: Path = FILE) -> tuple[int, int]:
    """Load the file; returns how many were made and how many were changed.

    Reference data of the platform, the same for all regions: no permission is asked, since
    only commands and an operator's page call this. Raises KeyError for a file without the known
    columns.
    """
    known = {(row.country, row.code): row for row in Municipality.objects.all()}
    made, changed = [], []
    names: tuple[str, ...] = ()
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            values = _values(line)
            names = tuple(values)
            row = known.get((line["country"], line["code"]))
            if row is None:
                made.append(Municipality(country=line["country"], code=line["code"], **values))
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
    with transaction.atomic():
        Municipality.objects.bulk_create(made)
        if changed:
            Municipality.objects.bulk_update(changed, names)
        loaded.send(Municipality)
    return len(made), len(changed)


def _values(line: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: line[name] for name in ("name", "full_name", "county", "source")
    }
    return values | {
        "region_name": line["region"],
        "latitude": Decimal(line["latitude"]),
        "longitude": Decimal(line["longitude"]),
    }

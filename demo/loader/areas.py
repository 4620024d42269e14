"""The demo's places in the register of areas: real localities, with the codes that are known."""

from __future__ import annotations

from areas.models import Area, AreaCode, AreaLevel
from areas.models.area import searched_words
from demo.story import table
from places.models import Place
from programmes.models import Municipality
from programmes.models.programme import PlaceKind

#: What the statistical offices count; villages, islands and groups of villages they do not.
_LEVELS = {
    ("SE", PlaceKind.LOCALITY.value): AreaLevel.LOCALITY,
    ("SE", PlaceKind.SMALL_LOCALITY.value): AreaLevel.SMALL_LOCALITY,
    ("DK", PlaceKind.LOCALITY.value): AreaLevel.URBAN_AREA,
}


def load_areas(places: dict[str, Place]) -> None:
    """Make an area of each place that is one, and link the place with it."""
    parents = {
        one.municipality_id: one for one in Area.objects.filter(level=AreaLevel.MUNICIPALITY)
    }
    municipalities = {(one.country, one.code): one for one in Municipality.objects.all()}
    figures = {row["place"]: row for row in sorted(table("population"), key=_year)}
    for row in table("places"):
        level = _LEVELS.get((row["country"], row["kind"]))
        if level is None:
            continue
        place, figure = places[row["name"]], figures.get(row["name"])
        town = municipalities[row["country"], row["municipality_code"]]
        place.area = Area.objects.create(
            country=row["country"],
            level=level,
            name=row["name"],
            words=searched_words(row["name"], [row["code"]]),
            municipality=town,
            parent=parents.get(town.pk),
            population=int(figure["inhabitants"]) if figure else None,
            population_year=int(figure["year"]) if figure else None,
            latitude=row["latitude"] or None,
            longitude=row["longitude"] or None,
            source=figure["source"] if figure else row["source"],
        )
        if row["code"]:
            AreaCode.objects.create(area=place.area, scheme=row["scheme"], code=row["code"])
            place.area.save()  # found by its code from now on
        place.save(update_fields=["area"])


def _year(row: dict[str, str]) -> int:
    return int(row["year"])

"""Countries, counties and municipalities: areas that are there before any file is brought in.

Municipalities come with the platform (`programmes.regions.municipalities`), so do the changes of
counties that are decided (`areas/data/changes.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from areas.models import Area, AreaChange, AreaCode, AreaLevel, AreaScheme
from areas.models.area import searched_words
from programmes.models import Municipality

FILE = Path(__file__).parents[1] / "data" / "changes.yaml"
_COUNTRIES = {"SE": "Sverige", "DK": "Danmark", "NO": "Norge"}
#: Schemes of a country's municipalities and counties; a county's code begins its municipalities'
#: where the number says how many digits.
_SCHEMES = {
    "SE": (AreaScheme.SCB_MUNICIPALITY, AreaScheme.SCB_COUNTY, 2),
    "DK": (AreaScheme.DST_MUNICIPALITY, AreaScheme.DST_REGION, 0),
    "NO": (AreaScheme.SSB_MUNICIPALITY, AreaScheme.SSB_COUNTY, 2),
}


@transaction.atomic
def found(path: Path = FILE) -> int:
    """Make the areas that are missing, and mend what has another name or lies elsewhere now.

    Reference data of the platform, the same for all: no permission is asked, since commands and
    the verbs of an import alone call this. Returns how many areas were made; done again, none.
    """
    said = yaml.safe_load(path.read_text("utf-8"))
    municipalities = list(Municipality.objects.order_by("country", "code"))
    countries = sorted({row.country for row in municipalities})
    base = _Base()
    for country in countries:
        base.area(AreaLevel.COUNTRY, country, _COUNTRIES[country], AreaScheme.ISO, country)
    for one in said["counties"]:
        if one["country"] in countries:
            _county(base, one)
    for row in municipalities:
        base.municipality(row)
    base.write()
    _changes(said["changes"], countries)
    return len(base.made)


def _county(base: _Base, one: Mapping[str, Any]) -> None:
    years = {name: one[name] for name in ("valid_from", "valid_to") if name in one}
    base.area(
        AreaLevel.COUNTY, one["country"], one["name"], one.get("scheme", ""), one.get("code", ""),
        source=one.get("source", ""), **years,
    )  # fmt: skip


def _changes(said: Iterable[Mapping[str, Any]], countries: list[str]) -> None:
    """Changes of counties, named by their names."""
    counties = {(row.country, row.name): row for row in Area.objects.filter(level=AreaLevel.COUNTY)}
    there = set(AreaChange.objects.values_list("area_id", "into_id", "on", "kind"))
    for one in said:
        if one["country"] not in countries:
            continue
        into = counties[one["country"], one["into"]]
        for name in one["areas"]:
            area = counties[one["country"], name]
            if (area.pk, into.pk, one["day"], one["kind"]) not in there:
                AreaChange.objects.create(
                    area=area, into=into, on=one["day"], kind=one["kind"], note=one["note"],
                    source=one["source"],
                )  # fmt: skip


class _Base:
    """The areas as they are, and what is to be made or mended."""

    def __init__(self) -> None:
        levels = (AreaLevel.COUNTRY, AreaLevel.COUNTY, AreaLevel.MUNICIPALITY)
        found = Area.objects.filter(level__in=levels).select_related("municipality")
        rows = list(found.order_by("pk").defer("outline"))
        by_pk = {row.pk: row for row in rows}
        for row in rows:
            row.parent = by_pk.get(row.parent_id or 0)
        codes = AreaCode.objects.filter(area__in=by_pk, valid_to__isnull=True)
        self._by_code = {(one.scheme, one.code): by_pk[one.area_id] for one in codes}
        self._by_name = {
            (row.level, row.country, row.name): row
            for row in rows
            if row.level != AreaLevel.MUNICIPALITY  # two municipalities may have one name
        }
        self._codes: list[tuple[Area, str, str]] = []
        self.made: list[Area] = []
        self.changed: dict[int, Area] = {}

    def area(
        self,
        level: AreaLevel,
        country: str,
        name: str,
        scheme: str,
        code: str,
        **values: Any,
    ) -> Area:
        """The area of this code, or of this name where it has none; made where it is missing."""
        row = self._by_code.get((scheme, code)) or self._by_name.get((level, country, name))
        if level == AreaLevel.COUNTY:
            values["parent"] = self._by_name.get((AreaLevel.COUNTRY, country, _COUNTRIES[country]))
        if row is None:
            row = Area(country=country, level=level, name=name, **values)
            row.words = searched_words(name, [code])
            self.made.append(row)
        else:
            self._mend(row, code, values | {"name": name})
        if code and (scheme, code) not in self._by_code:
            self._by_code[scheme, code] = row
            self._codes.append((row, scheme, code))
        if level != AreaLevel.MUNICIPALITY:
            self._by_name[level, country, name] = row
        return row

    def municipality(self, row: Municipality) -> None:
        """A municipality with the county that it lies in."""
        scheme, of_county, digits = _SCHEMES[row.country]
        county = None
        if row.county:
            code = row.code[:digits]
            county = self.area(
                AreaLevel.COUNTY, row.country, row.county, of_county if code else "", code
            )
        self.area(
            AreaLevel.MUNICIPALITY, row.country, row.name, scheme, row.code, municipality=row,
            parent=county, latitude=row.latitude, longitude=row.longitude, source=row.source,
        )  # fmt: skip

    def _mend(self, row: Area, code: str, values: dict[str, Any]) -> None:
        if row.pk is None:
            return
        #: What a statistical office's file has said of it since stays.
        kept = {"latitude", "longitude", "source"}
        wrong = {
            name: value
            for name, value in values.items()
            if _differs(getattr(row, name), value) and not (name in kept and getattr(row, name))
        }
        if wrong:
            for name, value in wrong.items():
                setattr(row, name, value)
            row.words = searched_words(row.name, [code])
            self.changed[row.pk] = row

    def write(self) -> None:
        """Write what is new, those above first, and what is changed."""
        for level in (AreaLevel.COUNTRY, AreaLevel.COUNTY, AreaLevel.MUNICIPALITY):
            some = [row for row in self.made if row.level == level]
            for row in some:
                row.parent = row.parent  # its number is known now
            Area.objects.bulk_create(some)
        for row in self.changed.values():
            row.parent = row.parent
        Area.objects.bulk_update(
            self.changed.values(),
            ["name", "words", "municipality", "parent", "latitude", "longitude", "source",
             "valid_from", "valid_to"],
        )  # fmt: skip
        AreaCode.objects.bulk_create(
            AreaCode(area=row, scheme=scheme, code=code) for row, scheme, code in self._codes
        )


def _differs(one: Any, other: Any) -> bool:
    """Whether two values differ; a row that is not stored yet is another than any stored one."""
    if isinstance(one, Area) or isinstance(other, Area):
        return one is None or other is None or one.pk is None or one.pk != other.pk
    return bool(one != other)

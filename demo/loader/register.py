"""Regions, organisations, methods, programmes, places with their figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.management import call_command

from demo.loader.past import day
from demo.story import story, table
from people.models import Contact, Organisation, Region
from places.models import Place, PlaceCode, PopulationObservation
from programmes.models import MethodVersion, Municipality, Partner, Programme

_ALIKE = (
    "summary", "language", "currency", "support_months", "sum_per_place", "plan_form",
    "volunteer_rate", "mileage_rate",
    "population_min", "population_max", "place_kinds", "three_sectors",
)  # fmt: skip


def load() -> None:
    """Load everything that stands before people and their work."""
    call_command("load_municipalities", verbosity=0, stdout=_Quiet())
    regions = {told["slug"]: _region(told) for told in story()["regions"]}
    call_command("load_methods", *regions, verbosity=0, stdout=_Quiet())
    for told in story()["regions"]:
        for programme in told["programmes"]:
            _programme(regions[told["slug"]], programme)
    _places(regions)


class _Quiet:
    """A stream for commands whose words the demo does not repeat."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None


def _region(told: dict[str, Any]) -> Region:
    names = ("slug", "name", "country", "language", "contact_address")
    region = Region.objects.create(**{name: told[name] for name in names})
    for one in told["organisations"]:
        Organisation.objects.create(region=region, **one)
    for one in told.get("contacts", []):
        Contact.objects.create(
            region=region,
            name=one["name"],
            organisation=Organisation.objects.get(region=region, name=one["organisation"]),
            language=told["language"],
            source="Demo",
        )
    return region


def _programme(region: Region, told: dict[str, Any]) -> None:
    fields = {name: told[name] for name in _ALIKE if name in told}
    for name in ("sum_per_place", "volunteer_rate", "mileage_rate"):
        if name in fields:
            fields[name] = Decimal(str(fields[name]))
    organisations = {one.name: one for one in Organisation.objects.filter(region=region)}
    programme = Programme.objects.create(
        region=region,
        name=told["name"],
        owner=organisations[told["owner"]],
        method_version=MethodVersion.objects.get(
            method__region=region, method__key=told["method"], state="published"
        ),
        starts_on=told.get("starts_on") or day(told["started_days"]),
        **fields,
    )
    for one in told["partners"]:
        contact = Contact.objects.filter(region=region, name=one.get("contact", "")).first()
        Partner.objects.create(
            programme=programme,
            organisation=organisations[one["organisation"]],
            kind=one["kind"],
            contact=contact,
        )


def _places(regions: dict[str, Region]) -> None:
    municipalities = {(one.country, one.code): one for one in Municipality.objects.all()}
    places = {}
    for row in table("places"):
        place = Place.objects.create(
            region=regions[row["region"]],
            name=row["name"],
            municipality=municipalities[row["country"], row["municipality_code"]],
            kind=row["kind"],
            latitude=row["latitude"] or None,
            longitude=row["longitude"] or None,
            source=row["source"],
        )
        places[row["name"]] = place
        if row["code"]:
            PlaceCode.objects.create(place=place, scheme=row["scheme"], code=row["code"])
    PopulationObservation.objects.bulk_create(
        PopulationObservation(
            place=places[row["place"]],
            year=int(row["year"]),
            inhabitants=int(row["inhabitants"]),
            source=row["source"],
            series_break=row["series_break"] == "yes",
            note=row["note"],
            imported=True,
        )
        for row in table("population")
    )

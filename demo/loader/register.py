"""What stands before the places' work: regions with their registers, places, the personas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from core.models import AuditEvent
from demo.loader.areas import load_areas
from demo.loader.past import day
from demo.story import personas, story, table
from people.models import (
    Contact,
    Organisation,
    ProgrammePost,
    ProgrammeRole,
    Region,
    RegionRole,
    User,
)
from places.models import Place, PlaceCode, PopulationObservation
from plans.sources.services import add_deadline, add_source, close_source
from programmes.models import MethodVersion, Municipality, Partner, Programme, ProgrammeStatus
from programmes.programme.services import edit_programme, programme_values
from programmes.stamps import stamp

_ALIKE = (
    "summary", "language", "currency", "support_months", "sum_per_place", "plan_form",
    "volunteer_rate", "mileage_rate", "leader_word", "coach_word",
    "population_min", "population_max", "place_kinds", "three_sectors",
)  # fmt: skip


_SUMS = ("minimum", "maximum", "advance_max")
_OWN = ("deadlines", "closed")


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
            municipality=Municipality.objects.filter(
                country=region.country, name=one["organisation"].removesuffix(" Kommune")
            ).first(),
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
    load_areas(places)


def load_personas() -> dict[str, User]:
    """Make the accounts, without passwords: they sign in with one click, in demo mode only."""
    users = {}
    for persona in personas():
        staff = persona.role == "operator"
        users[persona.key] = User.objects.create_user(
            persona.email,
            name=persona.name,
            language=persona.language,
            is_staff=staff,
            is_superuser=staff,
            last_login=timezone.now() - dt.timedelta(days=1),
        )
    for told in story()["personas"]:
        user = users[told["key"]]
        if told["role"] == "region_admin":
            RegionRole.objects.create(
                user=user, region=Region.objects.get(slug=told["region"]), starts_on=day(900)
            )
        if told["role"] == "manager":
            programme = Programme.objects.get(region__slug=told["region"], name=told["programme"])
            since = min(day(900), programme.starts_on)
            ProgrammeRole.objects.create(user=user, programme=programme, starts_on=since)
        if "coordinates" in told:
            partner = Partner.objects.select_related("programme").get(
                programme__name=told["programme"], municipality__name=told["coordinates"]
            )
            ProgrammeRole.objects.create(
                user=user,
                programme=partner.programme,
                role=ProgrammePost.COORDINATOR,
                municipality=partner.municipality,
                starts_on=partner.programme.starts_on,
            )
    return users


def names_of_closed() -> set[str]:
    """The programmes that are over."""
    return {
        programme["name"]
        for region in story()["regions"]
        for programme in region["programmes"]
        if "closed_on" in programme
    }


def close_programmes(users: dict[str, User]) -> None:
    """End the programmes that are over, by whoever runs them."""
    managers = {
        one["programme"]: users[one["key"]]
        for one in story()["personas"]
        if one["role"] == "manager"
    }
    for region in story()["regions"]:
        for told in region["programmes"]:
            if "closed_on" in told:
                programme = Programme.objects.get(region__slug=region["slug"], name=told["name"])
                with override(programme.language):
                    edit_programme(
                        programme,
                        by=managers[told["name"]],
                        seen=stamp(programme_values(programme)),
                        values={"status": ProgrammeStatus.CLOSED, "ends_on": told["closed_on"]},
                    )
                back = timezone.localdate() - told["closed_on"]
                lines = AuditEvent.objects.filter(verb="programme.edited", subject_id=programme.pk)
                lines.update(at=F("at") - back)


def load_sources(told: dict[str, list[dict[str, Any]]], runners: dict[str, User]) -> None:
    """Add the sources; `runners` holds somebody who runs each region, by its slug."""
    for slug, sources in told.items():
        region = Region.objects.get(slug=slug)
        currency = Programme.objects.filter(region=region).values_list("currency", flat=True)[0]
        for one in sources:
            _source(region, runners[slug], currency, one)


def _source(region: Region, by: User, currency: str, told: dict[str, Any]) -> None:
    fields = {name: value for name, value in told.items() if name not in _OWN}
    for name in _SUMS:
        if name in fields:
            fields[name] = Decimal(fields[name])
    source = add_source(region=region, by=by, currency=currency, **fields)
    for deadline in told.get("deadlines", []):
        add_deadline(source=source, by=by, on=day(-deadline["in"]), text=deadline["text"])
    if told.get("closed"):
        close_source(source=source, by=by)

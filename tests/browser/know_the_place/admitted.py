"""The same admitted place as at the end of the call, built by the verbs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from areas.models import Area
from people.models import Organisation, Role, User
from places.models import Participation
from places.register.areas import enter_place, filled_from
from places.register.services import enrol
from places.team.services import invite
from programmes.loading.services import bundled_offers, take_over
from programmes.programme.services import add_manager, create_programme
from programmes.regions.services import open_region
from tests.browser.know_the_place.beginning import LOCALITIES
from tests.browser.know_the_place.people import PROGRAMME


def admitted(folder: Path, *, admin: str, manager: str, leader: str, coach: str) -> Participation:
    """A region with its programme, its localities and Glimåkra taken in; people by address."""
    (folder / "tatorter.csv").write_bytes(LOCALITIES)
    region = open_region(
        by=None, name="Region Nord", country="SE", language="sv", email=admin,
        administrator="Siv Alm",
    )  # fmt: skip
    call_command("load_areas", folder / "tatorter.csv", source="SCB, Tätorter 2023", verbosity=0)
    siv = User.objects.get(email=admin)
    offer = next(one for one in bundled_offers() if one.title == "Hållbara platser")
    programme = create_programme(
        region=region,
        by=siv,
        values={
            "name": PROGRAMME,
            "starts_on": dt.date(2026, 1, 1),  # any day
            "language": "sv",
            "currency": "SEK",
            "method_version": take_over(offer, region=region, by=siv),
            "owner": Organisation.objects.get(region=region),
        },
    )
    mats = User.objects.create(email=manager, name="Mats Ek", language="sv")
    add_manager(programme, by=siv, user=mats)
    area = Area.objects.get(name="Glimåkra")
    place = enter_place(area=area, region=region, by=siv, **_values(area))
    made = enrol(
        place=place, programme=programme, started_on=timezone.localdate(), by=siv,
        override_reason="Alla tre sektorer är med.",
    )  # fmt: skip
    for address, name, role in (
        (leader, "Lena Nord", Role.PROCESS_LEADER),
        (coach, "Birgit Lund", Role.COACH),
    ):
        invite(
            participation=made, email=address, name=name, role=role,
            starts_on=timezone.localdate(), by=mats,
        )  # fmt: skip
    return made


def _values(area: Area) -> dict[str, object]:
    return filled_from(area) | {"municipality": area.municipality}

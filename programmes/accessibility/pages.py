"""What the statement shows: the region's own words, and those that hold everywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core.policy import allowed
from people.models import Region
from people.models.region import Country
from programmes.models import AccessibilityStatement, Degree

#: When the platform itself was last read through by keyboard, enlarged and by tools.
PLATFORM_ASSESSED_ON = dt.date(2026, 11, 30)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who supervises, in the language of its country. `complain` leads to its own form or page.

    Facts are those of that page; what it does not tell is left empty.
    """

    name: str
    address: str
    email: str
    phone: str
    complain: str
    law: str


AUTHORITIES = {
    Country.SE: Authority(
        "Myndigheten för digital förvaltning, Digg",
        "Box 14, 851 02 Sundsvall",
        "info@digg.se",
        "0771-11 44 00",
        "https://www.digg.se/tdosanmalan",
        "lagen (2018:1937) om tillgänglighet till digital offentlig service",
    ),
    Country.DK: Authority(
        "Digitaliseringsstyrelsen",
        "",
        "",
        "20 16 36 12",
        "https://digst.dk/digital-inklusion/webtilgaengelighed/oplever-du-ikke-tilgaengeligt-indhold/",
        "lov nr. 692 af 8. juni 2018 om tilgængelighed af offentlige organers websteder og "
        "mobilapplikationer",
    ),
    Country.NO: Authority(
        "Tilsynet for universell utforming av ikt, Digitaliseringsdirektoratet",
        "",
        "",
        "",
        "https://www.uutilsynet.no/",
        "forskrift om universell utforming av IKT-løsninger",
    ),
}
#: The language in which an authority and its law are named.
LANGUAGES = {Country.SE: "sv", Country.DK: "da", Country.NO: "nb"}


def statement_of(region: Region) -> AccessibilityStatement:
    """The region's statement; one that says what holds for the platform before it has written."""
    found = AccessibilityStatement.objects.filter(region=region).first()
    return found or AccessibilityStatement(
        region=region, degree=Degree.PARTIAL, assessed_on=PLATFORM_ASSESSED_ON
    )


def statement(region: Region, user: Any) -> dict[str, Any]:
    """The whole statement. One statement of the database."""
    own = statement_of(region)
    country = Country(region.country)
    return {
        "region": region,
        "statement": own,
        "actor": own.actor or region.name,
        "updated_on": own.updated_at.date() if own.pk else PLATFORM_ASSESSED_ON,
        "email": own.contact_email or region.contact_address,
        "failings": lines(own.failings),
        "exceptions": lines(own.exceptions),
        "authority": AUTHORITIES[country],
        "authority_language": LANGUAGES[country],
        "country": country.value,
        "may_edit": user.is_authenticated and allowed(user, "programmes.edit_statement", region),
    }


def lines(text: str) -> list[str]:
    """What stands on each line, without the signs of a list."""
    return [line for line in (one.strip(" \t-*•") for one in text.splitlines()) if line]


def of_regions(_user: Any, _thing: Any) -> dict[str, Any]:
    """The panel of the general page: every region with its own statement."""
    return {"regions": list(Region.objects.order_by("name").only("name", "slug", "language"))}

"""The five attributes by which a pre-study tells places apart (domain notes 5).

Size, density, position, population, business structure: one function, shown on the fact sheet and
on the place's page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.fact_charts import said
from facts.models import Measure
from facts.peers.services import town_km, towns_of
from facts.sheet.reading import PLACE, Known, known_of, sources_of, subjects_of
from facts.sheet.rules import Figure
from people.models import User
from places.models import Place
from places.register.pages import position

#: So many branches are named.
BRANCHES = 3


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of the five: what is known in words, and where it is from; empty for nothing."""

    key: str
    label: str
    text: str
    source: str = ""
    made_up: bool = False


def five_attributes(place: Place, known: Known | None = None) -> list[Attribute]:
    """Size, density, position, population and business structure, each with its source.

    `known` is what a page has read already.
    """
    known = known or known_of(place, {PLACE: subjects_of(place)[PLACE]})
    land = known.latest(PLACE, Measure.LAND)
    dense = known.latest(PLACE, Measure.DENSITY)
    people = known.people(PLACE)
    return [
        _attribute(
            known, "size", pgettext("of a place", "Size"), land, _("%(number)s km² of land")
        ),
        _attribute(known, "density", _("Density"), dense, _("%(number)s inhabitants for each km²")),
        Attribute("position", _("Position"), _position(place), place.source_name),
        _attribute(
            known, "population", _("Population"), people, _("%(number)s inhabitants, %(year)s")
        ),
        _business(known),
    ]


def _attribute(known: Known, key: str, label: str, one: Figure | None, words: str) -> Attribute:
    if one is None or one.value is None:
        return Attribute(key, label, "")
    text = words % {"number": said(one.value), "year": one.year}
    return Attribute(key, label, text, _source(known, one), one.made_up)


def _position(place: Place) -> str:
    country = place.region.country if place.area is None else place.area.country
    away = town_km(place, towns_of(country))
    parts = [position(place), place.municipality.full_name or place.municipality.name]
    if away is not None:
        parts.append(_("%(number)s km to a town") % {"number": said(away, 0)})
    return ", ".join(filter(None, parts))


def _business(known: Known) -> Attribute:
    label = _("Business structure")
    rows = [one for one in known.of(PLACE, Measure.WORKPLACES) if one.dims and one.value]
    newest = max((one.year for one in rows), default=0)
    rows = sorted((one for one in rows if one.year == newest), key=lambda one: -(one.value or 0.0))
    if not rows:
        return Attribute("business", label, "")
    parts = [
        f"{next(iter((one.dims or {}).values()))} ({said(one.value or 0)})"
        for one in rows[:BRANCHES]
    ]
    text = _("Most workplaces: %(branches)s") % {"branches": ", ".join(parts)}
    return Attribute("business", label, text, _source(known, rows[0]), rows[0].made_up)


def _source(known: Known, one: Figure) -> str:
    return " ".join(sources_of([one], known))


def panel(user: User, place: Place) -> dict[str, Any]:
    """The five for the place's page in the register."""
    return {"attributes": five_attributes(place)}

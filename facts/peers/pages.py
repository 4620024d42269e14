"""What the page of places alike shows: each with why it is like one's own, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area
from areas.models.area import SETTLEMENTS
from core.collation import normalise
from core.fact_charts import said
from core.policy import allowed
from facts.peers import services
from facts.peers.rules import HOW_MANY, Likeness, Settlement
from people.models import User
from places.models import Participation

FEWEST_LETTERS = 2
FOUND = 10


@dataclass(frozen=True, slots=True)
class Offered:
    """One place to choose: why it is alike, and whether it is compared with now."""

    pk: int
    name: str
    where: str
    why: str
    chosen: bool
    nearest: bool


_WORDS = {
    "population": {
        "alike": gettext_lazy("about as many inhabitants (%(number)s)"),
        "little_more": gettext_lazy("a few more inhabitants (%(number)s)"),
        "little_less": gettext_lazy("a few fewer inhabitants (%(number)s)"),
        "more": gettext_lazy("more inhabitants (%(number)s)"),
        "less": gettext_lazy("fewer inhabitants (%(number)s)"),
    },
    "density": {
        "alike": gettext_lazy("as dense (%(number)s for each km²)"),
        "little_more": gettext_lazy("a little denser (%(number)s for each km²)"),
        "little_less": gettext_lazy("a little sparser (%(number)s for each km²)"),
        "more": gettext_lazy("denser (%(number)s for each km²)"),
        "less": gettext_lazy("sparser (%(number)s for each km²)"),
    },
    "town_km": {
        "alike": gettext_lazy("as far to a town (%(number)s km)"),
        "little_more": gettext_lazy("a little farther to a town (%(number)s km)"),
        "little_less": gettext_lazy("a little nearer to a town (%(number)s km)"),
        "more": gettext_lazy("farther to a town (%(number)s km)"),
        "less": gettext_lazy("nearer to a town (%(number)s km)"),
    },
}


def why(one: Likeness) -> str:
    """Why it is alike: "About as many inhabitants (430), a little denser (…), …"."""
    parts = [
        str(_WORDS[side][how]) % {"number": said(getattr(one.settlement, side) or 0, 0)}
        for side, how in one.sides.items()
    ]
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def in_short(peers: Sequence[Area]) -> str:
    """The peers in a line: how many live in them, and their names."""
    numbers = [one.population for one in peers if one.population is not None]
    names = ", ".join(one.name for one in peers)
    if not numbers:
        return names
    span = said(min(numbers), 0)
    if max(numbers) != min(numbers):
        span = f"{span}–{said(max(numbers), 0)}"
    return _("%(names)s. %(span)s inhabitants.") % {"names": names, "span": span}


def context(participation: Participation, user: User, search: str = "") -> dict[str, Any]:
    """The whole page: the place itself, those compared with, others to choose from."""
    place = participation.place
    chosen = services.chosen_of(participation)
    hits = _found(place.region.country if place.area is None else place.area.country, search)
    ranked = services.likenesses(place, more=[*(one.pk for one in chosen), *hits])
    first = {one.settlement.pk for one in ranked[:HOW_MANY]}
    compared = {one.pk for one in chosen} or first
    shown = [
        one
        for at, one in enumerate(ranked)
        if at < services.OFFERED or one.settlement.pk in compared or one.settlement.pk in hits
    ]
    offered = [
        Offered(
            one.settlement.pk,
            one.settlement.name,
            one.settlement.where,
            why(one),
            chosen=one.settlement.pk in compared,
            nearest=one.settlement.pk in first,
        )
        for one in shown
    ]
    found = [one for one in offered if one.pk in hits]
    return {
        "own": _own(services.own_settlement(place, services.towns_of(_country(participation)))),
        "compared": [one for one in offered if one.chosen],
        "others": [one for one in offered if not one.chosen and one.pk not in hits],
        "found": found,
        "search": search,
        "by_hand": bool(chosen),
        "most": services.MOST,
        "may_write": allowed(user, "facts.write_notes", participation),
    }


def _country(participation: Participation) -> str:
    place = participation.place
    return place.region.country if place.area is None else place.area.country


def _own(one: Settlement) -> list[tuple[str, str]]:
    return [
        (_("Inhabitants"), "" if one.population is None else said(one.population, 0)),
        (_("Inhabitants for each km²"), "" if one.density is None else said(one.density, 0)),
        (_("Kilometres to a town"), "" if one.town_km is None else said(one.town_km, 0)),
    ]


def _found(country: str, search: str) -> list[int]:
    """Areas whose name holds what was written, at most ten."""
    words = normalise(search).strip()
    if len(words) < FEWEST_LETTERS:
        return []
    rows = Area.objects.filter(country=country, level__in=SETTLEMENTS, words__contains=words)
    return list(rows.holding().order_by("name", "pk").values_list("pk", flat=True)[:FOUND])

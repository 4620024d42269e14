"""The map of the places that one follows, with the same filters as the list.

Who has no point of its own is drawn at the register's point, or with a dotted ring at its
municipality's: nobody has said where it lies.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, pi, sin
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from areas.outlines.drawing import Mark
from areas.outlines.page import map_view
from core.components import strip_sprite
from core.policy import allowed
from people.models import User
from people.rules import runs_region_of
from people.scope import scope_of
from places import attention
from places.attention import CARD_HEADS, Facts, Flag, Kind
from places.clock import months_used
from places.models import Participation
from places.portfolio import pages as portfolio
from places.portfolio.chips import address_of, chips_of
from places.portfolio.filters import Filters, choices_of, narrowed, number_of

#: Of so many places a map shows points; more are narrowed first.
MOST = 2000
PER_LIST = portfolio.PER_PAGE
#: Places of one municipality without points stand in a ring of this radius, in degrees.
RING = 0.035
_POINT = (
    "pk", "place__name", "place__latitude", "place__longitude", "place__area__latitude",
    "place__area__longitude", "place__municipality__latitude", "place__municipality__longitude",
    "place_id", "place__region_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A place that nobody has put on the map. `url`: where that is done, "" for who may not."""

    name: str
    url: str
    shown: bool


def context(user: User, query: QueryDict, today: dt.date) -> dict[str, Any]:
    """The page, in a constant number of questions."""
    scope = scope_of(user)
    programmes = portfolio.visible_programmes(user)
    places = portfolio.places_of(user)
    filters = Filters.read(query, {one.pk for one in programmes})
    patience = {one.pk: one.quiet_after_days for one in programmes}
    found = narrowed(places, filters, patience, today)
    count = portfolio.found_count(found)
    page: Any = portfolio.CountedPaginator(found, count).get_page(query.get("page"))
    listed = portfolio.rows(page.object_list, today)
    if not filters.sort:
        listed.sort(key=portfolio.urgency_of)
    chosen = number_of(query.get("place"))
    marks, nowhere = marks_of(found, today, user, chosen)
    card = None
    if chosen:
        one = places.select_related("place__municipality", "programme").filter(pk=chosen).first()
        card = card_of(one, user, today) if one else None
    choices = choices_of(filters, programmes, places=count, by_coach=scope.runs)
    view = map_view(
        marks,
        title=_("Map of the places"),
        card_url=reverse("places:map_card", args=[0]),
        chosen=str(chosen or ""),
        chosen_area=card["area"] if card else "",
    )
    return {
        "own": scope.coaches_only,
        "programmes": programmes,
        "filters": filters,
        "choices": choices,
        "chips": chips_of(filters, programmes, query, choices),
        "everywhere": portfolio.everywhere(places, filters, count),
        "address": address_of(query),
        "page": page,
        "rows": listed,
        "sprite": strip_sprite(row.strip_key for row in listed),
        "map": view,
        "nowhere": nowhere[:NAMED],
        "nowhere_more": len(nowhere[NAMED:]),
        "approximate": any(one.approximate for one in marks),
        "chosen": chosen,
        "card": card,
    }  # fmt: skip


#: So many places without a point are named below the map.
NAMED = 8


def marks_of(
    places: Any, today: dt.date, user: User, chosen: int | None = None
) -> tuple[list[Mark], list[Nowhere]]:
    """A mark for each place, and the places that nobody has put on the map. One question."""
    language = get_language()
    marks: list[Mark] = []
    nowhere: list[Nowhere] = []
    shared: dict[tuple[Decimal, Decimal], list[int]] = defaultdict(list)
    for values in places.values_list(*_POINT, *attention.FACT_COLUMNS)[:MOST]:
        pk, name, *degrees = values[: len(_POINT) - 2]
        place, region = values[len(_POINT) - 2 : len(_POINT)]
        level = attention.flag(Facts(*values[len(_POINT) :]), today, language).level
        pairs = [(degrees[n], degrees[n + 1]) for n in (0, 2, 4)]
        number, at = next(
            ((n, pair) for n, pair in enumerate(pairs) if None not in pair), (len(pairs), None)
        )
        if number >= len(pairs) - 1:
            may_set = runs_region_of(user, region)
            url = reverse("places:place_point", args=[place]) if may_set else ""
            nowhere.append(Nowhere(name, url, shown=at is not None))
        if at is None:
            continue
        if number == len(pairs) - 1:
            shared[at].append(len(marks))
        marks.append(
            Mark(
                float(at[0]), float(at[1]), name, level,
                url=f"?place={pk}", approximate=number == len(pairs) - 1, chosen=pk == chosen,
                key=str(pk),
            )
        )  # fmt: skip
    return _spread(marks, shared), nowhere


def _spread(marks: list[Mark], shared: dict[tuple[Decimal, Decimal], list[int]]) -> list[Mark]:
    """Several places at a municipality's one point stand around it."""
    for numbers in shared.values():
        for turn, number in enumerate(numbers if len(numbers) > 1 else ()):
            angle = 2 * pi * turn / len(numbers)
            one = marks[number]
            marks[number] = replace(
                one,
                latitude=one.latitude + RING * 0.55 * sin(angle),
                longitude=one.longitude + RING * cos(angle),
            )
    return marks


def card_of(participation: Participation, user: User, today: dt.date) -> dict[str, Any]:
    """The card of a place: how it is, why, and the one thing to do."""
    facts = attention.facts_of(participation)
    flags = attention.reasons(facts, today)
    first = flags[0] if flags else attention.resting(facts, today)
    return {
        "participation": participation,
        "level": first.level,
        "head": str(CARD_HEADS[Kind(first.kind)]) if first.kind else first.text,
        "flags": flags,
        "used": months_used(
            total=participation.clock_months, ends_on=participation.support_ends_on, on=today
        ),
        "act": _act(participation, user, first),
        "area": participation.place.municipality.code,
    }


def _act(participation: Participation, user: User, first: Flag) -> tuple[str, str] | None:
    """What to do, and where; None where opening the place is all."""
    args = [participation.pk]
    if first.kind == Kind.GATE:
        return _("Look at what was handed in"), reverse("places:gate", args=args)
    if first.kind == Kind.RETURNED:
        return _("See what is to be completed"), reverse("places:gate", args=args)
    if first.kind in {Kind.QUIET, Kind.NEXT} and allowed(user, "places.log_contact", participation):
        return _("Note a contact"), reverse("places:coaching_add", args=args)
    return None


def around(places: Sequence[Participation]) -> list[tuple[float, float]]:
    """The points of places, for a map that shows something else."""
    return [at for one in places if (at := point_of(one)) is not None]


def point_of(participation: Participation) -> tuple[float, float] | None:
    """Where a place lies: its own point, the register's, or its municipality's."""
    found = known_point(participation)
    if found is not None:
        return found
    home = participation.place.municipality
    if home.latitude is None or home.longitude is None:
        return None
    return float(home.latitude), float(home.longitude)


def known_point(participation: Participation) -> tuple[float, float] | None:
    """The place's own point or the register's; None where only its municipality is known."""
    place = participation.place
    for one in (place, place.area):
        if one is not None and one.latitude is not None and one.longitude is not None:
            return float(one.latitude), float(one.longitude)
    return None

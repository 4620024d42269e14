"""Which places a place compares itself with: computed from the register, or chosen by hand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from areas.models import Area
from areas.models.area import SETTLEMENTS
from core import audit
from core.policy import require
from core.refusals import Refusal
from facts.models import ChosenPeer
from facts.peers.rules import TOWN, Likeness, Settlement, nearest, to_town
from people.models import User
from places.models import Participation, Place

#: Candidates have a third to three times the inhabitants; so many of each side are looked at.
WINDOW, LOOKED_AT = 3, 150
#: How many a place may compare itself with.
MOST = 8
#: How many are offered beside the nearest.
OFFERED = 20
#: Seconds for which the nearest are kept: the register changes once a year.
KEPT = 3600

_SIDES = ("pk", "name", "municipality__name", "population", "land_km2", "latitude", "longitude")


def peers_of(participation: Participation) -> list[Area]:
    """The areas that the place is compared with: chosen ones, else the nearest. One statement."""
    ids = _kept_nearest(participation.place)
    chosen = ChosenPeer.objects.filter(participation=participation).values("area")
    rows = Area.objects.filter(Q(pk__in=ids) | Q(pk__in=chosen)).defer("outline")
    found = list(rows.annotate(chosen=Q(pk__in=chosen)))
    if any(one.chosen for one in found):
        return sorted((one for one in found if one.chosen), key=lambda one: (one.name, one.pk))
    return sorted(found, key=lambda one: ids.index(one.pk))


def chosen_of(participation: Participation) -> list[Area]:
    """Those that somebody chose by hand."""
    rows = participation.chosen_peers.select_related("area__municipality").defer("area__outline")
    return [one.area for one in rows]


def _kept_nearest(place: Place) -> list[int]:
    stamp = place.area.updated_at.timestamp() if place.area is not None else 0
    key = f"peers:{place.pk}:{place.area_id}:{stamp:.0f}"
    ids: list[int] | None = cache.get(key)
    if ids is None:
        ids = [one.settlement.pk for one in likenesses(place)[:5]]
        cache.set(key, ids, KEPT if ids else 60)
    return ids


def own_settlement(place: Place, towns: Collection[tuple[int, float, float]] = ()) -> Settlement:
    """The place as likeness sees it: from the register, else from what was entered at it."""
    area = place.area
    at = area if area is not None and area.latitude is not None else place
    latitude, longitude = _degrees(at)
    population = area.population if area is not None else None
    if population is None:
        newest = place.population.order_by("-year", "-pk").first()
        population = newest.inhabitants if newest is not None else None
    density = area.density if area is not None else None
    own = area.pk if area is not None else 0
    return Settlement(
        pk=own,
        name=place.name,
        where=place.municipality.name,
        population=population,
        density=None if density is None else float(density),
        town_km=town_km(place, towns),
        latitude=latitude,
        longitude=longitude,
    )


def town_km(place: Place, towns: Collection[tuple[int, float, float]]) -> float | None:
    """Kilometres from a place to the nearest town; None where it is not known where it lies."""
    area = place.area
    latitude, longitude = _degrees(
        area if area is not None and area.latitude is not None else place
    )
    at = None if latitude is None or longitude is None else (latitude, longitude)
    return to_town(at, towns, own=area.pk if area is not None else 0)


def likenesses(place: Place, *, more: Collection[int] = ()) -> list[Likeness]:
    """The settlements of the register most like the place, the nearest first.

    Empty where nobody knows how many live in it. `more` are areas that are measured as well.
    """
    country = place.region.country if place.area is None else place.area.country
    rows = Area.objects.filter(country=country, level__in=SETTLEMENTS).holding()
    towns = towns_of(country)
    own = own_settlement(place, towns)
    if not own.population:
        return []
    smaller = rows.filter(population__range=(own.population // WINDOW, own.population))
    larger = rows.filter(population__range=(own.population + 1, own.population * WINDOW))
    found = {
        row[0]: row
        for part in (
            smaller.order_by("-population", "pk")[:LOOKED_AT],
            larger.order_by("population", "pk")[:LOOKED_AT],
            rows.filter(pk__in=list(more)),
        )
        for row in part.values_list(*_SIDES)
    }
    candidates = [_settlement(row, towns) for row in found.values()]
    return nearest(own, candidates, many=len(candidates))


def towns_of(country: str) -> list[tuple[int, float, float]]:
    """The towns of a country with where they lie; kept for an hour."""
    key = f"towns:{country}"
    towns: list[tuple[int, float, float]] | None = cache.get(key)
    if towns is None:
        rows = Area.objects.filter(
            country=country, level__in=SETTLEMENTS, population__gte=TOWN, latitude__isnull=False
        ).holding()
        found = rows.values_list("pk", "latitude", "longitude")
        towns = [
            (pk, float(lat), float(lon))
            for pk, lat, lon in found
            if lat is not None and lon is not None
        ]
        cache.set(key, towns, KEPT if towns else 60)
    return towns


def _settlement(row: tuple[Any, ...], towns: Collection[tuple[int, float, float]]) -> Settlement:
    pk, name, where, population, land, latitude, longitude = row
    at = None if latitude is None or longitude is None else (float(latitude), float(longitude))
    return Settlement(
        pk=pk,
        name=name,
        where=where or "",
        population=population,
        density=float(population / land) if population and land else None,
        town_km=to_town(at, towns, own=pk),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
    )


def _degrees(thing: Area | Place) -> tuple[float | None, float | None]:
    if thing.latitude is None or thing.longitude is None:
        return None, None
    return float(thing.latitude), float(thing.longitude)


def choose_peers(
    *, participation: Participation, by: User, areas: Collection[Area]
) -> list[ChosenPeer]:
    """Compare with these areas from now on, instead of the nearest.

    Refusals: none_chosen, too_many, itself, no_settlement.
    """
    require(by, "facts.write_notes", participation)
    wanted = {one.pk: one for one in areas}
    if not wanted:
        raise Refusal("none_chosen", _("Choose at least one place."), field="areas")
    if len(wanted) > MOST:
        message = _("Choose at most %(most)s places.") % {"most": MOST}
        raise Refusal("too_many", message, field="areas")
    if participation.place.area_id in wanted:
        raise Refusal("itself", _("A place is not compared with itself."), field="areas")
    if any(one.level not in SETTLEMENTS for one in wanted.values()):
        raise Refusal("no_settlement", _("Choose places, no municipalities."), field="areas")
    with transaction.atomic():
        Participation.objects.select_for_update().get(pk=participation.pk)
        there = {one.area_id for one in participation.chosen_peers.all()}
        if there != set(wanted):
            participation.chosen_peers.all().delete()
            ChosenPeer.objects.bulk_create(
                ChosenPeer(participation=participation, area=one) for one in wanted.values()
            )
            audit.record("peers.chosen", participation, by=by, count=len(wanted))
    return list(participation.chosen_peers.all())


def compute_peers(*, participation: Participation, by: User) -> None:
    """Compare with the nearest again. Where none was chosen nothing happens."""
    require(by, "facts.write_notes", participation)
    with transaction.atomic():
        gone, _rows = participation.chosen_peers.all().delete()
        if gone:
            audit.record("peers.computed", participation, by=by)

"""Reading figures, and who sees which.

`series` is the one way to read a line of figures. It answers with figures of the very level that
the indicator is about: what exists for municipalities alone is never a village's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from areas.models import Area
from facts.models import Indicator, Observation, dims_key
from people.models import ProgrammePost, Region, User
from people.scope import scope_of
from places.models import Place
from programmes.models import Programme


def collects_for(user: User) -> frozenset[int]:
    """Ids of the regions for which the user collects figures: administers them, or analyses."""
    scope = scope_of(user)
    analysed = [pk for pk, posts in scope.posts.items() if ProgrammePost.ANALYST in posts]
    found = Programme.objects.filter(pk__in=analysed).values_list("region_id", flat=True)
    return scope.regions | frozenset(found if analysed else ())


def regions_of(user: User) -> QuerySet[Region]:
    """The same as rows."""
    return Region.objects.filter(pk__in=collects_for(user))


def seen_by(user: User) -> Q:
    """Figures of a region for those who collect or run it, and those of places they work with."""
    scope = scope_of(user)
    whole = collects_for(user) | scope.run_regions
    return Q(region__in=whole) | Q(region__in=scope.place_regions, place__in=scope.places)


def observations(
    of: Area | Place, *, region: Region | int, keys: Iterable[str] | None = None
) -> QuerySet[Observation]:
    """What is known of an area or place in a region's collection now, by indicator and period.

    A place has what was noted for itself and what stands at its area in the register, as long as
    that is a locality; its municipality's figures are its municipality's.
    """
    region_id = region if isinstance(region, int) else region.pk
    rows = Observation.objects.filter(
        _subject(of), region=region_id, superseded_on__isnull=True
    ).select_related("indicator")
    if keys is not None:
        rows = rows.filter(indicator__key__in=list(keys))
    return rows.order_by("indicator__sort", "indicator__key", "year", "period", "dims_key")


def _subject(of: Area | Place) -> Q:
    if isinstance(of, Area):
        return Q(area=of.pk)
    own = Q(place=of.pk)
    return own | Q(area=of.area_id, indicator__level="place") if of.area_id else own


def series(
    indicator: Indicator,
    of: Area | Place,
    *,
    region: Region | int | None = None,
    dims: Mapping[str, str] | None = None,
) -> list[Observation]:
    """The figures of an indicator for an area or a place, the oldest first.

    Nothing where the indicator is about another level: a village has no figures of what exists
    for municipalities. `region` says whose collection; a place's own region without it. `dims`
    choose one part ({"sex": "women"}), {} the undivided figures; None gives all.

    Where a figure of a period stands at the place and at its area, the place's own holds: somebody
    entered it there on purpose.
    """
    if not indicator.fits(of):
        return []
    if region is None:
        if isinstance(of, Area):
            raise ValueError("an area is in no region: say whose collection")
        region = of.region_id
    rows = observations(of, region=region).filter(indicator=indicator)
    if dims is not None:
        rows = rows.filter(dims_key=dims_key(dims))
    found: dict[tuple[str, str], Observation] = {}
    for row in rows:
        place = (row.period, row.dims_key)
        if place not in found or row.place_id is not None:
            found[place] = row
    return list(found.values())


def history(observation: Observation) -> list[Observation]:
    """What the figure was before it was corrected, the newest first."""
    found: list[Any] = []
    one = observation
    while one.replaces_id is not None and len(found) < 50:  # noqa: PLR2004 - nobody reads more
        one = Observation.objects.get(pk=one.replaces_id)
        found.append(one)
    return found

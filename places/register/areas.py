"""A place and the register of areas: picked from it, linked with it, found there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.models import Area, AreaLevel
from areas.models.area import SETTLEMENTS
from areas.searching import settlements
from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from places.models import Place, PlaceCode
from places.models.place import CodeScheme
from places.queries import PlaceQuerySet
from places.register.services import add_code, add_figure, make_place
from programmes.models.programme import PlaceKind

_KINDS = {
    AreaLevel.LOCALITY: PlaceKind.LOCALITY,
    AreaLevel.SMALL_LOCALITY: PlaceKind.SMALL_LOCALITY,
    AreaLevel.URBAN_AREA: PlaceKind.LOCALITY,
}


def filled_from(area: Area) -> dict[str, Any]:
    """What the form of a new place takes over."""
    return {
        "name": area.name,
        "municipality": area.municipality_id,
        "kind": _KINDS.get(AreaLevel(area.level), ""),
        "latitude": area.latitude,
        "longitude": area.longitude,
        "source": area.source,
    }


@transaction.atomic
def enter_place(*, area: Area | None = None, region: Region, by: User, **values: Any) -> Place:
    """Enter a place by hand or as an area of the register, with its codes and its figure.

    Refusals: those of `make_place` and `link_area`.
    """
    place = make_place(region=region, by=by, **values)
    return link_area(place=place, area=area, by=by) if area else place


@transaction.atomic
def link_area(*, place: Place, area: Area | None, by: User) -> Place:
    """Say which area of the register a place is, or that it is none; linked so already, nothing.

    Codes and the figure that the place does not have yet come with it, and the position where
    the place has none. Refusals: other_country, not_a_settlement, area_taken, code_taken.
    """
    require(by, "places.edit_place", place)
    place.refresh_from_db(from_queryset=Place.objects.select_for_update(of=("self",)))
    if place.area_id == (area.pk if area else None):
        return place
    if area is not None:
        _refuse(place, area)
    place.area = area
    if area is not None and place.latitude is None:
        place.latitude, place.longitude = area.latitude, area.longitude
    place.save(update_fields=["area", "latitude", "longitude", "updated_at"])
    if area is None:
        audit.record("place.area_left", place, by=by)
        return place
    audit.record("place.area_linked", place, by=by, area=area.name)
    _take_codes(place, area, by)
    _take_figure(place, area, by)
    return place


def _refuse(place: Place, area: Area) -> None:
    if area.country != place.region.country:
        raise Refusal(
            "other_country", _("The area lies in another country than the region."), field="area"
        )
    if area.level not in SETTLEMENTS:
        raise Refusal("not_a_settlement", _("A place is a locality or smaller."), field="area")
    other = Place.objects.filter(region=place.region_id, area=area).exclude(pk=place.pk).first()
    if other is not None:
        raise Refusal(
            "area_taken",
            _("%(place)s is this area already.") % {"place": other.name},
            field="area",
        )


def _take_codes(place: Place, area: Area, by: User) -> None:
    there = set(place.codes.values_list("scheme", "code"))
    for row in area.codes.all():
        if row.scheme in CodeScheme.values and (row.scheme, row.code) not in there:
            add_code(
                place=place, scheme=row.scheme, code=row.code, by=by,
                valid_from=row.valid_from, valid_to=row.valid_to,
            )  # fmt: skip


def _take_figure(place: Place, area: Area, by: User) -> None:
    year, number = area.population_year, area.population
    if year is None or number is None or not area.source:
        return
    if not place.population.filter(year=year, source=area.source).exists():
        add_figure(place=place, year=year, inhabitants=number, source=area.source, by=by)


def like(place: Place) -> Area | None:
    """The area of the register that a place most likely is: by a code, else by its name there."""
    rows = settlements([place.region.country])
    codes = PlaceCode.objects.filter(place=place).values("code")
    by_code = rows.filter(codes__code__in=codes).first()
    named = rows.filter(municipality=place.municipality_id, name__iexact=place.name)
    found: Area | None = by_code or named.first()
    return found


def panel(user: User, area: Area) -> dict[str, Any]:
    """An area's page: places of mine that are it or lie in it; whether one may be made."""
    rows = PlaceQuerySet(Place).visible_to(user).select_related("municipality")
    if area.level in SETTLEMENTS:
        rows = rows.filter(area=area)
    elif area.level == AreaLevel.MUNICIPALITY:
        rows = rows.filter(municipality=area.municipality_id)
    else:
        rows = rows.none()
    regions = Region.objects.run_by(user).filter(country=area.country)
    may_make = area.level in SETTLEMENTS and regions.exists()
    return {
        "places": rows.order_by("name", "pk")[:SHOWN],
        "make_url": f"{reverse('places:place_new')}?area={area.pk}" if may_make else "",
        "shown": area.level in {*SETTLEMENTS, AreaLevel.MUNICIPALITY},
    }


#: So many places are listed at a municipality.
SHOWN = 50

"""The place register: places, their codes and their population figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from places.models import Place, PlaceCode, PopulationObservation
from programmes.models import Municipality

MOST_LATITUDE, MOST_LONGITUDE = 90, 180
EARLIEST_YEAR = 1500
MOST_INHABITANTS = 10_000_000
#: What `change_place` may change.
FIELDS = ("name", "municipality", "kind", "latitude", "longitude", "description", "source")


@transaction.atomic
def make_place(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    region: Region,
    name: str,
    municipality: Municipality,
    kind: str,
    by: User,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    description: str = "",
    source: str = "",
) -> Place:
    """Enter a place.

    Refusals: name_missing, other_country, half_position, off_earth, place_there.
    """
    place = Place(
        region=region,
        name=name.strip(),
        municipality=municipality,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        description=description,
        source=source,
    )
    require(by, "places.edit_place", place)
    _store(place)
    audit.record("place.made", place, by=by)
    return place


@transaction.atomic
def change_place(*, place: Place, by: User, values: Mapping[str, Any]) -> Place:
    """Change some of `FIELDS`. Nothing is written when all values stand so already.

    Refusals: those of `make_place`.
    """
    require(by, "places.edit_place", place)
    place.refresh_from_db(from_queryset=Place.objects.select_for_update())
    changed = [name for name in FIELDS if name in values and getattr(place, name) != values[name]]
    if not changed:
        return place
    facts = {name: [str(getattr(place, name)), str(values[name])] for name in changed}
    for name in changed:
        setattr(place, name, values[name])
    place.name = place.name.strip()
    _store(place)
    audit.record("place.changed", place, by=by, fields=", ".join(changed), values=facts)
    return place


@transaction.atomic
def add_code(
    *,
    place: Place,
    scheme: str,
    code: str,
    by: User,
    valid_from: int | None = None,
    valid_to: int | None = None,
) -> PlaceCode:
    """Add a code. Refusals: code_missing, end_before_start, code_taken."""
    require(by, "places.edit_place", place)
    cleaned = code.strip()
    if not cleaned:
        raise Refusal("code_missing", _("Write the code."), field="code")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refusal(
            "end_before_start", _("The last year must not be before the first."), field="valid_to"
        )
    Region.objects.select_for_update().get(pk=place.region_id)  # codes are unique in the region
    owner = PlaceCode.objects.filter(place__region=place.region_id, scheme=scheme, code=cleaned)
    holder = owner.select_related("place").first()
    if holder:
        raise Refusal(
            "code_taken", _("%(place)s has this code.") % {"place": holder.place.name}, field="code"
        )
    row = PlaceCode.objects.create(
        place=place, scheme=scheme, code=cleaned, valid_from=valid_from, valid_to=valid_to
    )
    audit.record("place.code_added", place, by=by, code=cleaned, scheme=scheme)
    return row


@transaction.atomic
def remove_code(*, code: PlaceCode, by: User) -> None:
    """Take a code away; the trail keeps it."""
    require(by, "places.edit_place", code.place)
    audit.record("place.code_removed", code.place, by=by, code=code.code, scheme=code.scheme)
    code.delete()


@transaction.atomic
def add_figure(
    *,
    place: Place,
    year: int,
    inhabitants: int,
    source: str,
    by: User,
    series_break: bool = False,
    note: str = "",
) -> PopulationObservation:
    """Add a population figure. Refusals: source_missing, year_impossible, figure_there."""
    figure = PopulationObservation(
        place=place,
        year=year,
        inhabitants=inhabitants,
        source=source.strip(),
        series_break=series_break,
        note=note.strip(),
    )
    require(by, "places.edit_place", place)
    _store_figure(figure)
    audit.record(
        "place.figure_added", place, by=by, year=year, inhabitants=inhabitants, source=figure.source
    )
    return figure


@transaction.atomic
def change_figure(
    *, figure: PopulationObservation, by: User, values: Mapping[str, Any]
) -> PopulationObservation:
    """Correct a figure; the number before stays in the trail. Refusals: those of `add_figure`."""
    require(by, "places.edit_place", figure.place)
    figure.refresh_from_db(from_queryset=PopulationObservation.objects.select_for_update())
    before = figure.inhabitants
    for name in ("year", "inhabitants", "source", "series_break", "note"):
        if name in values:
            setattr(figure, name, values[name])
    figure.source, figure.note = figure.source.strip(), figure.note.strip()
    _store_figure(figure)
    audit.record(
        "place.figure_changed",
        figure.place,
        by=by,
        year=figure.year,
        before=before,
        inhabitants=figure.inhabitants,
        source=figure.source,
    )
    return figure


@transaction.atomic
def remove_figure(*, figure: PopulationObservation, by: User) -> None:
    """Take a wrong figure away; the trail keeps it."""
    require(by, "places.edit_place", figure.place)
    audit.record(
        "place.figure_removed",
        figure.place,
        by=by,
        year=figure.year,
        inhabitants=figure.inhabitants,
        source=figure.source,
    )
    figure.delete()


def _store(place: Place) -> None:
    if not place.name:
        raise Refusal("name_missing", _("Write the place's name."), field="name")
    if place.municipality.country != place.region.country:
        raise Refusal(
            "other_country",
            _("The municipality lies in another country than the region."),
            field="municipality",
        )
    if (place.latitude is None) != (place.longitude is None):
        raise Refusal("half_position", _("Latitude and longitude come together."), field="latitude")
    latitude, longitude = place.latitude or Decimal(0), place.longitude or Decimal(0)
    if abs(latitude) > MOST_LATITUDE or abs(longitude) > MOST_LONGITUDE:
        raise Refusal(
            "off_earth",
            _("Latitude goes from -90 to 90, longitude from -180 to 180."),
            field="latitude",
        )
    same = Place.objects.filter(
        region=place.region_id, municipality=place.municipality_id, name__iexact=place.name
    ).exclude(pk=place.pk)
    taken = Refusal(
        "place_there",
        _("The register has a place with this name in this municipality."),
        field="name",
    )
    if same.exists():
        raise taken
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:  # somebody entered it between the look and the save
        raise taken from error


def _store_figure(figure: PopulationObservation) -> None:
    if not figure.source:
        raise Refusal("source_missing", _("Write who says so."), field="source")
    if not EARLIEST_YEAR <= figure.year <= timezone.localdate().year:
        raise Refusal("year_impossible", _("Choose a year that has begun."), field="year")
    taken = Refusal(
        "figure_there",
        _("There is a figure for this year from this source. Correct that one."),
        field="year",
    )
    same = PopulationObservation.objects.filter(
        place=figure.place_id, year=figure.year, source=figure.source
    ).exclude(pk=figure.pk)
    if same.exists():
        raise taken
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:
        raise taken from error

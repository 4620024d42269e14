"""The verbs of a place's map: a point is set, looked at, taken away; a hall or action is pinned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.geometry import distance_m, wrong_point
from core import audit
from core.policy import allowed, require
from core.refusals import Conflict, Refusal, needed
from mapping.models import MapPoint, MapPointKind, MapPointState, Pin
from mapping.models.point import TEXT_LENGTH
from people.models import User
from places.map.pages import point_of
from places.models import Participation, Photo
from places.photos.services import add_photo
from plans.models import Action
from workshops.models import Workshop

#: Further from the place's point than this nobody means the place.
FARTHEST_KM = 40
#: Points of one place; more belong in a survey.
MOST = 500


def add_point(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    participation: Participation,
    by: User,
    kind: str,
    text: str,
    latitude: Decimal,
    longitude: Decimal,
    workshop: Workshop | None = None,
    said_on: dt.date | None = None,
    photo: dict[str, Any] | None = None,
) -> MapPoint:
    """Put on the map what is said of a spot.

    It is shown at once when who enters it may look at points; else somebody looks first. `photo`
    are the arguments of `places.photos.services.add_photo`. Refusals: text_missing, too_long,
    unknown_kind, too_many_points, in_future, other_meeting, wrong_point, far_away, and those of
    the photo.
    """
    require(by, "mapping.add_point", participation)
    values = _said(participation, kind, text, workshop, said_on)
    check_position(participation, latitude, longitude)
    if participation.map_points.count() >= MOST:
        raise Refusal(
            "too_many_points",
            _("The place has %(count)d points already. Take some away first.") % {"count": MOST},
        )
    may_show = allowed(by, "mapping.review_points", participation)
    with transaction.atomic():
        kept: Photo | None = (
            add_photo(participation=participation, by=by, **photo) if photo else None
        )
        point = MapPoint.objects.create(
            participation=participation,
            latitude=latitude,
            longitude=longitude,
            photo=kept,
            entered_by=by,
            state=MapPointState.SHOWN if may_show else MapPointState.WAITING,
            reviewed_by=by if may_show else None,
            reviewed_on=timezone.localdate() if may_show else None,
            **values,
        )
        audit.record("map.point_added", participation, by=by, kind=kind)
    return point


@transaction.atomic
def change_point(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    point: MapPoint,
    by: User,
    version: int,
    kind: str,
    text: str,
    latitude: Decimal,
    longitude: Decimal,
    workshop: Workshop | None = None,
    said_on: dt.date | None = None,
) -> MapPoint:
    """Change what a point says or where it is. Who may not look at points lets it be looked at.

    Conflict: somebody saved since `version` was read. Refusals: those of `add_point`.
    """
    participation = point.participation
    require(by, "mapping.add_point", participation)
    values = _said(participation, kind, text, workshop, said_on)
    check_position(participation, latitude, longitude)
    values |= {"latitude": latitude, "longitude": longitude}
    row = MapPoint.objects.select_for_update().get(pk=point.pk)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this. Nothing is lost: choose which version to keep."),
            theirs={name: getattr(row, name) for name in values},
            yours=dict(values),
            version=row.version,
        )
    for name, value in values.items():
        setattr(row, name, value)
    if not allowed(by, "mapping.review_points", participation):
        row.state, row.reviewed_by, row.reviewed_on = MapPointState.WAITING, None, None
    row.version += 1
    row.save()
    audit.record("map.point_changed", participation, by=by)
    return row


@transaction.atomic
def review_point(*, point: MapPoint, by: User, show: bool) -> MapPoint:
    """Show a point to all who see the place, or hide it. Deciding the same twice does nothing."""
    require(by, "mapping.review_points", point.participation)
    row = MapPoint.objects.select_for_update().get(pk=point.pk)
    state = MapPointState.SHOWN if show else MapPointState.HIDDEN
    if row.state == state:
        return row
    row.state, row.reviewed_by, row.reviewed_on = state, by, timezone.localdate()
    row.version += 1
    row.save()
    audit.record("map.point_shown" if show else "map.point_hidden", point.participation, by=by)
    return row


@transaction.atomic
def remove_point(*, point: MapPoint, by: User) -> None:
    """Take a point away. Its photo stays among the place's photos."""
    require(by, "mapping.review_points", point.participation)
    audit.record("map.point_removed", point.participation, by=by)
    point.delete()


@transaction.atomic
def set_pin(
    *,
    participation: Participation,
    by: User,
    latitude: Decimal,
    longitude: Decimal,
    hall: str = "",
    action: Action | None = None,
) -> Pin:
    """Say where a hall or an action lies; said again, it lies there. Exactly one of the two.

    Refusals: wrong_point, far_away.
    """
    require(by, "mapping.add_point", participation)
    check_position(participation, latitude, longitude)
    participation.lock()
    pin, _made = Pin.objects.update_or_create(
        participation=participation,
        hall=hall,
        action=action,
        defaults={"latitude": latitude, "longitude": longitude, "set_by": by},
    )
    audit.record("map.pinned", participation, by=by, what=hall or str(action))
    return pin


def check_position(participation: Participation, latitude: Decimal, longitude: Decimal) -> None:
    """Refusals: wrong_point (another country, or swapped), far_away."""
    country = participation.place.municipality.country
    if said := wrong_point(country, latitude, longitude):
        raise Refusal("wrong_point", said, field="latitude")
    home = point_of(participation)
    if home is None:
        return
    there = (Decimal(str(home[0])), Decimal(str(home[1])))
    if distance_m(there, (latitude, longitude)) > FARTHEST_KM * 1000:
        raise Refusal(
            "far_away",
            _("This point lies more than %(km)d km from %(place)s.")
            % {"km": FARTHEST_KM, "place": participation.place.name},
            field="latitude",
        )


def _said(
    participation: Participation,
    kind: str,
    text: str,
    workshop: Workshop | None,
    said_on: dt.date | None,
) -> dict[str, Any]:
    words = needed(
        " ".join(text.split()), "text_missing", _("Say in a sentence what it is."), field="text"
    )
    if len(words) > TEXT_LENGTH:
        raise Refusal(
            "too_long",
            _("The text has %(count)d characters; at most %(most)d fit.")
            % {"count": len(words), "most": TEXT_LENGTH},
            field="text",
        )
    if kind not in MapPointKind.values:
        raise Refusal("unknown_kind", _("Choose what is said of the spot."), field="kind")
    if workshop is not None and not workshop.participations.filter(pk=participation.pk).exists():
        raise Refusal(
            "other_meeting", _("This meeting belongs to another place."), field="workshop"
        )
    on = said_on or (workshop.local_start.date() if workshop else timezone.localdate())
    if on > timezone.localdate():
        raise Refusal("in_future", _("The day lies in the future."), field="said_on")
    return {"kind": kind, "text": words, "workshop": workshop, "said_on": on}

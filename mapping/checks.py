"""What the verbs of mapping share: texts, days, positions, and rows that belong to the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core.plain_text import one_line, plain_lines
from core.refusals import Refusal
from people.models import Organisation
from places.models import Participation, Photo
from plans.changes import length_of, refuse_longer

#: Longer than any field: cut nowhere before its length is looked at.
_LONG = 100_000


def text(model: type[Model], name: str, value: str, *, lines: bool = False) -> str:
    """A text of a field, cleaned. Refusal: too_long."""
    clean = plain_lines(value).strip() if lines else one_line(value, _LONG)
    refuse_longer(clean, length_of(model, name), field=name)
    return clean


def texts(model: type[Model], values: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Texts of one line. Refusal: too_long."""
    return {name: text(model, name, values.get(name) or "") for name in names}


def choice(value: str, choices: Any, field: str) -> str:
    """One of the choices, or "". Refusal: unknown_choice."""
    if value and value not in choices.values:
        raise Refusal("unknown_choice", _("Choose one of these."), field=field)
    return value


def past(day: dt.date | None, field: str) -> dt.date | None:
    """A day that has come. Refusal: date_in_future."""
    if day is not None and day > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field=field)
    return day


def place_on_earth(latitude: Decimal | None, longitude: Decimal | None) -> dict[str, Any]:
    """Both values or neither. Refusals: half_position, position_off_earth."""
    if (latitude is None) != (longitude is None):
        field = "latitude" if latitude is None else "longitude"
        raise Refusal("half_position", _("A position has both values."), field=field)
    if latitude is not None and not -90 <= latitude <= 90:  # noqa: PLR2004 - degrees
        raise Refusal("position_off_earth", _("Latitude lies from −90 to 90."), field="latitude")
    if longitude is not None and not -180 <= longitude <= 180:  # noqa: PLR2004 - degrees
        raise Refusal(
            "position_off_earth", _("Longitude lies from −180 to 180."), field="longitude"
        )
    return {"latitude": latitude, "longitude": longitude}


def own_photo(participation: Participation, photo: Photo | None) -> Photo | None:
    """A photo of this place. Refusal: other_place."""
    if photo is not None and photo.participation_id != participation.pk:
        raise Refusal("other_place", _("The photo is of another place."), field="photo")
    return photo


def own_organisation(
    participation: Participation, organisation: Organisation | None
) -> Organisation | None:
    """An organisation of the place's region. Refusal: other_region."""
    region = participation.programme.region_id
    if organisation is not None and organisation.region_id != region:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="organisation"
        )
    return organisation


def lock(participation: Participation) -> Participation:
    """Read the participation under a lock, so that two who add at once see each other."""
    return Participation.objects.select_for_update().get(pk=participation.pk)

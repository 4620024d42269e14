"""Form fields that several rooms of mapping have: a position, a photo of the place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.fields import DegreesField
from places.models import Participation, Photo

POSITION = ("latitude", "longitude")


class PositionMixin(forms.Form):
    """Where it lies. A map or a phone fills both fields in."""

    latitude = DegreesField(label=_("Latitude"), required=False)
    longitude = DegreesField(label=_("Longitude"), required=False)


def given_position(query: Mapping[str, str]) -> dict[str, Decimal]:
    """The position that an address names, if it names one that can be read."""
    try:
        found = {name: Decimal(query.get(name, "")) for name in POSITION}
    except InvalidOperation:
        return {}
    return found if all(one.is_finite() for one in found.values()) else {}


def photos_of(participation: Participation) -> Any:
    """A choice among the place's photos."""
    return forms.ModelChoiceField(
        label=_("Photo"),
        queryset=Photo.objects.filter(participation=participation),
        required=False,
        empty_label=_("None"),
    )

"""Form fields that several rooms of mapping have: a position, a photo of the place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from places.models import Participation, Photo

POSITION = ("latitude", "longitude")


class DegreesField(forms.DecimalField):
    """Degrees, written with a comma or a full stop."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            decimal_places=None,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Five decimals are a metre: more are not kept."""
        found = super().to_python(str(value or "").replace(",", ".").replace("−", "-"))
        if found is None:
            return None
        return found.quantize(Decimal("0.00001"))


class PositionMixin(forms.Form):
    """Where it lies. A map or a phone fills both fields in."""

    latitude = DegreesField(label=_("Latitude"))
    longitude = DegreesField(label=_("Longitude"))


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

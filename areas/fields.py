"""A form field for a coordinate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from areas.geometry import CoordinateError, read_number, rounded

#: Beyond it there is no earth.
MOST = Decimal(180)


class DegreesField(forms.CharField):
    """Degrees as people write them, with a comma or a full stop; five decimals are kept."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"} | kwargs.pop("attrs", {})
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number; None where nothing is written."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            found = read_number(text)
        except CoordinateError as error:
            raise ValidationError(str(error), code="not_a_number") from error
        if abs(found) > MOST:
            raise ValidationError(_("Write degrees, such as 56.3."), code="not_degrees")
        return rounded(float(found))

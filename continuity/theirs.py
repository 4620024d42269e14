"""The values that somebody else stored meanwhile, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import money


def told(form: forms.Form, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each field's label with the stored value, in the order of the form."""
    return [
        (str(form.fields[name].label), _words(form.fields[name], values[name])) for name in values
    ]


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices)[value])  # type: ignore[arg-type]
    return str(value)

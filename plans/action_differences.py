"""A conflict in words: what is stored now beside what was sent, for the fields that differ."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from core.dates import short_date
from core.money import money
from core.refusals import Conflict


def differences(form: forms.Form, conflict: Conflict) -> list[tuple[str, str, str]]:
    """(label, theirs, yours) of each field of the form in which the two differ."""
    return [
        (str(field.label), _said(field, conflict.theirs[name]), _said(field, conflict.yours[name]))
        for name, field in form.fields.items()
        if name in conflict.theirs and conflict.theirs[name] != conflict.yours[name]
    ]


def _said(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, Decimal):
        return money(value)
    choices: Any = getattr(field, "choices", ()) if type(field) is forms.ChoiceField else ()
    return str(dict(choices).get(value, value))

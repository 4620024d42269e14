"""A conflict in words: what is stored now beside what was sent, for the fields that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.dates import short_date
from core.money import money


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(label, theirs, yours) of each field of a valid form in which it differs from the stored.

    All fields, whichever verb met the conflict: the form is about to carry the stored version.
    """
    pairs = [
        (field, _plain(stored[name]), _plain(form.cleaned_data[name]))
        for name, field in form.fields.items()
        if name in stored and name in form.cleaned_data
    ]
    return [
        (str(field.label), _said(field, theirs), _said(field, yours))
        for field, theirs, yours in pairs
        if theirs != yours
    ]


def _plain(value: Any) -> Any:
    """Several chosen things as a list in one order."""
    return sorted(value, key=str) if isinstance(value, list | QuerySet) else value


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

"""A small tool for bound forms."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict


def carry(form: forms.Form, **values: str) -> None:
    """Let a bound form carry other values when it is drawn again, such as the stored version.

    For hidden fields: what the user wrote stays as it is.
    """
    data = cast("QueryDict", form.data).copy()
    for name, value in values.items():
        data[name] = value
    form.data = data

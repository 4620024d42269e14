"""Widgets of forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class WrittenTextarea(forms.Textarea):
    """A text with headings and lists (core.written); static/js/written.js adds their buttons."""

    def __init__(self, *, rows: int) -> None:
        super().__init__(
            attrs={
                "rows": rows,
                "data-written": True,
                "data-text-heading": _("Heading"),
                "data-text-list": _("List"),
            }
        )

"""The form for taking a municipality in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.municipal.services import versions_for
from programmes.models import MethodVersion, Municipality, Programme


class MunicipalityForm(forms.Form):
    """Which municipality, by which method, from when."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none()
    )
    method_version = forms.ModelChoiceField(
        label=_("Method"), queryset=MethodVersion.objects.none(),
        help_text=_("A municipality has a checklist of its own."),
    )  # fmt: skip
    started_on = forms.DateField(
        label=_("Starts"), widget=DateInput(), initial=timezone.localdate
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = {
            "municipality": Municipality.objects.filter(
                country=programme.region.country
            ).order_by("name"),
            "method_version": versions_for(programme),
        }  # fmt: skip
        for name, rows in chosen.items():
            field: Any = self.fields[name]
            field.queryset = rows

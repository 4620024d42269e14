"""The form of places to compare with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.models.area import SETTLEMENTS


class PeersForm(forms.Form):
    """Which areas the place is compared with."""

    areas = forms.ModelMultipleChoiceField(
        label=_("Places to compare with"), queryset=Area.objects.none(), required=False
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        rows = Area.objects.filter(level__in=SETTLEMENTS).defer("outline")
        self.fields["areas"].queryset = rows  # type: ignore[attr-defined]

"""The form that brings a file in. What is in the file is judged by the verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.loading.services import EARLIEST_YEAR
from areas.models import AreaLevel
from core.web.widgets import DateInput
from people.models.region import Country


class LoadForm(forms.Form):
    """A file of the statistical office, and what is not in it."""

    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)
    level = forms.ChoiceField(
        label=_("What is in it"),
        choices=[one for one in AreaLevel.choices if one[0] != AreaLevel.COUNTRY],
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoPackage, GeoJSON, CSV, XLSX or ODS, as the statistical office gives it."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".gpkg,.geojson,.json,.csv,.tsv,.txt,.xlsx,.ods"}
        ),
        error_messages={"empty": _("The file is empty.")},
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Who says so, and where: “SCB, Tätorter 2023, CC0” or an address."),
    )
    population_year = forms.IntegerField(
        label=_("Year of the figures"),
        required=False,
        min_value=EARLIEST_YEAR,
        max_value=2200,
        help_text=_("Where the file has no column for it."),
    )
    retrieved_on = forms.DateField(label=_("Fetched on"), widget=DateInput())
    only_fitting = forms.BooleanField(
        label=_("Leave out rows that do not fit"),
        required=False,
        help_text=_("Without this, nothing is written as long as a row is to be put right."),
    )

    def __init__(self, *args: Any, countries: Sequence[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"retrieved_on": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            one for one in Country.choices if one[0] in countries
        ]

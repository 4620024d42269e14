"""Forms of single figures."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area
from core.web.lists import Filters, Search
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from facts.files.forms import indicators_of
from facts.models import Observation, Origin, Status
from facts.models.observation import SEXES
from facts.sources.forms import DIMENSIONS
from people.models import Region, User
from places.models import Place


class FigureFilters(Filters):
    """Search and filters of the list."""

    q = Search("area__name", "place__name", label=gettext_lazy("Search area or place"))
    indicator = django_filters.ModelChoiceFilter(
        queryset=lambda request: indicators_of(request.region),
        label=gettext_lazy("Indicator"),
        empty_label=gettext_lazy("All indicators"),
    )
    origin = django_filters.ChoiceFilter(
        choices=Origin.choices,
        label=gettext_lazy("Origin"),
        empty_label=gettext_lazy("However they came"),
    )

    class Meta:
        model = Observation
        fields: tuple[str, ...] = ()


class _Said(forms.Form):
    """What a figure says, and who says so."""

    value = forms.DecimalField(
        label=gettext_lazy("Value"), required=False, max_digits=18, decimal_places=4, localize=True
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=Status.choices, initial=Status.OK
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Who says so: a publisher, an address, a person's role."),
    )
    retrieved_on = forms.DateField(label=gettext_lazy("Retrieved on"), widget=DateInput)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retrieved_on"].initial = timezone.localdate()


class AddForm(_Said):
    """A figure by hand."""

    indicator: Any = forms.ModelChoiceField(
        label=gettext_lazy("Indicator"), queryset=None, empty_label=gettext_lazy("Choose")
    )
    place = PickedField(
        label=gettext_lazy("Place"), required=False, empty_label=gettext_lazy("None")
    )
    area = PickedField(
        label=gettext_lazy("Area"),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("A municipality or county, for figures about one."),
    )
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=20, help_text=gettext_lazy("2023, or 2023K1.")
    )
    table = forms.CharField(label=gettext_lazy("Table or address"), max_length=200, required=False)
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=80, required=False)

    field_order = (
        "indicator", "place", "area", "period", "value", "status", *DIMENSIONS, "source", "table",
        "retrieved_on", "licence", "unit", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, region: Region, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators_of(region)  # type: ignore[attr-defined]
        among(
            self.fields["place"],
            Place.objects.filter(region=region),
            "facts_places",
            user=user,
            region=region.pk,
        )
        among(
            self.fields["area"],
            Area.objects.filter(country=region.country).holding(),
            "facts_areas",
            user=user,
            country=region.country,
        )
        self.fields["age"] = forms.CharField(
            label=DIMENSIONS["age"],
            required=False,
            max_length=20,
            help_text=_("Only for a part: 0-4, 65-79, 80+."),
        )
        self.fields["sex"] = forms.ChoiceField(
            label=DIMENSIONS["sex"], required=False, choices=[("", _("Both")), *SEXES.items()]
        )
        self.order_fields(self.field_order)

    def values(self) -> dict[str, Any]:
        """For the verb."""
        found = dict(self.cleaned_data)
        dims = {name: text for name in ("age", "sex") if (text := found.pop(name).strip())}
        return {**found, "dims": dims}


class CorrectForm(_Said):
    """What the figure should have been."""


class BreakForm(forms.Form):
    """Whether what is counted changed with a figure, and how."""

    note = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For example: the locality's limits were drawn wider."),
    )

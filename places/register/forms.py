"""Forms of the place register. The rules are the verbs'; forms read and name what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import localize_input
from django.utils.translation import gettext_lazy as _

from areas.geometry import CoordinateError, read_point
from areas.models import Area
from areas.searching import PICKED, settlements
from core.money import ZERO, MoneyField
from core.sheets import pages
from core.sheets.kept import KeptSheet
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import Region, User
from people.models.organisation import THREE_SECTORS
from places.halfway.forms import EarlierRoundForm, earlier_decision
from places.halfway.services import HalfWay
from places.models import Commitment, Place, PlaceCode, PlaceImport, PopulationObservation
from places.register.services import EARLIEST_YEAR, MOST_INHABITANTS
from programmes.models import Programme
from programmes.regions.municipalities import offered_in


class AreaForm(forms.Form):
    """Which area of the register a place is."""

    area = PickedField(label=_("In the register of areas"), required=False)

    def __init__(
        self, *args: Any, countries: Iterable[str], user: User, empty: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        wanted = sorted(set(countries))
        field = self.fields["area"]
        field.empty_label = empty or None  # type: ignore[attr-defined]
        field.help_text = _("Search a name or a code.")
        among(field, settlements(wanted), PICKED, user=user, few=None, countries=wanted)


class PlaceForm(forms.ModelForm[Place]):
    """What the register says of a place itself. `region` is asked for a new one only.

    A position may be written as people have it (`areas.geometry`); `told` says what became of it.
    """

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    municipality = PickedField(label=_("Municipality"))
    area = forms.ModelChoiceField(
        queryset=Area.objects.none(), required=False, widget=forms.HiddenInput
    )
    latitude = forms.CharField(
        label=_("Latitude"),
        required=False,
        max_length=60,
        help_text=_(
            "Degrees north, such as 56.1726, or metres in SWEREF 99 TM or UTM. "
            "Both numbers may be written here."
        ),
    )
    longitude = forms.CharField(
        label=_("Longitude"), required=False, max_length=60,
        help_text=_("Degrees east, such as 14.4988, or metres."),
    )  # fmt: skip

    class Meta:
        model = Place
        fields = [
            "region",
            "name",
            "municipality",
            "kind",
            "latitude",
            "longitude",
            "description",
            "source",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "name": _("As the people who live there say it."),
            "source": _("Where the position and the description come from."),
        }

    def __init__(self, *args: Any, regions: Sequence[Region], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [region.pk for region in regions]
        rows = offered_in(regions)
        among(self.fields["municipality"], rows, "municipalities", user=user, regions=ids)
        if self.instance.pk or len(regions) == 1:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = Region.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        self.told: list[str] = []
        self._regions = list(regions)
        for name in ("latitude", "longitude"):
            degrees = self.initial.get(name)
            if degrees is not None:
                self.initial[name] = localize_input(Decimal(degrees).normalize())
        if self.instance.pk:  # linked on a page of its own
            del self.fields["area"]
        else:
            countries = {region.country for region in regions}
            self.fields["area"].queryset = settlements(countries)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the position in the country of the region, near the municipality."""
        data = super().clean() or {}
        first, second = data.get("latitude") or "", data.get("longitude") or ""
        data["latitude"] = data["longitude"] = None
        region = data.get("region") or self._regions[0]
        town = data.get("municipality")
        near = (town.latitude, town.longitude) if town and town.latitude is not None else None
        if first or second:
            try:
                point = read_point(first, second, region.country, near)
            except CoordinateError as error:
                self.add_error("longitude" if error.second else "latitude", str(error))
            else:
                data["latitude"], data["longitude"] = point.latitude, point.longitude
                self.told = point.told
        return data

    def _post_clean(self) -> None:
        """The model is filled by the verb, which also tells what may not be."""


class CodeForm(forms.ModelForm[PlaceCode]):
    """A code with its system and the years in which it held."""

    class Meta:
        model = PlaceCode
        fields = ["scheme", "code", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("valid_from", "valid_to"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                required=False,
                min_value=EARLIEST_YEAR,
                max_value=2200,
            )

    def _post_clean(self) -> None:
        """The model is filled by the verb."""


class FigureForm(forms.ModelForm[PopulationObservation]):
    """How many lived there in a year, and who says so."""

    class Meta:
        model = PopulationObservation
        fields = ["year", "inhabitants", "source", "series_break", "note"]
        help_texts = {"source": _("An address or the name of the statistics.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.IntegerField(
            label=_("Year"), min_value=EARLIEST_YEAR, max_value=timezone.localdate().year
        )
        self.fields["inhabitants"] = forms.IntegerField(
            label=_("Inhabitants"), min_value=0, max_value=MOST_INHABITANTS
        )

    def _post_clean(self) -> None:
        """The model is filled by the verb."""


class EnrolForm(forms.Form):
    """Start in a programme; with the three sectors' promises where the programme asks for them."""

    started_on = forms.DateField(label=_("Starts"), widget=DateInput())
    override_reason = forms.CharField(
        label=_("Why the place is taken in in spite of the conditions"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("The reason is kept and shown in the history."),
    )

    at_step = forms.TypedChoiceField(label=_("Which step is it at?"), coerce=int, required=False)
    paid = MoneyField(label=_("Already paid to the place"), required=False)

    def __init__(
        self, *args: Any, programme: Programme, missing: Sequence[str] = (), **kwargs: Any
    ) -> None:
        """`missing` are the sectors of which no commitment is known yet."""
        super().__init__(*args, **kwargs)
        self.programme = programme
        steps = programme.method_version.steps.values_list("order", "title")
        self.fields["at_step"].choices = [  # type: ignore[attr-defined]
            (order, f"{order}. {title}") for order, title in steps
        ]
        self.gate = getattr(programme.method_version, "gate", None)
        if self.gate is not None:
            self.fields |= EarlierRoundForm(required=False).fields
        self.sectors = [sector for sector in THREE_SECTORS if sector in missing]
        for sector in self.sectors:
            self.fields[f"{sector}_person"] = forms.CharField(
                label=_("Who promises"), max_length=150, required=False
            )
            self.fields[f"{sector}_text"] = forms.CharField(
                label=_("What is promised"), max_length=2000, required=False
            )
            self.fields[f"{sector}_on"] = forms.DateField(
                label=_("Date"), widget=DateInput(), required=False
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each sector's promise, under the sector's name."""
        parts = ("person", "text", "on")
        return [
            (str(sector.label), [self[f"{sector}_{part}"] for part in parts])
            for sector in self.sectors
        ]

    def clean(self) -> dict[str, Any]:
        """A promise is given whole or not at all, and not in the future."""
        data = super().clean() or {}
        if (data.get("decided_by") or data.get("letter")) and not data.get("decided_on"):
            self.add_error("decided_on", _("Say on which day it was decided."))
        for sector in self.sectors:
            parts = {part: data.get(f"{sector}_{part}") for part in ("person", "text", "on")}
            if any(parts.values()):
                for part, value in parts.items():
                    if not value and f"{sector}_{part}" not in self.errors:
                        self.add_error(
                            f"{sector}_{part}", _("A promise needs person, text and date.")
                        )
            if isinstance(parts["on"], date) and parts["on"] > timezone.localdate():
                self.add_error(f"{sector}_on", _("A promise is dated today or earlier."))
        return data

    def gate_fields(self) -> list[forms.BoundField]:
        """What is asked of a gate that was passed; none where the method has no gate."""
        return [self[name] for name in EarlierRoundForm.base_fields] if self.gate else []

    @property
    def is_half_way(self) -> bool:
        """Whether something is said of a place that is under way already."""
        named = ("paid", *EarlierRoundForm.base_fields)
        written = [name for name in named if name in self.fields and name != "decision"]
        later = str(self["at_step"].value() or 1) != "1"
        return later or any(self[name].value() or self[name].errors for name in written)

    def promises(self) -> list[Commitment]:
        """The promises that were given whole, as rows not yet stored."""
        data = getattr(self, "cleaned_data", {})
        return [
            Commitment(
                sector=sector,
                person=data[f"{sector}_person"],
                given_on=data[f"{sector}_on"],
                text=data[f"{sector}_text"],
            )
            for sector in self.sectors
            if all(data.get(f"{sector}_{part}") for part in ("person", "text", "on"))
        ]

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        way = HalfWay(
            at_step=data.get("at_step") or 1,
            paid=data.get("paid") or ZERO,
            gate=earlier_decision(data),
        )
        return {
            "started_on": data["started_on"],
            "override_reason": data.get("override_reason", ""),
            "commitments": self.promises(),
            "half_way": way if way.says_something else None,
        }


class UploadForm(pages.UploadForm):
    """A file, for one region."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    field_order = ("region", "file", "update_existing")

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        self.fields["file"].help_text = _("CSV, XLSX or ODS, at most 5 MB and 10 000 rows.")
        self.fields["update_existing"].label = _("Change places that the register has already")
        self.fields["update_existing"].help_text = _(
            "Without this, a place that the register has already is left as it is. A list with "
            "codes that the register knows changes places by itself; you see it first."
        )
        if len(regions) == 1:
            del self.fields["region"]
        else:
            ids = [region.pk for region in regions]
            self.fields["region"].queryset = Region.objects.filter(pk__in=ids)  # type: ignore[attr-defined]

    def fill(self, kept: KeptSheet) -> None:
        """For the region asked for, or the only one."""
        super().fill(kept)
        if isinstance(kept, PlaceImport):
            kept.region = self.cleaned_data.get("region") or self.regions[0]

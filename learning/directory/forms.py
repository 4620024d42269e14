"""Forms of the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.sheets.kept import KeptSheet
from core.sheets.pages import UploadForm
from core.web.lists import LONGEST_SEARCH
from learning.models import PublicFunction, Sector
from people.models import Region
from plans.fields import LinesField, VersionedForm
from programmes.models import Municipality

_SELECT = {"class": "form-select"}


class AskForm(forms.Form):
    """A question in own words, and of which municipality."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    municipality = forms.ModelChoiceField(
        required=False,
        queryset=Municipality.objects.none(),
        empty_label=_("All municipalities"),
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities  # type: ignore[attr-defined]


class FilterForm(AskForm):
    """What of the directory is shown to those who work with it."""

    sector = forms.ChoiceField(
        required=False,
        choices=[("", _("All subjects")), *Sector.choices],
        widget=forms.Select(attrs=_SELECT),
    )
    stale = forms.BooleanField(required=False)
    proposed = forms.BooleanField(required=False)


class EntryForm(VersionedForm):
    """What an entry says."""

    name = forms.CharField(
        label=_("What it is called"), max_length=120, help_text=_("Such as: Road maintenance.")
    )
    helps_with = LinesField(label=_("What they help with, in plain words"), max_length=600, rows=3)
    words = forms.CharField(
        label=_("Words that people use"), required=False, max_length=300,
        help_text=_("What a villager would write: plough, snow, hole in the road."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Subject"), choices=Sector.choices)
    answered_by = forms.CharField(
        label=_("Who answers"), required=False, max_length=120,
        help_text=_("A title or an office, no private person."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    hours = forms.CharField(label=_("When they answer"), required=False, max_length=160)
    link = forms.CharField(
        label=_("Address on the web"), required=False, max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip


class FunctionForm(EntryForm):
    """All of an entry, for those who run the region."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), required=False, queryset=Municipality.objects.none(),
        empty_label=_("The region itself"),
    )  # fmt: skip
    field_order = ("version", "region", "municipality")

    def __init__(
        self,
        *args: Any,
        regions: QuerySet[Region] | None = None,
        municipalities: QuerySet[Municipality],
        row: PublicFunction | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["municipality"].queryset = municipalities  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["region"]
        else:
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class MendForm(VersionedForm):
    """What a keeper mends by the link."""

    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    hours = forms.CharField(label=_("When they answer"), required=False, max_length=160)
    words = forms.CharField(label=_("Words that people use"), required=False, max_length=300)


class KeeperForm(forms.Form):
    """Who keeps a municipality's entries right."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), required=False, queryset=Municipality.objects.none(),
        empty_label=_("The region itself"),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.CharField(label=_("E-mail"), max_length=254)

    def __init__(
        self,
        *args: Any,
        regions: QuerySet[Region],
        municipalities: QuerySet[Municipality],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = municipalities  # type: ignore[attr-defined]


class ListForm(UploadForm):
    """A list of entries, and into which region's directory."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    publish = forms.BooleanField(label=_("Show new entries to everybody at once"), required=False)
    field_order = ("region",)

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].initial = regions.first()
        self.fields["file"].help_text = _("CSV, XLSX or ODS, at most 5 MB and 2 000 rows.")
        self.fields["update_existing"].label = _("Change entries that are in the directory already")

    def fill(self, kept: KeptSheet) -> None:
        """Say in a new import what was chosen."""
        super().fill(kept)
        for name in ("region", "publish"):
            setattr(kept, name, self.cleaned_data[name])

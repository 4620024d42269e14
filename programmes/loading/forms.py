"""Forms that bring a method into a region."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Region


class RegionForm(forms.Form):
    """Asks for one of the regions that the user runs."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class ImportForm(RegionForm):
    """A method's file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("YAML in UTF-8, at most 512 kB. Nothing is stored when the file has a fault."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    field_order = ("file", "region")


class ForkForm(RegionForm):
    """Where the copy goes and its short name."""

    key = forms.RegexField(
        label=_("Short name"), max_length=60, regex=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$",
        help_text=_("Small letters, digits and hyphens. It names the method in files."),
    )  # fmt: skip

"""The form by which a list of places is uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Region
from places.domain.import_table import MAX_BYTES


class UploadForm(forms.Form):
    """A file, for one region. What is in it is judged by the verb."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 5 MB and 10 000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )
    update_existing = forms.BooleanField(
        label=_("Change places that the register has already"),
        required=False,
        help_text=_("Without this, a place that the register has already is shown as a fault."),
    )

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        if len(regions) == 1:
            del self.fields["region"]
        else:
            ids = [region.pk for region in regions]
            self.fields["region"].queryset = Region.objects.filter(pk__in=ids)  # type: ignore[attr-defined]

    def region_chosen(self) -> Region:
        """The region, asked for or the only one."""
        return self.cleaned_data.get("region") or self.regions[0]

    def content(self) -> bytes:
        """The file's bytes, and one more than is allowed at most: the verb refuses that."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)

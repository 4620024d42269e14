"""Forms of files of figures: the file with where it is from, and what its columns are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sheets.pages import UploadForm as BaseUpload
from core.web.widgets import DateInput
from facts.files.reading import PERIOD, STATUS, VALUE
from facts.files.services import COLUMNS
from facts.models import FactFile, Indicator
from people.models import Region

#: What stands of a column, so that somebody knows which it is.
EXAMPLES = 3
#: Columns that reading made, of years in headings or of a cube: they have no heading of the file.
_MADE: dict[str, Any] = {
    one.key: one.heading for one in COLUMNS if one.key in {PERIOD, VALUE, STATUS}
}


def indicators_of(region: Region) -> Any:
    """The indicators of the region's country."""
    return Indicator.objects.filter(Q(country=region.country) | Q(country=""))


class UploadForm(BaseUpload):
    """A file, and where it is from."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Who publishes the figures, such as SCB."),
    )
    table = forms.CharField(label=gettext_lazy("Table or address"), max_length=200, required=False)
    retrieved_on = forms.DateField(label=gettext_lazy("Retrieved on"), widget=DateInput)
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=80, required=False)
    indicator: Any = forms.ModelChoiceField(
        label=gettext_lazy("The figures are"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("A column says it"),
        help_text=gettext_lazy("Figures of municipalities are never shown as a village's own."),
    )

    field_order = ("file", "source", "table", "retrieved_on", "licence", "unit", "indicator")

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV, XLSX, ODS, PX or JSON-stat, at most 5 MB.")
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.ods,.px,.json"
        self.fields["update_existing"].label = _("Correct figures that are here already")
        self.fields["update_existing"].help_text = _(
            "The old figure is kept with the day on which it was corrected."
        )
        self.fields["retrieved_on"].initial = timezone.localdate()
        self.fields["indicator"].queryset = indicators_of(region)  # type: ignore[attr-defined]

    def clean_retrieved_on(self) -> Any:
        """Nobody fetches a file tomorrow."""
        day = self.cleaned_data["retrieved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def fill(self, kept: FactFile) -> None:  # type: ignore[override]
        """Say in the new import where its figures are from."""
        super().fill(kept)
        for name in ("source", "table", "retrieved_on", "licence", "unit", "indicator"):
            setattr(kept, name, self.cleaned_data[name])


class ColumnsForm(forms.Form):
    """What each column of a file is."""

    def __init__(self, *args: Any, kept: FactFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("leave out")), *((one.key, one.name) for one in COLUMNS)]
        for at, heading in enumerate(kept.headings):
            filled = (cells[at] for _row, cells in kept.rows if at < len(cells) and cells[at])
            examples = list(
                dict.fromkeys(text for text, _n in zip(filled, range(50), strict=False))
            )
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=_MADE.get(heading) or heading or _("Column %(number)s") % {"number": at + 1},
                choices=choices,
                required=False,
                initial=kept.columns[at] if at < len(kept.columns) else "",
                help_text=", ".join(examples[:EXAMPLES]),
            )
        self.fields["indicator"] = forms.ModelChoiceField(
            label=_("The figures are"),
            queryset=indicators_of(kept.region),
            required=False,
            empty_label=_("A column says it"),
            initial=kept.indicator_id,
        )
        self.count = len(kept.headings)

    def values(self) -> dict[str, Any]:
        """For the verb."""
        columns = [self.cleaned_data.get(f"c{at}") or "" for at in range(self.count)]
        return {"columns": columns, "indicator": self.cleaned_data["indicator"]}

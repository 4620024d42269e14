"""Forms of time sheets: a line, and the note with which a sheet goes back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.money import HoursField
from core.web.widgets import DateInput
from grants.hours.services import NOTE_LENGTH, entry_version
from grants.hours.work import MOST_PEOPLE, WHAT_LENGTH
from grants.models import WorkEntry, WorkKind

#: The fields of `grants.hours.work.Work`.
WORK = ("kind", "on", "quantity", "people", "what")
#: Only process leaders write paid hours.
_KINDS_OF_OTHERS = [kind for kind in WorkKind if kind != WorkKind.LEADER]


class EntryForm(forms.Form):
    """A line of a sheet, in the order of a thumb: what kind, how much, what, when."""

    kind = forms.ChoiceField(label=_("What you are entering"), widget=forms.RadioSelect)
    quantity = HoursField(label=_("Hours or kilometres"), min_value=Decimal("0.01"))
    people = forms.IntegerField(
        label=_("How many people"),
        help_text=_("For more than one, write the hours of all together."),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    what = forms.CharField(label=_("What was done"), max_length=WHAT_LENGTH)
    on = forms.DateField(label=_("Date"), widget=DateInput())
    month = forms.DateField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        leads: bool,
        month: dt.date | None = None,
        entry: WorkEntry | None = None,
        **kwargs: Any,
    ) -> None:
        """`entry` is the line to correct; a new one belongs to the sheet of `month`."""
        usual = {
            "kind": WorkKind.LEADER if leads else WorkKind.VOLUNTEER,
            "on": usual_day(month),
            "people": 1,
            "month": month,
        }
        kwargs["initial"] = filled(entry) if entry else usual
        super().__init__(*args, **kwargs)
        del self.fields["month" if entry else "version"]
        kinds = list(WorkKind) if leads else _KINDS_OF_OTHERS
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells mypy, cannot fail
        choice.choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_people(self) -> int:
        """One, when nobody is counted."""
        return self.cleaned_data["people"] or 1


class ConfirmForm(forms.Form):
    """Confirming a sheet as it was read: a version that cannot be read is none that was seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        """0 is no sheet's version."""
        return self.cleaned_data["version"] or 0


class NoteForm(forms.Form):
    """Why a sheet goes back to its owner."""

    note = forms.CharField(
        label=_("What should be changed"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def usual_day(month: dt.date | None) -> dt.date:
    """Today in its own month; in an earlier month its first day, to be chosen from there."""
    today = timezone.localdate()
    return today if month is None or month >= today.replace(day=1) else month


def filled(entry: WorkEntry) -> dict[str, Any]:
    """The initial values of a stored line."""
    return {name: getattr(entry, name) for name in WORK} | {"version": entry_version(entry)}

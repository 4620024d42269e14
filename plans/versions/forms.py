"""The form by which an adopted plan is recorded. The rules are in plans.versions.services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from plans.versions.services import MEETING_LENGTH, PRESENT_LENGTH

#: More people fit in no village hall; a larger number is a slip.
MOST_PRESENT = 5000


class AdoptForm(forms.Form):
    """When and where the plan was adopted, and who was there."""

    adopted_on = forms.DateField(
        label=_("Adopted on"),
        widget=DateInput(),
    )
    meeting = forms.CharField(
        label=_("Meeting"),
        max_length=MEETING_LENGTH,
        help_text=_("Such as: open village meeting, general assembly of the local council."),
    )
    present = forms.CharField(
        label=_("Who was there"),
        required=False,
        max_length=PRESENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which groups and organisations; names only of those who agreed to it."),
    )
    present_count = forms.IntegerField(
        label=_("People present"),
        required=False,
        min_value=1,
        max_value=MOST_PRESENT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adopted_on"].widget.attrs["max"] = timezone.localdate().isoformat()

"""The form by which an adopted plan is recorded. The rules are in plans.versions.services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import short_date
from core.web.widgets import DateInput
from plans.versions.meetings import HeldMeeting
from plans.versions.services import MEETING_LENGTH, PRESENT_LENGTH

#: More people fit in no village hall; a larger number is a slip.
MOST_PRESENT = 5000


class AdoptForm(forms.Form):
    """When and where the plan was adopted, and who was there."""

    held = forms.TypedChoiceField(
        label=_("At which meeting"), required=False, coerce=int, empty_value=None,
    )  # fmt: skip
    adopted_on = forms.DateField(
        label=_("Adopted on"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: the day of the meeting."),
    )
    meeting = forms.CharField(
        label=_("Another meeting"),
        required=False,
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

    def __init__(self, *args: Any, meetings: Sequence[HeldMeeting], **kwargs: Any) -> None:
        """`meetings` are those that the place has held."""
        super().__init__(*args, **kwargs)
        self.fields["held"].choices = [  # type: ignore[attr-defined]
            ("", _("Another meeting, written below")),
            *((one.number, f"{one.title}, {short_date(one.day)}") for one in meetings),
        ]
        if not meetings:
            del self.fields["held"]
            self.fields["meeting"].label = _("Meeting")
            self.fields["adopted_on"].help_text = ""
        self.fields["adopted_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        """Without a recorded meeting its name and day are written here."""
        sent = super().clean() or {}
        for name in ("meeting", "adopted_on"):
            if not (sent.get("held") or sent.get(name) or name in self.errors):
                self.add_error(name, self.fields[name].error_messages["required"])
        return sent

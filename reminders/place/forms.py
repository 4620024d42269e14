"""The form of a pause."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reminders.models import NOTE_LENGTH, PauseReason
from reminders.place.services import LONGEST_DAYS

USUAL_DAYS = 14


class PauseForm(forms.Form):
    """Why, and until when."""

    reason = forms.ChoiceField(label=_("Why"), choices=PauseReason.choices)
    until = forms.DateField(
        label=_("Until the end of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=_("Both sides read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"until": today + dt.timedelta(days=USUAL_DAYS)}
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + dt.timedelta(days=LONGEST_DAYS)).isoformat(),
        }

"""The forms of the chase list: until when a place is quiet, and what a letter says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reminders.chase.services import LONGEST_DAYS, TEXT_LENGTH, USUAL_DAYS
from reminders.models import ChaseAct


class QuietForm(forms.Form):
    """Until when the place is out of the list. A fresh form says what is usual for the act."""

    quiet_until = forms.DateField(
        label=_("Quiet until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, act: ChaseAct, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = kwargs.get("initial", {}) | {"quiet_until": usual_day(act, today)}
        super().__init__(*args, **kwargs)
        self.fields["quiet_until"].widget.attrs |= {
            "min": (today + dt.timedelta(days=1)).isoformat(),
            "max": (today + dt.timedelta(days=LONGEST_DAYS)).isoformat(),
        }


class RemarkForm(QuietForm):
    """What the place reads."""

    text = forms.CharField(
        label=_("What the place reads"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("text", "quiet_until")


class LetterForm(QuietForm):
    """What the municipality reads."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("What the municipality reads"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    field_order = ("subject", "text", "quiet_until")


def usual_day(act: ChaseAct, today: dt.date) -> dt.date:
    """The day until which a place is usually quiet after this act."""
    return today + dt.timedelta(days=USUAL_DAYS[act])

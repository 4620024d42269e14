"""Forms of pairs of leaders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.mentoring.services import experienced_leaders, new_leaders
from learning.models.mentoring import NOTE_LENGTH, PURPOSE_LENGTH
from people.models import User
from plans.fields import LinesField
from programmes.models import Programme


class PairForm(forms.Form):
    """Who stands beside whom, and until when."""

    mentor = forms.ModelChoiceField(label=_("Experienced leader"), queryset=User.objects.none())
    mentee = forms.ModelChoiceField(label=_("New leader"), queryset=User.objects.none())
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DateInput(), help_text=_("Empty: half a year.")
    )
    purpose = forms.CharField(
        label=_("What it is about"), required=False, max_length=PURPOSE_LENGTH
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {"mentor": experienced_leaders(programme), "mentee": new_leaders(programme)}
        for name, rows in chosen.items():
            field: Any = self.fields[name]
            field.queryset = rows


class MetForm(forms.Form):
    """That the two have met."""

    on = forms.DateField(label=_("Met on"), widget=DateInput(), initial=timezone.localdate)
    note = LinesField(
        label=_("What we take with us"), required=False, max_length=NOTE_LENGTH, rows=3,
        help_text=_("Only the two of you read it."),
    )  # fmt: skip

"""Forms of the step work. The rules are in the verbs; forms read and name what was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from places.checklist.services import LineValues
from places.models import ItemState, StepItem
from places.models.evidence import DESCRIPTION_LENGTH

NOTE_LENGTH = 10_000
#: Largest number that the version column holds.
MAX_VERSION = 2_147_483_647


class LineForm(forms.Form):
    """All values of a line and the version that the user read.

    `tick` is the box in front of the text: without JavaScript a button that overrides the
    chosen state.
    """

    version = forms.IntegerField(min_value=0, max_value=MAX_VERSION, widget=forms.HiddenInput)
    tick = forms.ChoiceField(choices=ItemState, required=False)
    state = forms.ChoiceField(label=_("State"), choices=ItemState)
    note = forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False, strip=False)
    responsible = forms.CharField(label=_("Responsible"), max_length=150, required=False)
    due_on = forms.DateField(label=_("Due"), required=False)

    def values(self) -> LineValues:
        """What was sent, with line ends as the database keeps them."""
        data: dict[str, Any] = self.cleaned_data
        note = str(data["note"]).replace("\r\n", "\n").replace("\r", "\n")
        return LineValues(data["tick"] or data["state"], note, data["responsible"], data["due_on"])


class DescriptionForm(forms.Form):
    """What a picture shows, in one line."""

    description = forms.CharField(
        label=_("What the picture shows"), max_length=DESCRIPTION_LENGTH, required=False
    )

    def values(self) -> dict[str, Any]:
        """As the verb names them."""
        return {"text": " ".join(self.cleaned_data["description"].split())}


class OwnLineForm(forms.ModelForm[StepItem]):
    """A line of the place's own."""

    class Meta:
        model = StepItem
        fields = ["own_text", "due_on"]
        labels = {"own_text": _("What is to be done"), "due_on": _("Due (if there is a day)")}
        widgets = {
            "own_text": forms.TextInput(attrs={"class": "form-control"}),
            "due_on": forms.DateInput(
                attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own_text"].required = True
        self.fields["own_text"].error_messages["required"] = _("Write what is to be done.")

    def values(self) -> dict[str, Any]:
        """As the verb names them."""
        return {"text": self.cleaned_data["own_text"], "due_on": self.cleaned_data["due_on"]}

"""Forms of what was done before a place was entered. The rules are the verbs'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from places.halfway.services import DECISIONS, EarlierDecision


class EarlierRoundForm(forms.Form):
    """A decision at the gate that was taken before the place was entered."""

    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())
    decided_by = forms.CharField(
        label=_("Who decided"), max_length=150, help_text=_("A person, a board or a group.")
    )
    decision = forms.ChoiceField(
        label=pgettext_lazy("what is decided at the gate", "Decision"),
        choices=[(one.value, one.label) for one in DECISIONS],
    )
    reason = forms.CharField(
        label=_("Reasons and conditions"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    letter = forms.FileField(
        label=_("The letter (PDF)"), required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        """Not `required`, it may be left out as a whole; the verb says when it is needed."""
        super().__init__(*args, **kwargs)
        for name in ("decided_on", "decided_by", "decision"):
            self.fields[name].required = required

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"gate": earlier_decision(self.cleaned_data)}


def earlier_decision(data: Mapping[str, Any]) -> EarlierDecision | None:
    """The decision of a form's values; None where no day is given."""
    if not data.get("decided_on"):
        return None
    names = ("decided_on", "decided_by", "decision", "reason", "letter")
    return EarlierDecision(**{name: data[name] for name in names if data.get(name)} | {
        "decided_by": data.get("decided_by", "")
    })  # fmt: skip

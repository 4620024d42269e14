"""Forms of deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.deciding.services import REASONS_LENGTH
from calls.models import Decision, Outcome
from core.web.widgets import DateInput


class ProposalForm(forms.Form):
    """What is proposed, with reasons that a citizen understands."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=REASONS_LENGTH, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The applicants read this. Plain words: what spoke for it, what against."),
    )  # fmt: skip
    feedback = forms.CharField(
        label=_("What would help next time"), max_length=REASONS_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where the place is not admitted."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, decision: Decision | None) -> None:
        initial: dict[str, Any] = {"version": 0}
        if decision is not None:
            names = ("outcome", "reasons", "feedback", "version")
            initial = {name: getattr(decision, name) for name in names}
        super().__init__(data, initial=initial)


class VersionForm(forms.Form):
    """The version that was read. It stands beside the form of the decision, so it has no id."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=False, **kwargs)


class SendForm(forms.Form):
    """Which decisions were read."""

    numbers = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def clean_numbers(self) -> list[int]:
        """The numbers of the decisions."""
        parts = self.cleaned_data["numbers"].split(",")
        return [int(part) for part in parts if part.isdecimal()]


class TakeInForm(forms.Form):
    """When an admitted place starts."""

    started_on = forms.DateField(label=_("Starts"), widget=DateInput())
    override_reason = forms.CharField(
        label=_("Why it is taken in in spite of the programme's conditions"), required=False,
        max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where one of them is not met."),
    )  # fmt: skip

"""The form of a coaching contact. It reads input; the rules are in places.domain.coaching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.domain.coaching import MOST_MINUTES, TEXT_LENGTHS
from places.models import CoachedParty, CoachingKind, Participation
from programmes.models import Step

NOTE_LENGTH = 10_000
USUAL_MINUTES = 30

#: Beside which field a refusal stands; others stand above the fields.
FIELD_OF_CODE = {
    "unknown_kind": "kind",
    "unknown_party": "party",
    "date_in_future": "on",
    "date_before_start": "on",
    "wrong_length": "minutes",
    "wrong_step": "step",
    "next_needs_text": "next_text",
    "next_needs_date": "next_on",
    "next_too_early": "next_on",
    "nothing_to_tell": "tell_leader",
}


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContactForm(forms.Form):
    """One contact. A fresh form says what is usual: a call today, half an hour."""

    kind = forms.ChoiceField(label=_("How"), choices=CoachingKind.choices)
    on = forms.DateField(label=_("Date"), widget=_date_input())
    minutes = forms.IntegerField(
        label=_("Length in minutes"), required=False, min_value=1, max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    with_whom = forms.CharField(
        label=_("With whom"), required=False, max_length=TEXT_LENGTHS["with_whom"]
    )
    party = forms.ChoiceField(
        label=_("Coached"), choices=CoachedParty.choices, widget=forms.RadioSelect
    )
    step = forms.ModelChoiceField(
        label=_("About step"),
        queryset=Step.objects.none(),
        required=False,
        empty_label=_("No step in particular"),
    )
    shared = forms.CharField(
        label=_("Shared note"),
        help_text=_("Everybody at the place reads it."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    private = forms.CharField(
        label=_("Private note"),
        help_text=_("Only coaches and those who run the programme read it."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_text = forms.CharField(
        label=_("Agreed next step"), required=False, max_length=TEXT_LENGTHS["next_text"]
    )
    next_on = forms.DateField(label=_("Next date"), required=False, widget=_date_input())
    tell_leader = forms.BooleanField(
        label=_("Send the shared note and the next step to the process leader"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        today = timezone.localdate()
        usual = {
            "kind": CoachingKind.CALL,
            "on": today,
            "minutes": USUAL_MINUTES,
            "party": CoachedParty.PLACE,
        }
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        steps = self.fields["step"]
        assert isinstance(steps, forms.ModelChoiceField)  # noqa: S101 - tells mypy, cannot fail
        steps.queryset = Step.objects.filter(version=participation.method_version_id)

    def contact(self) -> dict[str, Any]:
        """The fields of the contact, once the form is valid."""
        own = {"tell_leader", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

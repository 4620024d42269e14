"""The form of a coaching contact. It reads input; the rules are in places.coaching.services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.coaching.services import MOST_MINUTES, TEXT_LENGTHS, entry_version, fields_of
from places.models import CoachedParty, CoachingEntry, CoachingKind, Participation
from programmes.models import Step

NOTE_LENGTH = 10_000
USUAL_MINUTES = 30


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

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        entry: CoachingEntry | None = None,
        **kwargs: Any,
    ) -> None:
        """With an entry the form corrects it: it carries the version that was read."""
        today = timezone.localdate()
        usual = {
            "kind": CoachingKind.CALL,
            "on": today,
            "minutes": USUAL_MINUTES,
            "party": CoachedParty.PLACE,
        }
        stored = fields_of(entry) | {"version": entry_version(entry)} if entry else {}
        kwargs["initial"] = usual | stored
        super().__init__(*args, **kwargs)
        del self.fields["tell_leader" if entry else "version"]
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        steps = self.fields["step"]
        assert isinstance(steps, forms.ModelChoiceField)  # noqa: S101 - tells mypy, cannot fail
        steps.queryset = Step.objects.filter(version=participation.method_version_id)

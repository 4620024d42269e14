"""Forms of assessments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Municipality, Programme
from surveys.assessment.themes import all_sets
from workshops.models import Workshop


class AssessmentForm(forms.Form):
    """Who assesses, by which themes, when."""

    theme_set = forms.ChoiceField(label=_("Themes"))
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        help_text=_("Empty: the cooperation in the whole programme."),
    )
    group = forms.CharField(
        label=_("Who assesses"),
        max_length=80,
        required=False,
        help_text=_("What kind of people, not their names: adults, young people, companies."),
    )
    people = forms.IntegerField(
        label=_("How many take part"),
        min_value=1,
        max_value=2000,
        initial=1,
        help_text=_("One when you assess alone."),
    )
    on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    workshop = forms.ModelChoiceField(
        label=_("At a meeting"), queryset=Workshop.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, programme: Programme, user: Any, at_place: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme_set"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name) for one in all_sets().values()
        ]
        self.fields["on"].initial = timezone.localdate()
        meetings = Workshop.objects.visible_to(user).filter(programme=programme)
        self.fields["workshop"].queryset = meetings.order_by("-starts_at")  # type: ignore[attr-defined]
        if at_place:
            del self.fields["municipality"]
        else:
            towns = Municipality.objects.filter(country=programme.region.country)
            self.fields["municipality"].queryset = towns  # type: ignore[attr-defined]


class ThemeForm(forms.Form):
    """One theme."""

    theme_key = forms.CharField(max_length=40)
    version = forms.IntegerField(min_value=0)
    value = forms.IntegerField(required=False)
    good = forms.CharField(required=False, max_length=1000)
    better = forms.CharField(required=False, max_length=1000)


class PlanForm(forms.Form):
    """A finding for the plan."""

    theme = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

"""Forms of the long goal and its milestones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from learning.models import LongGoal, MilestoneState
from learning.teams.taxonomy import challenges
from plans.fields import LinesField, VersionedForm


class GoalForm(forms.Form):
    """The goal in the long run."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Goal in the long run"), max_length=200)
    why = LinesField(
        label=pgettext_lazy("of a goal", "Why"), rows=3, required=False, max_length=1500
    )
    year = forms.IntegerField(label=_("About which year"), required=False, min_value=1900)
    challenges = forms.MultipleChoiceField(
        label=_("Challenges that it answers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, goal: LongGoal, **kwargs: Any) -> None:
        names = ("version", "title", "why", "year", "challenges")
        kwargs["initial"] = {name: getattr(goal, name) for name in names}
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["challenges"]
        choices.choices = list(challenges(goal.programme).items())


class MilestoneForm(VersionedForm):
    """A milestone."""

    title = forms.CharField(label=_("Milestone"), max_length=200)
    on = forms.DateField(
        label=_("About when"), widget=DateInput(),
        help_text=_("Move the day when you know more. Nobody is reminded."),
    )  # fmt: skip
    who = forms.CharField(label=_("Who sees to it"), required=False, max_length=160)
    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices)
    reached_on = forms.DateField(label=_("Reached on"), required=False, widget=DateInput())
    shown_by = forms.CharField(
        label=_("What shows it"), required=False, max_length=300,
        help_text=_("A decision, a letter, a figure."),
    )  # fmt: skip
    link = forms.URLField(label=_("Link to what shows it"), required=False, assume_scheme="https")

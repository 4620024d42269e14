"""Forms of goals, indicators and observations. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from plans.fields import LinesField, NumberField, VersionedForm
from plans.goals.global_goals import choices
from plans.goals.services import SOURCE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, UNIT_LENGTH
from plans.models import Direction


def _number(choice: str) -> int:
    return int(choice)


class GoalForm(VersionedForm):
    """A goal."""

    title = forms.CharField(label=_("What is to be reached"), max_length=TITLE_LENGTH)
    description = LinesField(
        label=_("What it means"), required=False, max_length=TEXT_LENGTH, rows=4
    )
    findings = LinesField(label=_("Results so far"), required=False, max_length=TEXT_LENGTH, rows=3)
    global_goals = forms.TypedMultipleChoiceField(
        label=_("UN global goals that it serves"),
        required=False,
        coerce=_number,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


class IndicatorForm(VersionedForm):
    """What is measured, from where to where."""

    title = forms.CharField(
        label=_("What is measured"),
        help_text=_("Something that can be counted, such as visitors on a market day."),
        max_length=TITLE_LENGTH,
    )
    unit = forms.CharField(
        label=pgettext_lazy("of a measurement", "Unit"),
        help_text=_("Such as visitors, %, minutes. May be empty."),
        required=False,
        max_length=UNIT_LENGTH,
    )
    direction = forms.ChoiceField(
        label=_("Which way is good"), choices=Direction, widget=forms.RadioSelect
    )
    baseline = NumberField(label=_("Baseline: the value now"))
    baseline_on = forms.DateField(label=_("Measured on"), widget=DateInput())
    source = forms.CharField(
        label=_("Source of the baseline"), required=False, max_length=SOURCE_LENGTH
    )
    target = NumberField(label=_("Target: the value to reach"))
    target_on = forms.DateField(label=_("To be reached by"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"direction": Direction.UP, "baseline_on": timezone.localdate()}
        super().__init__(*args, **kwargs)


class ObservationForm(VersionedForm):
    """A value that was observed on a day."""

    version = None  # type: ignore[assignment]  # no such field: whoever corrects a value sees the stored one
    on = forms.DateField(label=_("Measured on"), widget=DateInput())
    value = NumberField(label=_("Value"))
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who counted, or where the figure is from, so that it can be repeated."),
        max_length=SOURCE_LENGTH,
    )

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        if unit:
            self.fields["value"].label = _("Value (%(unit)s)") % {"unit": unit}

"""The form of one's own reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.reminders.choices import MOST_DAYS, Choice

EACH, WEEKLY = "each", "weekly"


class ReminderForm(forms.Form):
    """How often, and when."""

    rhythm = forms.ChoiceField(
        label=_("How do you want to be reminded?"),
        choices=[(EACH, _("A letter for each action")), (WEEKLY, _("One letter a week"))],
        widget=forms.RadioSelect,
    )
    days_before = forms.IntegerField(
        label=_("Days before the end"),
        help_text=_("0: no letter before the end."),
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    when_overdue = forms.BooleanField(label=_("Also write when the end has passed"), required=False)

    choice_texts = {
        "rhythm": {
            EACH: _("Before its end, and once when the end has passed."),
            WEEKLY: _("On Mondays: what is overdue and what ends within four weeks."),
        }
    }

    @classmethod
    def of(cls, choice: Choice) -> ReminderForm:
        """The form as it was chosen last."""
        return cls(
            initial={
                "rhythm": WEEKLY if choice.weekly else EACH,
                "days_before": choice.days_before,
                "when_overdue": choice.when_overdue,
            }
        )

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {
            "days_before": self.cleaned_data["days_before"],
            "when_overdue": self.cleaned_data["when_overdue"],
            "weekly": self.cleaned_data["rhythm"] == WEEKLY,
        }

"""The form of one's own reminders."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.models import Rhythm


class RhythmForm(forms.Form):
    """When reminders come."""

    rhythm = forms.ChoiceField(
        label=_("When do you want reminders?"), choices=Rhythm.choices, widget=forms.RadioSelect
    )

    choice_texts: ClassVar = {
        "rhythm": {
            Rhythm.AT_ONCE: _("In the morning of the day on which something needs you."),
            Rhythm.EVENING: _("One letter in the evening, with all that needs you."),
            Rhythm.MONDAY: _("One letter on Monday morning, with all that needs you."),
            Rhythm.NONE: _("No reminders. What needs you still stands on your pages here."),
        }
    }

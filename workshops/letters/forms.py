"""Forms of letters."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.refusals import Refusal
from core.web.widgets import WrittenTextarea
from workshops.guests.pages import lists_for
from workshops.guests.services import only_own_list
from workshops.letters.pages import AUDIENCES
from workshops.letters.reminders import AUDIENCES as REMINDED
from workshops.letters.reminders import MOST_HOURS
from workshops.letters.rules import BY_HAND
from workshops.letters.texts import BODY_LENGTH, SUBJECT_LENGTH, text_of
from workshops.models import Audience, GuestList, LetterRole, Reminder, Workshop
from workshops.planning.local_time import moment

#: Fields of a day and a time, by the names of `workshops.planning.local_time`.
WHEN = {"day": "on", "time": "at"}
BODY_ROWS = 14
SIGNS = _("A line that begins with # is a heading, one that begins with - an item of a list.")


class WordsForm(forms.Form):
    """Subject and text with placeholders."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    body = forms.CharField(
        label=_("Text"), max_length=BODY_LENGTH, strip=False,
        widget=WrittenTextarea(rows=BODY_ROWS), help_text=SIGNS,
    )  # fmt: skip


class ComposeForm(WordsForm):
    """A sending: what, to whom, when. Its key makes a double click one sending."""

    role = forms.ChoiceField(
        choices=[(one, one.label) for one in BY_HAND], widget=forms.HiddenInput
    )
    guest_list = forms.ModelChoiceField(
        label=_("Guest list"), queryset=GuestList.objects.none(), required=False,
        empty_label=_("The meeting's list"),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("To whom"), choices=[(one, one.label) for one in AUDIENCES],
        widget=forms.RadioSelect,
    )  # fmt: skip
    translated = forms.BooleanField(
        label=_("Readers of another language get the programme's text in their own language"),
        required=False,
    )
    when = forms.ChoiceField(
        label=_("When"), widget=forms.RadioSelect,
        choices=[("now", _("In five minutes")), ("later", _("On a day and at a time"))],
    )  # fmt: skip
    on = forms.DateField(
        label=_("Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    at = forms.TimeField(
        label=_("Time"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, workshop: Workshop, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        field = self.fields["guest_list"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = lists_for(workshop, user)
            if only_own_list(user, workshop):
                field.required, field.empty_label = True, None
            elif not field.queryset.exists():
                field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Make a moment of the hall's day and time; one that is none says so beside it."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("when") == "later":
            if not values.get("on") or not values.get("at"):
                self.add_error("on", _("Give the day and the time."))
            else:
                self._moment(values)
        return values

    def _moment(self, values: dict[str, Any]) -> None:
        try:
            values["send_at"] = moment(values["on"], values["at"], self.workshop.zone)
        except Refusal as refusal:
            self.add_error(WHEN.get(refusal.field or "", "on"), str(refusal))

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `send`."""
        names = ("role", "audience", "guest_list", "subject", "body", "translated", "key")
        send_at: dt.datetime | None = self.cleaned_data.get("send_at")
        return {name: self.cleaned_data[name] for name in names} | {"send_at": send_at}


def fresh(workshop: Workshop, user: Any, role: str) -> ComposeForm:
    """A form with the programme's or the house's words, and a key of its own."""
    words = text_of(workshop, role, workshop.language)
    usual = Audience.NOT_YET if role == LetterRole.INVITATION else Audience.UNANSWERED
    initial = {
        "role": role, "subject": words.subject, "body": words.body, "audience": usual,
        "translated": True, "when": "now", "key": uuid.uuid4(),
        "guest_list": lists_for(workshop, user).first() if only_own_list(user, workshop) else None,
    }  # fmt: skip
    return ComposeForm(initial=initial, workshop=workshop, user=user)


class ReminderForm(forms.Form):
    """A reminder: how long before, to whom, in whose words."""

    hours_before = forms.IntegerField(
        label=_("Hours before the meeting"), min_value=1, max_value=MOST_HOURS,
        help_text=_("24 is a day before, 168 a week."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("To whom"), choices=[(one, one.label) for one in REMINDED],
        widget=forms.RadioSelect,
    )  # fmt: skip
    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=SUBJECT_LENGTH,
        help_text=_("Leave subject and text empty to use the programme's."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text"), required=False, max_length=BODY_LENGTH, strip=False,
        widget=WrittenTextarea(rows=8), help_text=SIGNS,
    )  # fmt: skip
    is_on = forms.BooleanField(label=pgettext_lazy("switch", "On"), required=False)


def reminder_form(data: Any, reminder: Reminder | None) -> ReminderForm:
    """The form for a new reminder, or with the values of one."""
    usual = {"hours_before": 24, "audience": Audience.UNANSWERED, "is_on": True}
    names = ReminderForm.base_fields
    initial = {name: getattr(reminder, name) for name in names} if reminder else usual
    return ReminderForm(data, initial=initial)


class LetterTextForm(WordsForm):
    """A programme's own words. `version` is 0 while the house's stand there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

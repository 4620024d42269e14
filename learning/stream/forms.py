"""Forms of the stream."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.uploads import ACCEPT
from core.web.widgets import DateInput
from learning.models import Message
from learning.models.stream import MESSAGE_LENGTH
from learning.stream.people import people_of
from people.models import User
from places.models import CoachingKind, Participation


class MessageForm(forms.Form):
    """A message: its words, whom it is turned to, a file."""

    text = forms.CharField(
        label=_("Message"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MESSAGE_LENGTH}),
    )
    mentioned = forms.ModelMultipleChoiceField(
        label=_("Tell somebody"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those you choose get a notice. Everybody in the room reads it anyway."),
    )
    upload = forms.FileField(
        label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )

    def __init__(
        self, *args: Any, participation: Participation, user: User, room: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(participation, room).exclude(pk=user.pk)
        self.fields["mentioned"].queryset = people  # type: ignore[attr-defined]


class EditForm(forms.Form):
    """Other words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Message"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MESSAGE_LENGTH}),
    )


class LogForm(forms.Form):
    """How the contact was made, for the coaching log."""

    kind = forms.ChoiceField(
        label=_("How"), choices=CoachingKind.choices, initial=CoachingKind.MAIL
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), required=False, min_value=1, max_value=24 * 60
    )


class OwedForm(forms.Form):
    """Who owes an answer, and by when."""

    owed_by = forms.ModelChoiceField(
        label=_("Who answers?"), queryset=User.objects.none(), empty_label=_("Choose somebody")
    )
    owed_on = forms.DateField(label=_("By when?"), widget=DateInput())

    def __init__(self, *args: Any, message: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(message.participation, message.room)
        self.fields["owed_by"].queryset = people  # type: ignore[attr-defined]

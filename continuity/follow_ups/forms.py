"""Forms of follow-ups. They read input; the rules are those of the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from continuity.follow_ups.services import (
    MOST_MEETINGS,
    TEXT_LENGTH,
    Answer,
    asked_actions,
)
from continuity.models import Alive, FollowUp
from core.addresses import AddressField
from core.plain_text import NAME_LENGTH


class AnswerForm(forms.Form):
    """The short form: five questions, one of which must be answered."""

    alive = forms.ChoiceField(
        label=_("Is the work still going?"), choices=Alive.choices, widget=forms.RadioSelect
    )
    lives_on = forms.CharField(
        label=_("What is still going, and what has stopped?"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few words are enough. Please do not name anyone."),
    )
    meetings = forms.IntegerField(
        label=_("Meetings in the last six months"),
        required=False,
        min_value=0,
        max_value=MOST_MEETINGS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    actions = forms.TypedMultipleChoiceField(
        label=_("Which of these are done?"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    wish = forms.CharField(
        label=_("What would help you?"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        kwargs["initial"] = _stored(follow_up) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choices = list(asked_actions(follow_up.participation).values_list("pk", "title"))
        if choices:
            self.fields["actions"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["actions"]

    def values(self) -> dict[str, Any]:
        """What was answered, once the form is valid."""
        names = [name for name in Answer.__slots__ if name in self.cleaned_data]
        return {"given": Answer(**{name: self.cleaned_data[name] for name in names})}


class PhoneForm(AnswerForm):
    """An answer that was taken by phone."""

    name = forms.CharField(label=_("Who answered"), max_length=NAME_LENGTH)
    field_order = ("name",)

    def values(self) -> dict[str, Any]:
        """Also who it was."""
        return super().values() | {"answered_by": self.cleaned_data["name"]}


class ContactForm(forms.Form):
    """The person whom the link goes to."""

    name = forms.CharField(label=_("Contact person"), max_length=NAME_LENGTH)
    email = AddressField(label=_("E-mail address"), max_length=254)


def _stored(follow_up: FollowUp) -> dict[str, Any]:
    return {
        "alive": follow_up.alive,
        "lives_on": follow_up.lives_on,
        "meetings": follow_up.meetings,
        "actions": [one["id"] for one in follow_up.actions_done],
        "wish": follow_up.wish,
        "name": follow_up.answered_by or follow_up.name,
    }

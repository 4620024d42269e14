"""Forms of answers. They read input; the rules are in workshops.domain.answers and sign_up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workshops.domain.answers import MOST_PERSONS, NEEDS_LENGTH, QUESTION_LENGTH
from workshops.models import Answer, Invitation, Workshop

#: Beside which field a refusal stands; others stand above the fields.
FIELD_OF_CODE = {
    "persons_out_of_range": "persons",
    "party_too_large": "persons",
    "not_enough_seats": "persons",
    "needs_too_long": "access_needs",
    "question_missing": "question",
    "question_too_long": "question",
    "name_missing": "name",
    "no_way_to_reach": "email",
    "bad_address": "email",
}
#: The button that sends a question and no answer.
ASK = "ask"


class AnswerForm(forms.Form):
    """A guest's answer. The answer is the button that was pressed."""

    persons = forms.IntegerField(
        label=_("How many are you, yourself included?"),
        min_value=1,
        max_value=MOST_PERSONS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    access_needs = forms.CharField(
        label=_("Do you need anything to take part?"),
        required=False,
        max_length=NEEDS_LENGTH,
        help_text=_("A ramp, a hearing loop, an interpreter, a seat at the front."),
    )
    food_needs = forms.CharField(
        label=_("Food that you cannot eat"), required=False, max_length=NEEDS_LENGTH
    )
    question = forms.CharField(
        label=_("A question to those who arrange the meeting"),
        required=False,
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _only_what_is_asked(self, workshop)

    @property
    def pressed(self) -> str:
        """The value of the button: an answer, or ASK."""
        return str(self.data.get("answer", ""))

    def clean(self) -> dict[str, Any]:
        """Who says no or only asks need not give a number of persons that can be right."""
        if self.pressed not in (Answer.NO, ASK):
            return self.cleaned_data
        for name in [name for name in self.errors if name != "question"]:
            del self.errors[name]
        return {"question": self.cleaned_data.get("question", "")}

    def details(self) -> dict[str, Any]:
        """What was given beside the answer, once the form is valid."""
        return dict(self.cleaned_data)


class PhoneForm(AnswerForm):
    """An answer that was taken by phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].label = _("Persons")
        self.fields["question"].label = _("A question that is owed an answer")
        if "access_needs" in self.fields:
            self.fields["access_needs"].label = _("Access needs")


class SignUpForm(forms.Form):
    """The open page: who comes, and how to reach them."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Your confirmation and the calendar entry go there."),
    )
    phone = forms.CharField(
        label=_("Phone, if you have no e-mail"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    persons = forms.IntegerField(
        label=_("How many are you, yourself included?"),
        min_value=1,
        max_value=MOST_PERSONS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    access_needs = forms.CharField(
        label=_("Do you need anything to take part?"),
        required=False,
        max_length=NEEDS_LENGTH,
        help_text=_("A ramp, a hearing loop, an interpreter, a seat at the front."),
    )
    food_needs = forms.CharField(
        label=_("Food that you cannot eat"), required=False, max_length=NEEDS_LENGTH
    )
    #: No person sees it; programs that fill in every field do.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _only_what_is_asked(self, workshop)

    def given(self) -> dict[str, Any]:
        """What was given, once the form is valid."""
        data = dict(self.cleaned_data)
        del data["website"]
        return data


class PosterForm(forms.Form):
    """How the poster is to look."""

    size = forms.ChoiceField(label=_("Paper"), choices=[("a4", "A4"), ("a3", "A3")], initial="a4")
    language = forms.ChoiceField(label=_("Language"), choices=())
    line = forms.CharField(
        label=_("A line of your own"),
        required=False,
        max_length=140,
        help_text=_("Coffee and cake from six. Bring your neighbour."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, translation.get_language_info(code)["name_local"].capitalize())
            for code, _name in settings.LANGUAGES
        ]


def stored_answer(invitation: Invitation) -> dict[str, Any]:
    """What the form begins with: what was answered before."""
    if invitation.answer == Answer.NONE:
        return {}
    return {
        "persons": invitation.persons,
        "access_needs": invitation.access_needs,
        "food_needs": invitation.food_needs,
    }


def _only_what_is_asked(form: forms.Form, workshop: Workshop) -> None:
    if not workshop.ask_access:
        del form.fields["access_needs"]
    if not workshop.ask_food:
        del form.fields["food_needs"]

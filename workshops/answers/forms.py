"""Forms of answers. They read input; the rules are in workshops.answers.services and sign_up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from workshops.answers.services import (
    MOST_PERSONS,
    NEEDS_LENGTH,
    QUESTION_LENGTH,
    Who,
)
from workshops.focus.services import (
    has_consented,
    is_focus_group,
    setup_of,
)
from workshops.models import (
    Answer,
    Invitation,
    Workshop,
    WorkshopKind,
)

#: The button that sends a question and no answer.
ASK = "ask"
_LONG = forms.Textarea(attrs={"rows": 3})


class PartyForm(forms.Form):
    """For how many, and what they need of what the meeting asks."""

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

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_names = workshop.kind == WorkshopKind.CONFERENCE
        if self.by_names:
            self._ask_who(workshop)
        if not workshop.ask_access:
            del self.fields["access_needs"]
        if not workshop.ask_food:
            del self.fields["food_needs"]

    def _ask_who(self, workshop: Workshop) -> None:
        """A conference asks for whom one comes, and for names in the place of a number."""
        groups = workshop.required_groups.all()
        self.fields["organisation_name"] = forms.CharField(
            label=_("Organisation"), required=False, max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        )  # fmt: skip
        self.fields["party"] = forms.ModelChoiceField(
            groups, label=_("You come for"), required=False, empty_label=_("None of these")
        )
        if not groups:
            del self.fields["party"]
        self.fields["companions"] = forms.CharField(
            label=_("Who comes with you?"), required=False, max_length=2000, widget=_LONG,
            help_text=_("One name a line. They stand on the badges."),
        )  # fmt: skip
        del self.fields["persons"]

    def clean_companions(self) -> list[str]:
        """The names, one a line."""
        lines = self.cleaned_data["companions"].splitlines()
        return [line for line in (" ".join(one.split()) for one in lines) if line]

    def with_who(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with a conference's names as the verbs take them."""
        if not self.by_names:
            return values
        names = values.pop("companions", [])
        who = Who(
            organisation_name=values.pop("organisation_name", ""),
            party=values.pop("party", None),
            companions=names,
        )
        return {**values, "persons": 1 + len(names), "who": who}


class AnswerForm(PartyForm):
    """A guest's answer. The answer is the button that was pressed."""

    question = forms.CharField(
        label=_("A question to those who arrange the meeting"),
        required=False,
        max_length=QUESTION_LENGTH,
        widget=_LONG,
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        if is_focus_group(workshop):
            self.setup = setup_of(workshop)
            # Who is named comes in person; a companion would break two and two.
            self.fields["persons"].widget = forms.HiddenInput()
            self.fields["persons"].initial = 1
            self.fields["consent"] = forms.BooleanField(label=_("I agree to this"), required=False)

    @property
    def pressed(self) -> str:
        """The value of the button: an answer, or ASK."""
        return str(self.data.get("answer", ""))

    def clean(self) -> dict[str, Any]:
        """Who says no or only asks need not give a number of persons that can be right."""
        if self.pressed not in (Answer.NO, ASK):
            return self.cleaned_data
        if self.by_names and self.pressed == ASK:
            self.by_names = False  # who comes is said with the answer
        for name in [name for name in self.errors if name != "question"]:
            del self.errors[name]
        return {"question": self.cleaned_data.get("question", "")}

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `answer`."""
        return self.with_who({"answer": self.pressed, **self.cleaned_data})


class PhoneForm(AnswerForm):
    """An answer that was taken by phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("consent", None)  # it is ticked by the person, not by phone
        if "persons" in self.fields:
            self.fields["persons"].label = _("Persons")
        self.fields["question"].label = _("A question to be answered later")
        if "access_needs" in self.fields:
            self.fields["access_needs"].label = _("Access needs")


class SignUpForm(PartyForm):
    """The open page: who comes, and how to reach them."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
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
    #: No person sees it; programs that fill in every field do.
    website = forms.CharField(required=False)
    field_order = ("name", "email", "phone")

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `sign_up`."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return self.with_who(given)


class FeedbackForm(forms.Form):
    """Two numbers and, for those who like, two texts."""

    _RATINGS = [(number, str(number)) for number in range(1, 6)]

    rating = forms.TypedChoiceField(
        label=_("How was the meeting?"),
        help_text=_("1 is poor, 5 is very good."),
        choices=_RATINGS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    heard = forms.TypedChoiceField(
        label=_("Could you have your say?"),
        help_text=_("1 is not at all, 5 is fully."),
        choices=_RATINGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    good = forms.CharField(label=_("What was good?"), required=False, max_length=2000, widget=_LONG)
    better = forms.CharField(
        label=_("What could be better?"), required=False, max_length=2000, widget=_LONG
    )


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
    stored: dict[str, Any] = {
        "persons": invitation.persons,
        "organisation_name": invitation.organisation_name,
        "party": invitation.party_id,
        "companions": "\n".join(invitation.companions),
        "access_needs": invitation.access_needs,
        "food_needs": invitation.food_needs,
    }
    if is_focus_group(invitation.workshop):
        stored["consent"] = has_consented(invitation)
    return stored

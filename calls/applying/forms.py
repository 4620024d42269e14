"""Forms of an application. Nothing must be complete before it is handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from calls.applying.services import FIELDS, LONG_LENGTH, SHORT_LENGTH
from calls.models import Application, AskKind, Call, CallQuestion
from core.addresses import AddressField
from core.templatetags.ui import amount
from core.uploads import ACCEPT
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from programmes.models import Municipality
from programmes.models.programme import PlaceKind
from programmes.regions.municipalities import offered_in

_EMPTY = [("", _("Choose"))]
LATEST_YEAR, EARLIEST_YEAR, MOST_PEOPLE = 2100, 1900, 10_000_000


class BeginForm(forms.Form):
    """Who begins, and for which place. The link goes to the address."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    email = AddressField(
        label=_("Your e-mail address"), help_text=_("Your own link to the application goes there.")
    )
    place_name = forms.CharField(
        label=_("Which place?"), max_length=120, required=False,
        help_text=_("Can be changed later."),
    )  # fmt: skip


class LinkForm(forms.Form):
    """Where a link that was lost is sent again."""

    email = AddressField(label=_("The address with which you began"))


class CheckForm(forms.Form):
    """What a villager knows of the own place: nothing of it is kept."""

    place = forms.CharField(
        label=_("Search the place in the register"), required=False, max_length=80,
        help_text=_("With its number of inhabitants. Or fill in what you know below."),
    )  # fmt: skip
    inhabitants = forms.IntegerField(
        label=_("Inhabitants, about"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    kind = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=[*_EMPTY, *PlaceKind.choices]
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Who already wants to take part?"), required=False,
        choices=[(one.value, one.label) for one in THREE_SECTORS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, call: Call, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offered = offered_in([call.programme.region])
        self.fields["municipality"].queryset = offered  # type: ignore[attr-defined]


def answer_field(question: CallQuestion, language: str, usual: str) -> forms.Field:
    """The field of a question; never required, for one writes as one goes."""
    label, text = question.said(language)
    said: dict[str, Any] = {"label": label, "help_text": text, "required": False}
    if question.kind == AskKind.CHOICE:
        options = question.options(language, usual)
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **said)
    if question.kind == AskKind.LONG:
        most = question.most or LONG_LENGTH
        room = gettext("At most %(most)s characters.") % {"most": amount(most)}
        said["help_text"] = f"{text} {room}".strip()
        area = forms.Textarea(attrs={"rows": 6})
        return forms.CharField(max_length=LONG_LENGTH, widget=area, **said)
    if question.kind == AskKind.NUMBER:
        return forms.CharField(
            max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **said
        )
    return forms.CharField(max_length=question.most or SHORT_LENGTH, **said)


class ApplicationForm(forms.Form):
    """What is written of an application: the place, who applies, the call's questions."""

    place_name = forms.CharField(label=_("Place"), max_length=120, required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    place_kind = forms.ChoiceField(
        label=_("Kind of place"), required=False, choices=[*_EMPTY, *PlaceKind.choices]
    )
    population = forms.IntegerField(
        label=_("Inhabitants"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    population_year = forms.IntegerField(
        label=_("In which year"), required=False, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    population_source = forms.CharField(
        label=_("Who says so"), max_length=200, required=False,
        help_text=_("For example SCB, or counted by the village association."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Who applies"), max_length=150, required=False,
        help_text=_("For example the village association."),
    )  # fmt: skip
    sector = forms.ChoiceField(
        label=_("Your sector"), required=False, choices=[*_EMPTY, *Sector.choices]
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=80, required=False)
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    leader_name = forms.CharField(
        label=_("Process leader, if you know one"), max_length=80, required=False
    )
    leader_email = AddressField(
        label=_("The process leader's e-mail"), required=False,
        help_text=_("Invited only if the place is admitted."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    OF_PLACE = ("place_name", "municipality", "place_kind", "population", "population_year",
                "population_source")  # fmt: skip
    OF_PEOPLE = ("organisation", "sector", "contact_name", "contact_phone", "leader_name",
                 "leader_email")  # fmt: skip

    def __init__(self, data: Any = None, *, application: Application, language: str) -> None:
        names = (*FIELDS, "version")
        super().__init__(data, initial={name: getattr(application, name) for name in names})
        self.application = application
        call = application.call
        if application.area_id is not None:
            for name in self.OF_PLACE:
                del self.fields[name]
        else:
            offered = offered_in([call.programme.region])
            self.fields["municipality"].queryset = offered  # type: ignore[attr-defined]
        self.asked = [one for one in call.questions.all() if one.kind != AskKind.FILE]
        for one in self.asked:
            field = answer_field(one, language, call.language)
            field.initial = application.answers.get(str(one.pk), "")
            self.fields[f"q{one.pk}"] = field

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The fields of a place that is written by hand."""
        return [self[name] for name in self.OF_PLACE if name in self.fields]

    @property
    def people_fields(self) -> list[forms.BoundField]:
        """Who applies."""
        return [self[name] for name in self.OF_PEOPLE]

    @property
    def question_fields(self) -> list[tuple[CallQuestion, forms.BoundField]]:
        """The call's questions, in order."""
        return [(one, self[f"q{one.pk}"]) for one in self.asked]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save`."""
        data = self.cleaned_data
        return {
            "version": data["version"],
            "fields": {name: data[name] for name in FIELDS if name in data},
            "answers": {str(one.pk): data[f"q{one.pk}"] or "" for one in self.asked},
        }


class PlaceSearchForm(forms.Form):
    """The search in the register of areas."""

    q = forms.CharField(label=_("Name of the place"), max_length=80, required=False)


class PickForm(forms.Form):
    """A place of the register; none: written by hand."""

    area = forms.ModelChoiceField(queryset=Area.objects.all(), required=False)


class CoApplicantForm(forms.Form):
    """Who writes with you."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = AddressField(label=_("E-mail"))


class AskForm(forms.Form):
    """Who confirms for a sector."""

    person = forms.CharField(label=_("Name"), max_length=80)
    organisation = forms.CharField(label=_("Organisation"), max_length=150, required=False)
    email = AddressField(label=_("E-mail"))


class AnswerForm(forms.Form):
    """What a named person answers."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, we stand behind it")), ("no", _("No"))],
    )  # fmt: skip
    sentence = forms.CharField(
        label=_("In a sentence"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you want to do for it, or why not. The applicants and those who choose "
                    "read it."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The arguments of `answer_ask`."""
        return {
            "yes": self.cleaned_data["answer"] == "yes",
            "sentence": self.cleaned_data["sentence"],
        }


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )
    question = forms.ModelChoiceField(
        queryset=CallQuestion.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        field.queryset = call.questions.filter(kind=AskKind.FILE)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The arguments of `add_file`."""
        return {"upload": self.cleaned_data["file"], "question": self.cleaned_data["question"]}

"""Forms of a survey as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from programmes.models import Programme
from surveys.building import templates
from surveys.models import Mark, Survey, SurveyPurpose
from workshops.models import Series, Workshop

TEXTS = ("name", "intro", "thanks")
BLANK, TEMPLATE, EARLIER = "blank", "template:", "earlier:"


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewForm(forms.Form):
    """A new survey, and what it begins with."""

    name = forms.CharField(label=_("Name"), max_length=160)
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Can also be answered in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, programme: Programme, user: Any) -> None:
        super().__init__(data, initial={"start": BLANK, "language": programme.language})
        self.earlier = {
            f"{EARLIER}{one.pk}": one
            for one in Survey.objects.visible_to(user).filter(programme__region=programme.region_id)
        }
        field = self.fields["start"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (BLANK, _("An empty survey")),
                *((TEMPLATE + key, title) for key, title in templates.choices()),
                *((key, _("A copy of “%s”") % one.name) for key, one in self.earlier.items()),
            ]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_survey`."""
        start = self.cleaned_data["start"]
        return {
            "name": self.cleaned_data["name"],
            "language": self.cleaned_data["language"],
            "languages": self.cleaned_data["languages"],
            "template": start.removeprefix(TEMPLATE) if start.startswith(TEMPLATE) else "",
            "earlier": self.earlier.get(start),
        }


class SettingsForm(forms.Form):
    """What holds for the whole survey; its words in each of its languages."""

    purpose = forms.ChoiceField(label=_("What it is for"), choices=SurveyPurpose.choices)
    opens_on = forms.DateField(label=_("Opens"), required=False, widget=DateInput())
    closes_on = forms.DateField(label=_("Last day to answer"), required=False, widget=DateInput())
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Can also be answered in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    series = forms.ModelChoiceField(
        label=_("Activity on the timeline"), queryset=Series.objects.none(), required=False,
        empty_label=_("None"),
    )  # fmt: skip
    workshop = forms.ModelChoiceField(
        label=_("The meeting that it asks about"), queryset=Workshop.objects.none(),
        required=False, empty_label=_("None"),
    )  # fmt: skip
    sensitive = forms.BooleanField(
        label=_("Sensitive: show results from ten answers on, not from five"), required=False
    )
    open_link = forms.BooleanField(
        label=_("Anybody with the link may answer (gives a QR code and a poster)"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, survey: Survey) -> None:
        names = ("purpose", "opens_on", "closes_on", "language", "languages", "series", "workshop",
                 "sensitive", "open_link", "version")  # fmt: skip
        super().__init__(data, initial={name: getattr(survey, name) for name in names})
        self.survey = survey
        stored = {one.language: one for one in survey.texts.all()}
        for language in survey.all_languages:
            words: Any = survey if language == survey.language else stored.get(language)
            for name, widget in (("name", None), ("intro", _text(4)), ("thanks", _text(2))):
                field = Survey._meta.get_field(name)
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=_LABELS[name],
                    max_length=field.max_length,  # type: ignore[union-attr]
                    required=name == "name" and language == survey.language,
                    widget=widget or forms.TextInput(),
                    initial=getattr(words, name, ""),
                )
        for name, model in (("series", Series), ("workshop", Workshop)):
            one = self.fields[name]
            if isinstance(one, forms.ModelChoiceField):
                one.queryset = model.objects.filter(programme=survey.programme_id)

    @property
    def by_language(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code and name of each language, with the fields of its words."""
        names = dict(settings.LANGUAGES)
        return [
            (language, str(names[language]), [self[f"{name}_{language}"] for name in TEXTS])
            for language in self.survey.all_languages
        ]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_settings`."""
        cleaned, own = self.cleaned_data, self.survey.language
        words = {
            language: {name: cleaned[f"{name}_{language}"] for name in TEXTS}
            for language in self.survey.all_languages
        }
        kept = {
            name: value for name, value in cleaned.items()
            if not name.startswith(tuple(f"{one}_" for one in TEXTS))
        }  # fmt: skip
        main = words.pop(own)
        kept["languages"] = [one for one in kept["languages"] if one != kept["language"]]
        return {**kept, **main, "texts": words}

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("opens_on"), values.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day must not be before the first."))
        return values


_LABELS = {"name": _("Name"), "intro": _("Introduction"), "thanks": _("Thanks, after sending")}


class GroupForm(forms.Form):
    """A group of respondents."""

    name = forms.CharField(label=_("Group"), max_length=80)
    mark = forms.ChoiceField(label=_("Mark"), choices=Mark.choices)

"""Forms of the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.web.lists import LONGEST_SEARCH
from core.web.widgets import DateInput
from learning.library.proposing import theme_name, themes_of_places
from learning.models import Resource, ResourceKind, RuleFact
from mapping.models import ServiceKind
from people.models import Region
from plans.fields import LinesField, VersionedForm
from plans.models import Theme


class FilterForm(forms.Form):
    """What of the library is shown."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    kind = forms.ChoiceField(
        required=False,
        choices=[("", _("All kinds")), *ResourceKind.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    theme = forms.ChoiceField(
        required=False,
        choices=[("", _("All themes")), *Theme.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    step = forms.SlugField(required=False, max_length=60)
    mine = forms.BooleanField(required=False)
    overdue = forms.BooleanField(required=False)
    all = forms.BooleanField(required=False)


class ResourceForm(VersionedForm):
    """All of a resource."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    title = forms.CharField(label=_("Title"), max_length=160)
    summary = LinesField(label=_("What it is good for"), max_length=600, rows=3)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    source = forms.CharField(
        label=_("Who made it"),
        required=False,
        max_length=160,
        help_text=_("The authority, association or person, as it stands on it."),
    )
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("None")), *Theme.choices]
    )
    steps = forms.MultipleChoiceField(
        label=_("Helps at the steps"), required=False, widget=forms.CheckboxSelectMultiple
    )
    url = forms.CharField(
        label=_("Address"), required=False, max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("File"), required=False,
        help_text=_("Instead of an address. A film may be MP4 or WebM."),
    )  # fmt: skip
    subtitle_file = forms.FileField(
        label=_("Subtitles of a film"), required=False, help_text=_("A WebVTT file (.vtt).")
    )
    transcript = LinesField(
        label=_("What is said in the film"), required=False, max_length=100_000, rows=4
    )
    review_on = forms.DateField(
        label=_("To be looked through by"),
        required=False,
        widget=DateInput(),
        help_text=_(
            "After this day nobody is advised it before somebody has looked. Empty: a year."
        ),
    )
    shared = forms.BooleanField(label=_("Share it with other regions"), required=False)

    def __init__(
        self,
        *args: Any,
        regions: QuerySet[Region] | None = None,
        steps: Mapping[str, str],
        row: Resource | None = None,
        **kwargs: Any,
    ) -> None:
        if row is not None:
            kept = list(row.steps.values_list("step_key", flat=True))
            steps = {**{key: key for key in kept}, **steps}
            kwargs["initial"] = {"steps": kept}
        super().__init__(*args, row=row, **kwargs)
        if row is not None:
            self.initial["steps"] = kept
            del self.fields["region"]
        else:
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        choices: Any = self.fields["steps"]
        choices.choices = list(steps.items())


class RuleForm(forms.Form):
    """When a resource is proposed for a place."""

    fact = forms.ChoiceField(label=_("Propose it when"), choices=RuleFact.choices)
    service = forms.ChoiceField(
        label=_("Service"), required=False, choices=[("", _("None")), *ServiceKind.choices]
    )
    number = forms.IntegerField(
        label=_("Inhabitants"), required=False, min_value=1, max_value=10_000_000
    )
    step_key = forms.ChoiceField(label=_("Step"), required=False)
    theme_key = forms.ChoiceField(label=_("Theme of the assessment"), required=False)
    together_with = forms.TypedChoiceField(
        label=_("Only together with"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, *args: Any, steps: Mapping[str, str], heads: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        themes = {key: theme_name(key) for key in themes_of_places()}
        offered: dict[str, list[tuple[Any, Any]]] = {
            "step_key": [("", _("None")), *steps.items()],
            "theme_key": [("", _("None")), *themes.items()],
            "together_with": [("", _("No other: this one is enough")), *heads.items()],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices

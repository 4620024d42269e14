"""The form that says what a voice is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from themes.coding.services import NAME_LENGTH, State


class CodeForm(forms.Form):
    """Themes to tick, a new one, or none; and voices that say the same."""

    themes = forms.TypedMultipleChoiceField(
        label=_("Themes"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    new_theme = forms.CharField(
        label=_("New theme"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "data-new-theme": ""}
        ),
    )
    aside = forms.BooleanField(label=_("About no theme"), required=False)
    alike = forms.TypedMultipleChoiceField(
        label=_("The same themes for"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        state: State,
        themes: Sequence[tuple[int, str]],
        alike: Sequence[tuple[int, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.initial = {"themes": sorted(state.themes), "aside": state.aside, "seen": str(state)}
        self.fields["themes"].choices = list(themes)  # type: ignore[attr-defined]
        self.fields["alike"].choices = list(alike)  # type: ignore[attr-defined]

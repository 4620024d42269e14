"""The form that asks for a pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.evidence.parts import parts
from plans.fields import LinesField


class PackForm(forms.Form):
    """What the pack is called, to whom it goes, what stands in it."""

    title = forms.CharField(label=_("Title"), max_length=160)
    addressed_to = forms.CharField(
        label=_("To whom"), required=False, max_length=160,
        help_text=_("The authority for higher vocational education, a school, a funder."),
    )  # fmt: skip
    opening = LinesField(
        label=_("Opening words"), rows=5, required=False, max_length=3000,
        help_text=_("Why the education is needed, in your own words."),
    )  # fmt: skip
    sections = forms.MultipleChoiceField(
        label=_("What stands in it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, one.title) for one in parts()]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("sections", [key for key, _title in choices])

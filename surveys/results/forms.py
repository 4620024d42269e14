"""Forms of the results."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from surveys.models import Release, ResultSheet


class SummaryForm(forms.ModelForm[ResultSheet]):
    """What came out, in a sentence or two."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ResultSheet
        fields = ["summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "summary": _(
                "It stands on top, on the page and in the files. The first sentence is bold: say "
                "the most important thing there, with its numbers."
            )
        }

    def __init__(self, data: QueryDict | None, *, sheet: ResultSheet) -> None:
        super().__init__(data, instance=sheet, initial={"version": sheet.version})

    def _post_clean(self) -> None:
        """The verb writes: the form only reads."""


def sent[F: forms.Form](form: type[F], request: HttpRequest) -> F | None:
    """A form of buttons and hidden fields that stands on another page; None when only read.

    Refusal: unreadable.
    """
    if request.method != "POST":
        return None
    found = form(request.POST)
    if not found.is_valid():
        raise Refusal("unreadable", _("That could not be read. Load the page and try again."))
    return found


class TextForm(forms.Form):
    """A decision about one free text."""

    question = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=32, widget=forms.HiddenInput)
    was = forms.ChoiceField(choices=Release, widget=forms.HiddenInput)
    release = forms.ChoiceField(choices=Release, widget=forms.HiddenInput)

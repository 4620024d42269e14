"""Forms of periodic reports. Saving is done by the verbs of `services`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from outbox.letterhead.services import LOGO_KINDS
from reports.models import COMMENT_LENGTH, TEXT_LENGTH, ReportRules
from reports.periodic.services import RULE_FIELDS


class PeriodForm(forms.Form):
    """A report's period and the day on which it is due."""

    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("To"), widget=DateInput())
    due_on = forms.DateField(
        label=_("Due"), widget=DateInput(), help_text=_("When it must be handed in.")
    )
    stamp = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def values(self) -> dict[str, Any]:
        """The dates, and the stamp that was read."""
        return {**self.cleaned_data, "stamp": self.cleaned_data["stamp"] or 0}


class BeginForm(forms.Form):
    """A new report."""

    starts_on = PeriodForm.base_fields["starts_on"]
    ends_on = PeriodForm.base_fields["ends_on"]
    due_on = PeriodForm.base_fields["due_on"]
    final = forms.BooleanField(
        label=_("This is the final report"),
        required=False,
        help_text=_("It tells of all that was done, from the first day to the last."),
    )


class TextForm(forms.Form):
    """The text of one part."""

    text = forms.CharField(
        label=_("Your text"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("An empty line begins a new paragraph."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def values(self) -> dict[str, Any]:
        """The text, and the version that was read."""
        return {
            "text": self.cleaned_data["text"],
            "version": self.cleaned_data["version"] or 0,
        }


class CommentForm(forms.Form):
    """Giving a report back."""

    comment = forms.CharField(
        label=_("What must be put right"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what must be put right.")},
    )


class RulesForm(forms.ModelForm[ReportRules]):
    """What the funder wants of a programme's reports."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**48, required=False
    )

    logo = forms.FileField(
        label=_("The funder's logo"),
        required=False,
        help_text=_("PNG or JPEG. Stands on the cover beside the region's own."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in LOGO_KINDS)}),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.funder_logo:
            del self.fields["remove_logo"]

    class Meta:
        model = ReportRules
        fields = RULE_FIELDS
        widgets = {"funding_text": forms.Textarea(attrs={"rows": 3})}

    def values(self) -> dict[str, Any]:
        """The rules, and the stamp that was read."""
        return {**self.cleaned_data, "seen": self.cleaned_data["seen"] or 0}

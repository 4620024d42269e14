"""The region's own words of its statement, and what a reader reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import AccessibilityStatement

WORDS_LENGTH = 4000
REPORT_LENGTH = 4000
WHERE_LENGTH = 300


class StatementForm(forms.ModelForm[AccessibilityStatement]):
    """What the law asks of each authority by name."""

    class Meta:
        model = AccessibilityStatement
        fields = [
            "actor", "contact_email", "contact_phone", "degree", "failings", "exceptions",
            "assessor", "assessed_on", "published_url",
        ]  # fmt: skip
        help_texts = {
            "actor": _("The authority that answers for the service, by its full name."),
            "contact_email": _("Reports about accessibility go here."),
            "failings": _("One to a line: what does not work, for whom, and what one can do."),
            "exceptions": _(
                "One to a line: what would be an unreasonable burden or lies outside the law, "
                "with the reason."
            ),
            "assessed_on": _("At the latest a year ago."),
            "published_url": _("Danish authorities publish their statement there."),
        }
        widgets = {
            "failings": forms.Textarea(attrs={"rows": 5}),
            "exceptions": forms.Textarea(attrs={"rows": 3}),
            "assessed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "contact_phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("failings", "exceptions"):
            self.fields[name].widget.attrs["maxlength"] = WORDS_LENGTH

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"values": dict(self.cleaned_data)}


class ReportForm(forms.Form):
    """What does not work for somebody. Name and address are given by who wants an answer."""

    what = forms.CharField(
        label=_("What does not work?"),
        max_length=REPORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say also which aid or browser you use, if that matters."),
    )
    where = forms.CharField(label=_("On which page?"), required=False, max_length=WHERE_LENGTH)
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail for the answer"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Leave it empty to report without saying who you are."),
    )
    # People do not see it; programs that fill in every field do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ("what", "where", "name", "email")}

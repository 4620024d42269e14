"""Forms of the register of funding sources. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import MoneyField
from core.web.widgets import DateInput
from people.models import Region
from plans.changes import length_of
from plans.fields import LinesField, VersionedForm
from plans.models import Applicant, FundingSource, SourceKind, Theme
from programmes.models import Currency

_KINDS_OF_SOURCE = [("", _("Choose")), *SourceKind.choices]


class SourceForm(VersionedForm):
    """A source: what it pays for, to whom, how much, and its rules for advances."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none())
    name = forms.CharField(label=_("Name"), max_length=length_of(FundingSource, "name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS_OF_SOURCE)
    summary = LinesField(
        label=_("For what"),
        help_text=_("What is paid for and what not, and what those who give look for."),
        required=False,
        rows=4,
        max_length=length_of(FundingSource, "summary"),
    )
    applicants = forms.MultipleChoiceField(
        label=_("Who may apply"),
        choices=Applicant.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everybody."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every theme."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    minimum = MoneyField(label=_("Sum at least"), required=False)
    maximum = MoneyField(label=_("Sum at most"), required=False)
    share_max = forms.IntegerField(
        label=_("Share of the cost at most, per cent"), required=False, min_value=1, max_value=100
    )
    rolling = forms.BooleanField(
        label=_("Open all year"),
        required=False,
        help_text=_("Otherwise add the last days to apply once the source is saved."),
    )
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    checked_on = forms.DateField(
        label=_("Facts checked"), required=False, widget=DateInput(),
        help_text=_("The day on which somebody last compared them with the web page."),
    )  # fmt: skip
    advance_share = forms.IntegerField(
        label=_("Advance at most, per cent of what is granted"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Leader: 50. Empty: no rule. 0: no advance."),
    )
    advance_max = MoneyField(
        label=_("Advance at most"), required=False, help_text=_("Leader: 250 000.")
    )
    advance_applicants = forms.MultipleChoiceField(
        label=_("Who may get an advance"),
        choices=Applicant.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everybody."),
    )
    final_report = forms.BooleanField(
        label=_("The last payment requires a final report"), required=False
    )
    shared = forms.BooleanField(
        label=_("Show it to all regions"),
        required=False,
        help_text=_("Others can use it, and not change it."),
    )

    def __init__(self, *args: Any, regions: Any = None, **kwargs: Any) -> None:
        """Without `regions` the source has its region already."""
        super().__init__(*args, **kwargs)
        if regions is None:
            del self.fields["region"]
            return
        choice = self.fields["region"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells mypy, cannot fail
        choice.queryset, choice.empty_label = regions, None


class DeadlineForm(forms.Form):
    """A last day to apply."""

    on = forms.DateField(label=_("Last day to apply"), widget=DateInput())
    text = forms.CharField(label=_("Which round"), required=False, max_length=120)

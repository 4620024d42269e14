"""Forms of funding lines: plan, decide, pay. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.money import HoursField, MoneyField
from core.web.widgets import DateInput
from plans.domain.lengths import length_of
from plans.forms.fields import LinesField
from plans.models import (
    Applicant,
    FundingLine,
    FundingPayment,
    FundingSource,
    PaymentKind,
    SourceKind,
)

#: Beside which field a refusal stands; others stand above the fields.
LINE_FIELDS = {
    "sum_missing": "asked",
    "hours_missing": "hours",
    "no_rate": "hours",
    "unknown_applicant": "applicant",
}
ASKED_FIELDS = {"date_in_future": "on", "too_long": "reference"}
GRANTED_FIELDS = {
    "nothing_granted": "granted",
    "more_than_asked": "granted",
    "date_in_future": "decided_on",
    "too_early": "decided_on",
}
PROMISED_FIELDS = GRANTED_FIELDS | {
    "nothing_granted": "hours",
    "more_than_asked": "hours",
    "no_rate": "hours",
}
REFUSED_FIELDS = {
    "reason_missing": "reason",
    "date_in_future": "decided_on",
    "too_early": "decided_on",
}
REPORTED_FIELDS = {"date_in_future": "on", "too_early": "on"}
PAYMENT_FIELDS = {
    "unknown_kind": "kind",
    "date_in_future": "on",
    "too_early": "on",
    "amount_missing": "amount",
    "more_than_granted": "amount",
    "advance_too_large": "amount",
    "advance_applicant": "kind",
    "report_missing": "kind",
    "reference_missing": "reference",
    "reference_used": "reference",
}


def _most(name: str) -> int | None:
    return length_of(FundingLine, name)


class _Today(forms.Form):
    """A form whose day is today unless somebody says otherwise, and not later."""

    day = "on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {self.day: today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields[self.day].widget.attrs["max"] = today.isoformat()


class LineForm(forms.Form):
    """What is applied for from one source. A source of hours asks for hours, others for a sum."""

    asked = MoneyField(label=_("Sum to apply for"))
    hours = HoursField(label=_("Hours to be promised"))
    applicant = forms.ChoiceField(label=_("Who applies"), choices=Applicant.choices)
    deadline = forms.DateField(label=_("Last day to apply"), required=False, widget=DateInput())
    responsible = forms.CharField(
        label=_("Who sees to it"), required=False, max_length=_most("responsible")
    )
    reference = forms.CharField(
        label=_("Case number"), required=False, max_length=_most("reference")
    )
    conditions = LinesField(
        label=_("Conditions"), required=False, rows=3, max_length=_most("conditions")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, source: FundingSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_hours = source.kind == SourceKind.HOURS
        for name in ("asked", "applicant", "deadline", "reference") if in_hours else ("hours",):
            del self.fields[name]
        if not in_hours:
            self.fields["asked"].help_text = source.get_currency_display()

    def facts(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AskedForm(_Today):
    """The application is sent."""

    on = forms.DateField(label=_("Sent on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Case number"), required=False, max_length=_most("reference")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class GrantedForm(_Today):
    """The money is granted, or the hours are promised."""

    day = "decided_on"
    granted = MoneyField(label=_("Sum granted"))
    hours = HoursField(label=_("Hours promised"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())
    conditions = LinesField(
        label=_("Conditions"), required=False, rows=2, max_length=_most("conditions")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, source: FundingSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["granted" if source.kind == SourceKind.HOURS else "hours"]


class RefusedForm(_Today):
    """The application was refused."""

    day = "decided_on"
    reason = forms.CharField(label=_("Why it was refused"), max_length=_most("reason"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput)


class BackForm(forms.Form):
    """The last step is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportedForm(_Today):
    """The final report is handed in."""

    on = forms.DateField(label=_("Handed in on"), widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput)


class PaymentForm(_Today):
    """Money that came in."""

    kind = forms.ChoiceField(label=_("Payment"), choices=PaymentKind.choices)
    amount = MoneyField(label=_("Sum"))
    on = forms.DateField(label=_("Came in on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Reference"), max_length=length_of(FundingPayment, "reference")
    )


class RemovalForm(forms.Form):
    """Why a payment is taken away."""

    reason = forms.CharField(label=_("Why it is taken away"), max_length=240)

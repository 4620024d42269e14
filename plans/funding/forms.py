"""Forms of funding lines: plan, decide, pay. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.money import HoursField, MoneyField
from core.web.widgets import DateInput
from plans.changes import length_of
from plans.fields import LinesField, VersionedForm
from plans.models import (
    Applicant,
    FundingLine,
    FundingPayment,
    FundingSource,
    PaymentKind,
    SourceKind,
)


def _most(name: str) -> int | None:
    return length_of(FundingLine, name)


class _Today(VersionedForm):
    """A form whose day is today unless somebody says otherwise, and not later."""

    day = "on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {self.day: today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields[self.day].widget.attrs["max"] = today.isoformat()


class LineForm(VersionedForm):
    """What is applied for from one source. A source of hours asks for hours, others for a sum."""

    asked = MoneyField(label=_("Sum to apply for"))
    hours = HoursField(label=_("Hours to be promised"))
    applicant = forms.ChoiceField(label=_("Who applies"), choices=Applicant.choices)
    deadline = forms.DateField(label=_("Last day to apply"), required=False, widget=DateInput())
    responsible = forms.CharField(
        label=_("Who handles it"), required=False, max_length=_most("responsible")
    )
    reference = forms.CharField(
        label=_("Case number"), required=False, max_length=_most("reference")
    )
    conditions = LinesField(
        label=_("Conditions"), required=False, rows=3, max_length=_most("conditions")
    )

    def __init__(self, *args: Any, source: FundingSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_hours = source.kind == SourceKind.HOURS
        for name in ("asked", "applicant", "deadline", "reference") if in_hours else ("hours",):
            del self.fields[name]
        if not in_hours:
            self.fields["asked"].help_text = source.get_currency_display()


class AskedForm(_Today):
    """The application is sent."""

    on = forms.DateField(label=_("Sent on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Case number"), required=False, max_length=_most("reference")
    )


class GrantedForm(_Today):
    """The money is granted, or the hours are promised."""

    day = "decided_on"
    granted = MoneyField(label=_("Sum granted"))
    hours = HoursField(label=_("Hours promised"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())
    conditions = LinesField(
        label=_("Conditions"), required=False, rows=2, max_length=_most("conditions")
    )

    def __init__(self, *args: Any, row: FundingLine, **kwargs: Any) -> None:
        super().__init__(*args, row=row, initial={"granted": row.asked}, **kwargs)
        del self.fields["granted" if row.source.kind == SourceKind.HOURS else "hours"]


class RefusedForm(_Today):
    """The application was refused."""

    day = "decided_on"
    reason = forms.CharField(label=_("Why it was refused"), max_length=_most("reason"))
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())


class BackForm(VersionedForm):
    """The last step is taken back."""


class ReportedForm(_Today):
    """The final report is handed in."""

    on = forms.DateField(label=_("Handed in on"), widget=DateInput())


class PaymentForm(_Today):
    """Money that came in: the first payment mostly in advance."""

    version = None  # type: ignore[assignment]  # no such field
    kind = forms.ChoiceField(label=_("Payment"), choices=PaymentKind.choices)
    amount = MoneyField(label=_("Sum"))
    on = forms.DateField(label=_("Came in on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Reference"), max_length=length_of(FundingPayment, "reference")
    )

    def __init__(self, *args: Any, row: FundingLine, **kwargs: Any) -> None:
        kind = PaymentKind.PART if row.payments.all() else PaymentKind.ADVANCE
        super().__init__(*args, initial={"kind": kind}, **kwargs)


class RemovalForm(forms.Form):
    """Why a payment is taken away."""

    reason = forms.CharField(label=_("Why it is removed"), max_length=240)

"""Forms of the agreement. They read input; the rules are grants.domain.agreement's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.money import CENT, MoneyField
from grants.domain.agreement import REASON_LENGTH
from grants.domain.agreement_rules import LENGTHS
from grants.forms.fields import Choices, PickField, date_input, pick

#: Beside which field of the agreement a refusal stands.
FIELD_OF_CODE = {
    "amount_needed": "amount", "wrong_payer": "payer", "wrong_payee": "payee",
    "period_backwards": "ends_on", "rate_negative": "leader_rate", "receiver_needed": "payee",
    "reason_needed": "reason", "reason_too_long": "reason",
}  # fmt: skip


class FactsForm(forms.Form):
    """The agreement itself, and the reason when a signed one changes."""

    amount = MoneyField(label=_("Support in all"), min_value=CENT)
    payer = PickField(label=_("Who pays"))
    payee = PickField(
        label=_("Who receives"),
        required=False,
        help_text=_("An association, for example. Leave it empty when it is a person."),
    )
    payee_name = forms.CharField(
        label=_("Name of the receiver"),
        required=False,
        max_length=LENGTHS["payee_name"],
        help_text=_("When it is not an organisation: the process leader."),
    )
    starts_on = forms.DateField(label=_("Period from"), widget=date_input())
    ends_on = forms.DateField(label=_("Period to"), widget=date_input())
    leader_rate = MoneyField(label=_("Process leader's pay per hour"), required=False)
    terms = forms.CharField(
        label=_("Terms"),
        required=False,
        max_length=LENGTHS["terms"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the support may be used for, and what is handed in when."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the agreement changes"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the history of the place."),
    )

    def __init__(self, *args: Any, choices: Choices, signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick(self, "payer").offer(choices.payers, _("Choose"))
        pick(self, "payee").offer(choices.organisations, _("A person, named below"))
        self.fields["amount"].label = _("Support in all, %(currency)s") % {
            "currency": choices.currency
        }
        if not signed:
            del self.fields["reason"]

    def facts(self) -> dict[str, Any]:
        """The fields of `Facts`, once the form is valid."""
        own = {"version", "reason"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class AgreeForm(forms.Form):
    """Signing: the day from which the agreement holds, and the paper."""

    agreed_on = forms.DateField(label=_("The agreement holds from"), widget=date_input())
    file = forms.FileField(
        label=_("Signed agreement"),
        required=False,
        help_text=_("PDF or picture. It can be added later too."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class FileForm(forms.Form):
    """The signed agreement of an agreement that holds already."""

    file = forms.FileField(label=_("Signed agreement"), help_text=_("PDF or picture."))


class ReportForm(forms.Form):
    """The day when a report came in."""

    on = forms.DateField(label=_("Received on"), widget=date_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

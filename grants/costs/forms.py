"""The form of a cost. It reads input; the rules are in grants.costs.services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import MoneyField, unit
from core.web.widgets import DateInput
from grants.costs.services import ACCEPT, TEXT_LENGTHS
from grants.models import BudgetLine, Cost, Grant

#: The fields of `grants.costs.services.Spending`.
SPENDING = ("line", "paid_on", "amount", "payee", "what")


class CostForm(forms.Form):
    """One cost, in the order in which it is told on a phone: the receipt, then what it says."""

    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("Take a photo, or choose a PDF."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    same_receipt = forms.BooleanField(
        label=_("The bill is shared with another cost"), required=False
    )
    amount = MoneyField(label=_("Sum"), min_value=Decimal("0.01"))
    payee = forms.CharField(
        label=pgettext_lazy("a cost", "Paid to"), max_length=TEXT_LENGTHS["payee"]
    )
    what = forms.CharField(
        label=pgettext_lazy("a cost", "For what"), max_length=TEXT_LENGTHS["what"]
    )
    paid_on = forms.DateField(
        label=pgettext_lazy("a cost", "Paid on"),
        widget=DateInput(),
    )
    line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=BudgetLine.objects.none(), empty_label=None
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        today = timezone.localdate()
        last = grant.costs.order_by("-pk").values_list("line_id", flat=True).first()
        kwargs["initial"] = {"paid_on": today, "line": last} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        currency = grant.participation.programme.currency
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": unit(currency)}
        self.fields["paid_on"].widget.attrs |= {
            "min": grant.starts_on.isoformat(),
            "max": today.isoformat(),
        }
        lines = self.fields["line"]
        assert isinstance(lines, forms.ModelChoiceField)  # noqa: S101 - tells mypy, cannot fail
        lines.queryset = grant.budget.all()

    @property
    def asks_about_sharing(self) -> bool:
        """Whether the same receipt was met, so that the question of a shared bill makes sense."""
        known = self.has_error("receipt", "receipt_twice")
        return known or bool(self.is_bound and self["same_receipt"].data)

    def values(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid."""
        data = self.cleaned_data
        told = {name: data[name] for name in SPENDING}
        told |= {"receipt": data["receipt"], "same_receipt": data["same_receipt"]}
        # A new cost has no version.
        return told if data["version"] is None else told | {"version": data["version"]}


def filled(cost: Cost) -> dict[str, Any]:
    """The initial values of a stored cost."""
    return {name: getattr(cost, name) for name in SPENDING} | {"version": cost.version}

"""Forms of a claim, its decision and its payment; the rules are grants.claims.services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from grants.claims.services import REASON_LENGTH, REFERENCE_LENGTH, TEXT_LENGTH
from grants.models import Cost

#: Digits of the longest id that a database takes.
ID_DIGITS = 18


def _id(value: str) -> int:
    if not value.isdecimal() or len(value) > ID_DIGITS:
        raise ValueError(value)
    return int(value)


class CostsField(forms.TypedMultipleChoiceField):
    """Ids of costs. Whether each may be claimed is said by the verb: it may have changed since."""

    def valid_value(self, value: Any) -> bool:
        """Every id is read; the list that was offered may be old."""
        return True


class ClaimForm(forms.Form):
    """A claim: what has happened, and which costs it is for."""

    status_text = forms.CharField(
        label=_("What has happened"),
        help_text=_("A few sentences: what you have done, and how the costs contributed."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write briefly what has happened.")},
    )
    costs = CostsField(
        label=_("Costs"), required=False, coerce=_id, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, costs: Sequence[Cost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {cost.pk: cost for cost in costs}
        field = self.fields["costs"]
        assert isinstance(field, CostsField)  # noqa: S101 - tells mypy, cannot fail
        field.choices = [(cost.pk, str(cost)) for cost in costs]
        if not self.is_bound:
            self.initial["costs"] = list(self.offered)

    def values(self) -> dict[str, Any]:
        """The text, and the costs that are ticked, once the form is valid."""
        ticked = [self.offered.get(pk) or Cost(pk=pk) for pk in self.cleaned_data["costs"]]
        return {"status_text": self.cleaned_data["status_text"], "costs": ticked}

    def rows(self) -> list[tuple[Cost, bool]]:
        """Each cost and whether it is ticked, for the list that is drawn."""
        ticked = {str(value) for value in self["costs"].value() or []}
        return [(cost, str(pk) in ticked) for pk, cost in self.offered.items()]


class ReturnForm(forms.Form):
    """Giving a claim back."""

    reason = forms.CharField(
        label=_("What must be put right"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what must be put right before it can be paid.")},
    )


class PayForm(forms.Form):
    """A payment that has been made."""

    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput())
    reference = forms.CharField(
        label=_("Reference"),
        max_length=REFERENCE_LENGTH,
        help_text=_("The number of the voucher in your bookkeeping."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"paid_on": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].widget.attrs["max"] = timezone.localdate().isoformat()

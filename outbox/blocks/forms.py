"""Forms of blocked addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outbox.blocks.services import Lifted
from outbox.models import SuppressionReason
from outbox.queries import SuppressionQuerySet
from people.models import Region


class SuppressionFilter(forms.Form):
    """Which blocked addresses the list shows; kept in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=[("", _("All reasons")), *SuppressionReason.choices]
    )

    def apply(self, found: SuppressionQuerySet) -> SuppressionQuerySet:
        """Narrow the addresses to what was asked for."""
        self.full_clean()
        wanted: dict[str, Any] = self.cleaned_data
        if reason := wanted.get("reason"):
            found = found.filter(reason=reason)
        if text := wanted.get("q"):
            found = found.filter(address__icontains=text)
        return found

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.values())


class BlockForm(forms.Form):
    """Blocking an address by hand."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Who asked for it, and when."),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy, cannot fail
        field.queryset = regions


class LiftForm(forms.Form):
    """Letting an address get letters again."""

    why = forms.ChoiceField(label=_("Why"), choices=Lifted.choices, widget=forms.RadioSelect)

"""Forms of blocked addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.web.lists import Filters, Search
from outbox.blocks.services import Lifted
from outbox.models import SuppressionReason
from people.models import Region


class SuppressionFilters(Filters):
    """Blocked addresses by address and reason."""

    q = Search("address", label=_("Search address"))
    reason = ChoiceFilter(
        label=_("Why"),
        choices=[one for one in SuppressionReason.choices if one[0] != SuppressionReason.INVITED],
        empty_label=_("All reasons"),
    )


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

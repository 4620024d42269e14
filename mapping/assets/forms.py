"""Forms of assets."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import MoneyField
from core.web.lists import LONGEST_SEARCH
from core.web.widgets import DateInput
from mapping.fields import PositionMixin, photos_of
from mapping.models import REGISTER, THINGS, Asset, AssetKind, AssetOrigin
from mapping.people import PersonMixin
from people.models import User
from places.models import Participation
from plans.fields import LinesField, VersionedForm

#: What is there, and what people see in it or make of it.
GROUPS = [
    (_("What there is"), [(one.value, one.label) for one in THINGS]),
    (_("Qualities, ideas, investments"), [(one.value, one.label) for one in REGISTER]),
]


class AssetForm(PositionMixin, PersonMixin, VersionedForm):
    """All of an asset. Only kind and name must be there."""

    kind = forms.ChoiceField(label=_("What it is"), choices=GROUPS)
    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("Such as “Bakes sourdough bread” or “The old mill”."),
    )
    note = LinesField(label=_("More about it"), required=False, max_length=2000, rows=3)
    agreed_on = forms.DateField(
        label=_("Agreed to be named on"),
        required=False,
        widget=DateInput(),
        help_text=_("Without the person's yes, name only the group."),
    )
    cost = MoneyField(label=_("Cost of an investment"), required=False)
    origin = forms.ChoiceField(
        label=_("Known from"), required=False, choices=[("", _("Not said")), *AssetOrigin.choices]
    )
    origin_text = forms.CharField(
        label=_("Which meeting or survey"), required=False, max_length=240
    )

    field_order = (
        "kind", "name", "note", "organisation", "contact", "person", "title", "email", "phone",
        "agreed_on", "cost", "photo", "latitude", "longitude", "origin", "origin_text",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        user: User,
        row: Asset | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.set_up_people(participation, user)
        self.fields["photo"] = photos_of(participation)
        cast("MoneyField", self.fields["cost"]).currency = participation.programme.currency
        if row is not None and row.photo_id:
            self.initial["photo"] = row.photo_id
        self.order_fields(self.field_order)


class LinkForm(forms.Form):
    """What this strengthens."""

    other = forms.ModelChoiceField(label=_("Strengthens"), queryset=Asset.objects.none())
    how = forms.CharField(label=_("How"), required=False, max_length=240)

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Asset.objects.filter(participation=asset.participation_id).exclude(pk=asset.pk)
        self.fields["other"].queryset = rows.order_by("name")  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Who bakes? What is there?"""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *AssetKind.choices])

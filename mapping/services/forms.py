"""Forms of the service inventory: a row with a tap and a sentence, and all of a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from mapping.fields import PositionMixin, photos_of
from mapping.models import (
    FORMS_OF,
    START_STATES,
    Condition,
    Service,
    ServiceKind,
    ServiceState,
)
from places.models import Participation
from plans.fields import NumberField, VersionedForm


def _with_none(choices: Any, none: Any) -> list[tuple[str, Any]]:
    return [("", none), *choices]


class SeenForm(forms.Form):
    """How a service stands, in one tap; why, in a sentence."""

    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=_with_none(ServiceState.choices, ""), required=False
    )
    note = forms.CharField(label=_("Why?"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ServiceEditForm(PositionMixin, VersionedForm):
    """All of a service."""

    kind = forms.ChoiceField(label=_("Kind of service"), choices=ServiceKind.choices)
    form = forms.ChoiceField(label=_("Form"), required=False)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("What people call it, such as “The shop at the square”."),
    )
    state = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=_with_none(ServiceState.choices, _("Nobody has looked yet")),
        required=False,
    )
    note = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=500,
        help_text=_("A sentence is enough. No names of private persons."),
    )
    seen_on = forms.DateField(
        label=_("Seen on"), required=False, widget=DateInput(), help_text=_("Empty: today.")
    )
    opening = forms.CharField(
        label=_("Opening"),
        required=False,
        max_length=200,
        help_text=_("Hours, or departures a day for a bus."),
    )
    owner = forms.CharField(label=_("Owner"), required=False, max_length=150)
    condition = forms.ChoiceField(
        label=pgettext_lazy("of a building", "Condition"),
        choices=_with_none(Condition.choices, _("Not said")),
        required=False,
    )
    distance_km = NumberField(label=_("Kilometres to the next"), required=False)
    next_where = forms.CharField(label=_("Where the next is"), required=False, max_length=120)
    start_state = forms.ChoiceField(
        label=_("When the place joined"),
        choices=_with_none(
            [(one.value, one.label) for one in START_STATES], _("As it was first seen")
        ),
        required=False,
    )
    start_note = forms.CharField(
        label=_("What it was then"),
        required=False,
        max_length=240,
        help_text=_("Such as “Shop with a full range, every day”."),
    )

    field_order = (
        "kind", "form", "name", "state", "note", "seen_on", "opening", "owner", "condition",
        "distance_km", "next_where", "photo", "latitude", "longitude", "start_state", "start_note",
    )  # fmt: skip

    def __init__(
        self, *args: Any, participation: Participation, row: Service | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["photo"] = photos_of(participation)
        groups: list[tuple[str, Any]] = [("", _("Not said"))]
        groups += [
            (str(ServiceKind(kind).label), [(one.value, one.label) for one in forms_])
            for kind, forms_ in FORMS_OF.items()
        ]
        self.fields["form"].choices = groups  # type: ignore[attr-defined]
        if row is not None and row.photo_id:
            self.initial["photo"] = row.photo_id
        self.order_fields(self.field_order)

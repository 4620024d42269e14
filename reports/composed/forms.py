"""Forms of own reports. Saving is done by the verbs of `services`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedManyField, among
from core.web.widgets import DateInput
from people.models import User
from places.reporting import sections
from programmes.models import Programme, Step
from reports.composed.services import FIELDS
from reports.models import Composition
from reports.picking import places_of_programme


class ChosenPlaces(PickedManyField):
    """Participations, by the name of the place."""

    def label_from_instance(self, obj: Any) -> str:
        """The place's name."""
        return str(obj.place.name)


class CompositionForm(forms.ModelForm[Composition]):
    """An own report. `sections` are sent in their order."""

    sections = forms.MultipleChoiceField(
        label=_("What stands in it"),
        error_messages={"required": _("Choose what is to stand in it.")},
    )
    step = forms.TypedChoiceField(
        label=_("Step"), required=False, coerce=int, empty_value=None, choices=()
    )
    chosen = ChosenPlaces(
        label=_("Chosen places"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**48, required=False
    )

    class Meta:
        model = Composition
        fields = FIELDS
        widgets = {"intro": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (one.key, one.title) for one in sections()
        ]
        steps = Step.objects.filter(version=programme.method_version_id).order_by("order")
        named = [(step.order, f"{step.order} {step.title}") for step in steps]
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose …")), *named
        ]  # fmt: skip
        rows = places_of_programme(user, programme.pk)
        among(self.fields["chosen"], rows, "report_places", user=user, programme=programme.pk)

    def values(self) -> dict[str, Any]:
        """What was chosen, and the stamp that was read."""
        return {**self.cleaned_data, "seen": self.cleaned_data["seen"] or 0}

    def validate_constraints(self) -> None:
        """The verb says what is wrong in words, beside the field."""


class SpanForm(forms.Form):
    """The period for which an own report is made."""

    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("To"), widget=DateInput())

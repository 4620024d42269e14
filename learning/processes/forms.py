"""The form of a step of an actor's process."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.models import ProcessStep
from mapping.models import Actor
from plans.fields import VersionedForm


class _Waited(forms.ModelChoiceField):
    def label_from_instance(self, obj: ProcessStep) -> str:
        return f"{obj.actor}: {obj.what}"


class StepForm(VersionedForm):
    """A step: what, who, how long, what it waits for."""

    what = forms.CharField(label=_("What happens"), max_length=160)
    who = forms.CharField(
        label=pgettext_lazy("of a step", "Who"), required=False, max_length=120,
        help_text=_("The board, an officer, the annual meeting."),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("How many weeks it takes"), required=False, min_value=0, max_value=260
    )
    waits_for = _Waited(
        label=_("Waits for"), queryset=None, required=False, empty_label=_("Nothing"),
        help_text=_("A step of another actor that must be done first."),
    )  # fmt: skip
    order = forms.IntegerField(
        label=_("Number in the order"), required=False, min_value=1, help_text=_("Empty: last.")
    )

    def __init__(
        self, *args: Any, actor: Actor, row: ProcessStep | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        steps = ProcessStep.objects.filter(actor__participation=actor.participation_id)
        steps = steps.exclude(actor=actor.pk)
        steps = steps.select_related("actor__organisation", "actor__contact")
        self.fields["waits_for"].queryset = steps  # type: ignore[attr-defined]
        if row is not None:
            self.initial["waits_for"] = row.waits_for_id

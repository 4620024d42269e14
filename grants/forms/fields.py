"""Fields of the support's forms: a date, and a choice among things that are in hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from grants.domain.agreement_rules import possible_payers
from grants.models import Trigger
from people.models import Organisation
from places.models import Participation
from programmes.models import Step


def date_input() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Choices:
    """What the agreement's fields offer, read once for all its rows."""

    def __init__(self, participation: Participation) -> None:
        region = participation.programme.region_id
        self.organisations = {
            one.pk: one for one in Organisation.objects.filter(region=region).order_by("name")
        }
        payers = set(possible_payers(participation).values_list("pk", flat=True))
        self.payers = {pk: one for pk, one in self.organisations.items() if pk in payers}
        steps = Step.objects.filter(version=participation.method_version_id).order_by("order")
        self.steps = {one.pk: one for one in steps}
        self.currency = participation.programme.currency
        self.has_gate = bool(participation.gate_after)

    def triggers(self) -> list[tuple[str, Any]]:
        """What an instalment may hang on: the gate only where there is one."""
        return [
            (value, label)
            for value, label in Trigger.choices
            if self.has_gate or value != Trigger.GATE
        ]


class PickField(forms.TypedChoiceField):
    """A choice among things that are in hand: no query for each row."""

    def offer(self, things: Mapping[int, Any], empty: Any = "") -> None:
        """Say what can be chosen."""
        self.things = things
        self.choices = [("", empty), *((pk, str(thing)) for pk, thing in things.items())]
        self.coerce = lambda value: things[int(value)]
        self.empty_value = None

    def prepare_value(self, value: Any) -> Any:
        """A thing is shown by its id."""
        return getattr(value, "pk", value)


def pick(form: forms.Form, name: str) -> PickField:
    """A form's field of this kind."""
    field = form.fields[name]
    assert isinstance(field, PickField)  # noqa: S101 - tells mypy, cannot fail
    return field

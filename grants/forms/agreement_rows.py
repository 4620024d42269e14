"""Rows of the agreement's form: budget lines, instalments, parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import CENT, MoneyField
from grants.domain.agreement_rules import LENGTHS, MOST_LINES, Line, Part, Party
from grants.forms.fields import Choices, PickField, date_input, pick
from grants.models import BudgetKind, Trigger

#: Which rows a refusal belongs to.
ROWS_OF_CODE = {
    "budget": {
        "unknown_kind", "line_amount_needed", "too_many_lines", "budget_over", "budget_short",
        "line_has_costs", "wrong_line", "below_claimed",
    },
    "instalments": {
        "unknown_trigger", "part_amount_needed", "due_needed", "due_too_early", "step_needed",
        "wrong_step", "no_gate", "report_needed", "too_many_parts", "instalments_over",
        "instalments_short", "instalment_in_use", "instalment_has_claims", "wrong_part",
    },
    "parties": {"party_twice", "wrong_party", "person_needed", "signed_in_future"},
}  # fmt: skip
#: The field that an instalment needs for what it hangs on, and what is said when it is empty.
NEEDED_BY_TRIGGER: dict[str, tuple[str, Any]] = {
    Trigger.DATE: ("due_on", _("Give the day from which the instalment may be claimed.")),
    Trigger.STEP: ("step", _("Choose the step that must be done.")),
    Trigger.REPORT: ("report", _("Write which report the instalment waits for.")),
}


class RowForm(forms.Form):
    """A row that is not used while it is empty. `pk` names the stored row that it is."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    #: Fields that say that a row is used.
    tells: tuple[str, ...] = ()
    #: For a row that stays as it is, such as a paid instalment: its state, and what it says.
    state = ""
    shown = ""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Say what the row's fields offer."""

    @property
    def used(self) -> bool:
        """Whether somebody wrote something in it."""
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.tells)

    def clean(self) -> dict[str, Any]:
        """A used row needs its own fields."""
        data = super().clean() or {}
        if not self.errors and self.used and not data.get("DELETE"):
            self.complete(data)
        return data

    def complete(self, data: dict[str, Any]) -> None:
        """Add an error for each field that a used row lacks."""

    def need(self, data: dict[str, Any], name: str, sentence: Any) -> None:
        """One field that must be there."""
        if data.get(name) in (None, ""):
            self.add_error(name, ValidationError(sentence, code="required"))


class LineForm(RowForm):
    """A budget line."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BudgetKind.choices, required=False)
    title = forms.CharField(label=_("What for"), required=False, max_length=LENGTHS["title"])
    amount = MoneyField(label=_("Sum"), required=False, min_value=CENT)
    tells = ("title", "amount")

    def complete(self, data: dict[str, Any]) -> None:
        """A line needs a kind and a sum."""
        self.need(data, "kind", _("Choose what the budget line is for."))
        self.need(data, "amount", _("A budget line needs a sum."))

    def value(self) -> Line:
        """What the row says."""
        data = self.cleaned_data
        return Line(
            kind=data["kind"], title=data["title"], amount=data["amount"], pk=data.get("pk")
        )


class PartForm(RowForm):
    """An instalment. Of the three last fields the one counts that the trigger names."""

    amount = MoneyField(label=_("Sum"), required=False, min_value=CENT)
    trigger = forms.ChoiceField(label=_("Hangs on"), required=False)
    due_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    step = PickField(label=_("Step"), required=False)
    report = forms.CharField(label=_("Which report"), required=False, max_length=LENGTHS["report"])
    title = forms.CharField(
        label=pgettext_lazy("of an instalment", "Name"),
        required=False,
        max_length=LENGTHS["title"],
    )
    tells = ("amount", "title", "due_on", "step", "report")

    def offer(self, choices: Choices) -> None:
        """The triggers that the method has, and its steps."""
        trigger = self.fields["trigger"]
        assert isinstance(trigger, forms.ChoiceField)  # noqa: S101 - tells mypy, cannot fail
        trigger.choices = choices.triggers()
        pick(self, "step").offer(choices.steps, _("Choose"))

    def complete(self, data: dict[str, Any]) -> None:
        """An instalment needs a sum and what it hangs on."""
        self.need(data, "amount", _("An instalment needs a sum."))
        self.need(data, "trigger", _("Choose what the instalment hangs on."))
        wanted = NEEDED_BY_TRIGGER.get(data.get("trigger") or "")
        if wanted is not None:
            self.need(data, *wanted)

    def value(self) -> Part:
        """What the row says."""
        data = self.cleaned_data
        return Part(
            amount=data["amount"], trigger=data["trigger"], title=data["title"],
            due_on=data["due_on"], step=data["step"], report=data["report"], pk=data.get("pk"),
        )  # fmt: skip


class PartyForm(RowForm):
    """A party and who signs for it."""

    organisation = PickField(label=_("Organisation"), required=False)
    person = forms.CharField(label=_("Signed by"), required=False, max_length=LENGTHS["person"])
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=date_input())
    tells = ("organisation", "person", "signed_on")

    def offer(self, choices: Choices) -> None:
        """The organisations of the region."""
        pick(self, "organisation").offer(choices.organisations, _("Choose"))

    def complete(self, data: dict[str, Any]) -> None:
        """A party needs a name and a person."""
        self.need(data, "organisation", _("Choose the organisation."))
        self.need(data, "person", _("Write who signs."))

    def value(self) -> Party:
        """What the row says."""
        data = self.cleaned_data
        return Party(
            organisation=data["organisation"], person=data["person"], signed_on=data["signed_on"]
        )


class RowFormSet(forms.BaseFormSet[Any]):
    """Rows of one kind."""

    def values(self) -> list[Any]:
        """What the used rows say, those that shall go left out. The set must be valid."""
        return [
            form.value() for form in self.forms if form.used and not form.cleaned_data.get("DELETE")
        ]

    def refuse(self, text: str) -> None:
        """Show a refusal above the rows."""
        self.non_form_errors().append(text)

    def add_fields(self, form: Any, index: int | None) -> None:
        """The box that takes a row away is for stored rows."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this row away")


_rows = partial(
    forms.formset_factory,
    formset=RowFormSet,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
    can_delete=True,
    can_delete_extra=False,
)


def line_set(extra: int) -> Any:
    """The class of the budget's rows."""
    return _rows(LineForm, extra=extra)


def part_set(extra: int) -> Any:
    """The class of the instalments' rows."""
    return _rows(PartForm, extra=extra)


def party_set(extra: int) -> Any:
    """The class of the parties' rows."""
    return _rows(PartyForm, extra=extra)


def refuse_rows(code: str, text: str, sets: Mapping[str, RowFormSet]) -> bool:
    """Show a refusal above the rows that it is about; whether there are such rows."""
    name = next((name for name, codes in ROWS_OF_CODE.items() if code in codes), None)
    if name is None:
        return False
    sets[name].refuse(text)
    return True


def initial_of(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Stored or proposed rows as a formset's initial values."""
    return [{name: getattr(row, name) for name in row.__slots__} for row in rows]

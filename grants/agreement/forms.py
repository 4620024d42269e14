"""Forms of the agreement: its terms with rows of budget, instalments and parties; its signing.

They read input; the rules are those of the agreement's verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import CENT, MoneyField, money
from core.refusals import Conflict
from core.web.conflict import carry
from core.web.picker import PickedField, Source, among, few_of, register
from core.web.widgets import DateInput
from grants.agreement.content import (
    LENGTHS,
    MOST_LINES,
    Line,
    Part,
    Party,
    content_of,
    possible_payers,
)
from grants.agreement.services import REASON_LENGTH, halves, usual_facts, write_agreement
from grants.models import IN_USE, BudgetKind, Grant, Trigger
from people.models import Organisation, User
from places.models import Participation
from programmes.models import Step


def _payers(_user: User, participation: int) -> QuerySet[Organisation]:
    one = Participation.objects.select_related("programme").get(pk=participation)
    return possible_payers(one)


register(Source("payers", _payers, fields=("name",)))


class Choices:
    """What the agreement's fields offer `user`, read once for all its rows."""

    def __init__(self, participation: Participation, user: User) -> None:
        self.participation, self.user = participation, user
        self.region = participation.programme.region_id
        self.organisations = Organisation.objects.filter(region=self.region)
        self.few = few_of(self.organisations, "organisations")
        self.steps = Step.objects.filter(version=participation.method_version_id).order_by("order")
        self.step_choices = [("", _("Choose")), *((one.pk, str(one)) for one in self.steps)]
        self.currency = participation.programme.currency
        self.has_gate = bool(participation.gate_after)

    def among_organisations(self, field: forms.Field) -> None:
        """Let a field offer the organisations of the region."""
        among(
            field, self.organisations, "organisations",
            user=self.user, few=self.few, region=self.region,
        )  # fmt: skip

    def among_payers(self, field: forms.Field) -> None:
        """Let a field offer those who may pay."""
        payers = possible_payers(self.participation)
        among(field, payers, "payers", user=self.user, participation=self.participation.pk)

    def among_steps(self, field: forms.Field) -> None:
        """Let a field offer the method's steps, without a query for each row."""
        offered = cast("forms.ModelChoiceField[Step]", field)
        offered.queryset = self.steps
        offered.choices = self.step_choices

    def triggers(self) -> list[tuple[str, Any]]:
        """What an instalment may hang on: the gate only where there is one."""
        return [
            (value, label)
            for value, label in Trigger.choices
            if self.has_gate or value != Trigger.GATE
        ]


class FactsForm(forms.Form):
    """The agreement itself, and the reason when a signed one changes."""

    amount = MoneyField(label=_("Support in all"), min_value=CENT)
    payer = PickedField(label=_("Who pays"), empty_label=_("Choose"))
    payee = PickedField(
        label=_("Who receives"),
        required=False,
        empty_label=_("A person, named below"),
        help_text=_("An association, for example. Leave it empty when it is a person."),
    )
    payee_name = forms.CharField(
        label=_("Name of the receiver"),
        required=False,
        max_length=LENGTHS["payee_name"],
        help_text=_("When it is not an organisation: the process leader."),
    )
    starts_on = forms.DateField(label=_("Period from"), widget=DateInput())
    ends_on = forms.DateField(label=_("Period to"), widget=DateInput())
    leader_rate = MoneyField(label=_("Process leader's pay per hour"), required=False)
    terms = forms.CharField(
        label=_("Terms"),
        required=False,
        max_length=LENGTHS["terms"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the support may be used for, and what is handed in when."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the agreement changes"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is shown in the history of the place."),
    )

    def __init__(self, *args: Any, choices: Choices, signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices.among_payers(self.fields["payer"])
        choices.among_organisations(self.fields["payee"])
        self.fields["amount"].label = _("Support in all, %(currency)s") % {
            "currency": choices.currency
        }
        if not signed:
            del self.fields["reason"]

    def clean_version(self) -> int:
        """0 for an agreement that is not begun."""
        return self.cleaned_data["version"] or 0


class RowForm(forms.Form):
    """A row that is not used while it is empty. `pk` names the stored row that it is."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    #: Fields that say that a row is used.
    tells: tuple[str, ...] = ()
    #: What a used row needs, and what is said when it is not there.
    needed: Mapping[str, Any] = {}
    #: The class of what the row says.
    says: type[Line | Part | Party]
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

    def needs(self, data: dict[str, Any]) -> Mapping[str, Any]:
        """What this row needs, as `needed`."""
        return self.needed

    def clean(self) -> dict[str, Any]:
        """A used row needs its own fields."""
        data = super().clean() or {}
        if not self.errors and self.used and not data.get("DELETE"):
            for name, sentence in self.needs(data).items():
                if data.get(name) in (None, ""):
                    self.add_error(name, ValidationError(sentence, code="required"))
        return data

    def value(self) -> Line | Part | Party:
        """What the row says."""
        names = self.says.__slots__
        return self.says(**{name: self.cleaned_data[name] for name in names})


class LineForm(RowForm):
    """A budget line."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BudgetKind.choices, required=False)
    title = forms.CharField(label=_("What for"), required=False, max_length=LENGTHS["title"])
    amount = MoneyField(label=_("Sum"), required=False, min_value=CENT)
    tells = ("title", "amount")
    needed = {
        "kind": _("Choose what the budget line is for."),
        "amount": _("A budget line needs a sum."),
    }
    says = Line


#: The field that an instalment needs for what it hangs on, and what is said when it is empty.
NEEDED_BY_TRIGGER: dict[str, dict[str, Any]] = {
    Trigger.DATE: {"due_on": _("Give the day from which the instalment may be claimed.")},
    Trigger.STEP: {"step": _("Choose the step that must be done.")},
    Trigger.REPORT: {"report": _("Write which report the instalment waits for.")},
}


class PartForm(RowForm):
    """An instalment. Of the three last fields the one counts that the trigger names."""

    amount = MoneyField(label=_("Sum"), required=False, min_value=CENT)
    trigger = forms.ChoiceField(label=_("Depends on"), required=False)
    due_on = forms.DateField(label=_("From"), required=False, widget=DateInput())
    step = forms.ModelChoiceField(
        label=_("Step"), required=False, queryset=Step.objects.none(), empty_label=_("Choose")
    )
    report = forms.CharField(label=_("Which report"), required=False, max_length=LENGTHS["report"])
    title = forms.CharField(
        label=pgettext_lazy("of an instalment", "Name"),
        required=False,
        max_length=LENGTHS["title"],
    )
    tells = ("amount", "title", "due_on", "step", "report")
    needed = {
        "amount": _("An instalment needs a sum."),
        "trigger": _("Choose what the instalment depends on."),
    }
    says = Part

    def offer(self, choices: Choices) -> None:
        """The triggers that the method has, and its steps."""
        trigger = self.fields["trigger"]
        assert isinstance(trigger, forms.ChoiceField)  # noqa: S101 - tells mypy, cannot fail
        trigger.choices = choices.triggers()
        choices.among_steps(self.fields["step"])

    def needs(self, data: dict[str, Any]) -> Mapping[str, Any]:
        """Also what its trigger hangs on."""
        return self.needed | NEEDED_BY_TRIGGER.get(data.get("trigger") or "", {})


class PartyForm(RowForm):
    """A party and who signs for it."""

    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("Choose"))
    person = forms.CharField(label=_("Signed by"), required=False, max_length=LENGTHS["person"])
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=DateInput())
    tells = ("organisation", "person", "signed_on")
    needed = {"organisation": _("Choose the organisation."), "person": _("Write who signs.")}
    says = Party

    def offer(self, choices: Choices) -> None:
        """The organisations of the region."""
        choices.among_organisations(self.fields["organisation"])


class RowFormSet(forms.BaseFormSet[Any]):
    """Rows of one kind. `label` names them where a conflict is shown."""

    label: Any = ""

    def values(self) -> list[Any]:
        """What the used rows say, those that shall go left out. The set must be valid."""
        return [
            form.value() for form in self.forms if form.used and not form.cleaned_data.get("DELETE")
        ]

    def add_fields(self, form: Any, index: int | None) -> None:
        """The box that takes a row away is for stored rows."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")


_rows = partial(
    forms.formset_factory,
    formset=RowFormSet,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
    can_delete=True,
    can_delete_extra=False,
)
#: The sets of rows by their prefix: the form of a row, and what they are called.
SETS: dict[str, tuple[type[RowForm], Any]] = {
    "budget": (LineForm, _("Budget")),
    "instalments": (PartForm, _("Instalments")),
    "parties": (PartyForm, _("Parties")),
}
#: Empty rows that a first form has. The budget begins with its three kinds.
FIRST_ROWS = {"budget": len(BudgetKind), "instalments": 2, "parties": 2}


class AgreementForm:
    """All forms of the page together, from what is stored or from what was sent."""

    def __init__(
        self,
        participation: Participation,
        grant: Grant | None,
        data: QueryDict | None = None,
        *,
        user: User,
    ) -> None:
        self.participation, self.grant = participation, grant
        self.choices = Choices(participation, user)
        self.signed = grant is not None and grant.agreed_on is not None
        self.stored = content_of(grant) if grant else None
        self.facts = FactsForm(
            data, choices=self.choices, signed=self.signed, initial=self._first_facts()
        )
        self.sets = {name: self._set(name, data) for name in SETS}
        self._mark_states()

    def _first_facts(self) -> dict[str, Any]:
        if self.grant is None or self.stored is None:
            return usual_facts(self.participation) | {"version": 0}
        facts = self.stored.facts
        return {name: getattr(facts, name) for name in facts.__slots__} | {
            "version": self.grant.version
        }

    def _first_rows(self, name: str) -> list[dict[str, Any]]:
        if self.stored is None:
            return []
        return [
            {field: getattr(row, field) for field in row.__slots__}
            for row in getattr(self.stored, name)
        ]

    def _set(self, name: str, data: QueryDict | None) -> RowFormSet:
        rows = self._first_rows(name)
        extra = 0 if rows else FIRST_ROWS[name]
        # What was sent stands for itself: stored rows are only for a fresh form.
        row, label = SETS[name]
        bound: Any = _rows(row, extra=extra)(
            data,
            prefix=name,
            initial=rows if data is None else None,
            form_kwargs={"choices": self.choices},
        )
        bound.label = label
        if name == "budget" and data is None and not rows:
            for form, kind in zip(bound.forms, BudgetKind.values, strict=True):
                form.initial = {"kind": kind}
        return bound

    def _mark_states(self) -> None:
        """Say of each instalment that is spoken for what it is: its fields are not open."""
        if self.grant is None:
            return
        used = self.grant.instalments.filter(state__in=IN_USE).select_related("step")
        spoken_for = {str(row.pk): row for row in used}
        for form in self.sets["instalments"].forms:
            row = spoken_for.get(str(form["pk"].value() or ""))
            if row is not None:
                form.state = str(row.get_state_display())
                parts = [row.title, money(row.amount, self.choices.currency), row.hangs_on]
                form.shown = ", ".join(part for part in parts if part)

    def save(self, *, by: User, **values: Any) -> Grant:
        """Write what the valid forms say; `values` are those of the terms. Raises as the verb."""
        rows: dict[str, Any] = {name: one.values() for name, one in self.sets.items()}
        try:
            return write_agreement(
                participation=self.participation, grant=self.grant, by=by, **values, **rows
            )
        except Conflict as conflict:
            self._keep_rows_that_are_gone(conflict)
            raise

    def _keep_rows_that_are_gone(self, conflict: Conflict) -> None:
        """Rows that somebody took away meanwhile become new ones when the form is sent again."""
        for name in ("budget", "instalments"):
            rows = conflict.theirs[name]
            assert isinstance(rows, tuple)  # noqa: S101 - tells mypy, cannot fail
            there = {str(row.pk) for row in rows}
            for form in self.sets[name].forms:
                if str(form["pk"].value() or "") not in there:
                    carry(form, pk="")


def with_more(data: QueryDict, name: str) -> QueryDict:
    """What was sent, with one more empty row."""
    sent = data.copy()
    sent[f"{name}-TOTAL_FORMS"] = str(min(_count(data, name) + 1, MOST_LINES))
    return sent


def _count(data: QueryDict, name: str) -> int:
    written = data.get(f"{name}-TOTAL_FORMS", "")
    return min(int(written), MOST_LINES) if written.isdecimal() and len(written) < 5 else 0  # noqa: PLR2004


def with_halves(data: QueryDict, form: AgreementForm) -> QueryDict:
    """What was sent, with two instalments: half now, half at the gate.

    Asks for the sum that stands in the form; where that cannot be read nothing changes.
    """
    form.facts.is_valid()
    amount = form.facts.cleaned_data.get("amount")
    if amount is None:
        return data
    sent = data.copy()
    start = form.facts.cleaned_data.get("starts_on") or timezone.localdate()
    parts = halves(amount - form.participation.paid_before, form.participation, start)
    total = max(len(parts), _count(data, "instalments"))
    for number in range(total):
        part = parts[number] if number < len(parts) else None
        shown: dict[str, str] = {
            "amount": money(part.amount) if part else "",
            "trigger": part.trigger if part else "",
            "due_on": part.due_on.isoformat() if part and part.due_on else "",
            "report": part.report if part else "",
            "step": "",
            "title": "",
        }
        for name, value in shown.items():
            sent[f"instalments-{number}-{name}"] = value
        if part is None:
            sent[f"instalments-{number}-DELETE"] = "on"
    sent["instalments-TOTAL_FORMS"] = str(total)
    return sent


class AgreeForm(forms.Form):
    """Signing: the day from which the agreement holds, and the paper."""

    agreed_on = forms.DateField(label=_("The agreement holds from"), widget=DateInput())
    file = forms.FileField(
        label=_("Signed agreement"),
        required=False,
        help_text=_("PDF or picture. It can be added later too."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class FileForm(forms.Form):
    """The signed agreement of an agreement that holds already."""

    file = forms.FileField(label=_("Signed agreement"), help_text=_("PDF or picture."))


class ReportForm(forms.Form):
    """The day when a report came in."""

    on = forms.DateField(label=_("Received on"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

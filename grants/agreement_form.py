"""The agreement's form: one for the terms and a set of rows for budget, instalments, parties."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from core.money import money
from core.refusals import Conflict, Refusal
from core.web.conflict import carry
from grants.domain.agreement import halves, usual_facts
from grants.domain.agreement_rules import IN_USE, MOST_LINES, content_of
from grants.forms.agreement_rows import (
    RowFormSet,
    initial_of,
    line_set,
    part_set,
    party_set,
    refuse_rows,
)
from grants.forms.fields import Choices
from grants.forms.grant import FIELD_OF_CODE, FactsForm
from grants.models import BudgetKind, Grant
from grants.support_page import hangs_on
from places.models import Participation

SETS = {"budget": line_set, "instalments": part_set, "parties": party_set}
#: Empty rows that a first form has. The budget begins with its three kinds.
FIRST_ROWS = {"budget": len(BudgetKind), "instalments": 2, "parties": 2}


class AgreementForm:
    """All forms of the page together, from what is stored or from what was sent."""

    def __init__(
        self, participation: Participation, grant: Grant | None, data: QueryDict | None = None
    ) -> None:
        self.participation, self.grant = participation, grant
        self.choices = Choices(participation)
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
        return initial_of(getattr(self.stored, name))

    def _set(self, name: str, data: QueryDict | None) -> RowFormSet:
        rows = self._first_rows(name)
        extra = 0 if rows else FIRST_ROWS[name]
        # What was sent stands for itself: stored rows are only for a fresh form.
        bound: RowFormSet = SETS[name](extra)(
            data,
            prefix=name,
            initial=rows if data is None else None,
            form_kwargs={"choices": self.choices},
        )
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
                parts = [row.title, money(row.amount, self.choices.currency), hangs_on(row)]
                form.shown = ", ".join(part for part in parts if part)

    def is_valid(self) -> bool:
        """Whether all forms can be read. All are asked, so that all errors show at once."""
        return all([self.facts.is_valid(), *(one.is_valid() for one in self.sets.values())])

    def content(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid."""
        rows = {name: one.values() for name, one in self.sets.items()}
        return self.facts.facts() | rows

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs."""
        if not refuse_rows(refusal.code, str(refusal), self.sets):
            self.facts.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))

    def take_over(self, conflict: Conflict) -> None:
        """Carry the stored version, so that what stands in the form holds when it is sent again.

        Rows that somebody took away meanwhile become new ones.
        """
        carry(self.facts, version=str(conflict.version))
        for name in ("budget", "instalments"):
            rows = conflict.theirs[name]
            assert isinstance(rows, tuple)  # noqa: S101 - tells mypy, cannot fail
            there = {str(row.pk) for row in rows}
            for form in self.sets[name].forms:
                if str(form["pk"].value() or "") not in there:
                    carry(form, **{form.add_prefix("pk"): ""})


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
    parts = halves(amount, form.participation, start)
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

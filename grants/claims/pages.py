"""A claim as it is read: what it rests on, from its frozen facts, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.utils.translation import gettext as _

from core.money import ZERO
from core.policy import allowed
from grants.claims.forms import ClaimForm, PayForm, ReturnForm
from grants.claims.release import claimable
from grants.models import BudgetKind, Claim, ClaimState, Cost, Grant, Instalment, Payment
from grants.totals import WorkTotal
from people.models import User
from people.second_person import why_one

#: The mark of a claim's state.
LEVELS = {
    ClaimState.OPEN: "warn",
    ClaimState.APPROVED: "ok",
    ClaimState.RETURNED: "stop",
    ClaimState.WITHDRAWN: "off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """A frozen cost. `receipt` is the name of its file, empty where there was none."""

    number: int
    pk: int
    line: int
    paid_on: dt.date
    amount: Decimal
    payee: str
    what: str
    receipt: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A frozen budget line with its sums, and the costs of this claim on it."""

    title: str
    budget: Decimal
    spent: Decimal
    claimed: Decimal
    costs: tuple[CostRow, ...]

    @property
    def here(self) -> Decimal:
        """What this claim is for on the line."""
        return sum((cost.amount for cost in self.costs), ZERO)

    @property
    def left(self) -> Decimal:
        """What was left on the line; below nothing when more was spent."""
        return self.budget - self.spent


def free_costs(grant: Grant) -> QuerySet[Cost]:
    """Costs that no claim holds, oldest first."""
    return grant.costs.filter(claim__isnull=True).select_related("line").order_by("paid_on", "pk")


def last_returned(instalment: Instalment) -> Claim | None:
    """The returned claim that the next one answers."""
    newest = (
        instalment.claims.exclude(state=ClaimState.WITHDRAWN)
        .select_related("decided_by")
        .order_by("-number")
        .first()
    )
    return newest if newest is not None and newest.state == ClaimState.RETURNED else None


def costs_of(claim: Claim) -> list[CostRow]:
    """The claim's costs as they were when it was handed in."""
    return [
        CostRow(
            number=row["number"], pk=row["id"], line=row["line"],
            paid_on=dt.date.fromisoformat(row["paid_on"]), amount=Decimal(row["amount"]),
            payee=row["payee"], what=row["what"], receipt=row["receipt"], sha256=row["sha256"],
        )
        for row in claim.facts.get("costs", [])
    ]  # fmt: skip


def lines_of(claim: Claim) -> list[LineRow]:
    """The budget as it was when the claim was handed in."""
    costs = costs_of(claim)
    return [
        LineRow(
            title=row["title"] or _kind(row["kind"]),
            budget=Decimal(row["budget"]), spent=Decimal(row["spent"]),
            claimed=Decimal(row["claimed"]),
            costs=tuple(cost for cost in costs if cost.line == row["id"]),
        )
        for row in claim.facts.get("lines", [])
    ]  # fmt: skip


def work_of(claim: Claim) -> WorkTotal | None:
    """The hours and kilometres as they were; None where the claim was made without."""
    facts = claim.facts.get("work")
    if not facts:
        return None
    sums = {name: Decimal(value) for name, value in facts.items() if name != "people"}
    work = WorkTotal(people=facts["people"], **sums)
    return work if work.hours or work.kilometres else None


def _kind(value: str) -> str:
    return str(BudgetKind(value).label) if value in BudgetKind.values else value


def claim_form_context(
    instalment: Instalment, form: ClaimForm, returned: Claim | None
) -> dict[str, Any]:
    """What the form shows that claims an instalment; `returned` is the claim that it answers."""
    participation = instalment.grant.participation
    return {
        "currency": participation.programme.currency,
        "instalment": instalment,
        "answer": claimable(instalment, participation),
        "returned": returned,
        "costs": form.rows(),
    }


def payment_of(claim: Claim) -> Payment | None:
    """The payment of this claim, and not of another one of its instalment."""
    payment = getattr(claim.instalment, "payment", None)
    return payment if payment is not None and payment.claim_id == claim.pk else None


def context(claim: Claim, user: User, **sent: Form) -> dict[str, Any]:
    """What the claim's page shows; `sent` is a form that came back with errors."""
    instalment = claim.instalment
    lines, costs, payment = lines_of(claim), costs_of(claim), payment_of(claim)
    return (
        {
            "currency": instalment.grant.participation.programme.currency,
            "grant": instalment.grant,
            "instalment": instalment,
            "claim": claim,
            "level": "ok" if payment else LEVELS[ClaimState(claim.state)],
            "word": _("Paid") if payment else claim.get_state_display(),
            "payment": payment,
            "lines": [line for line in lines if line.costs],
            "budget": lines,
            "costs": costs,
            "costs_sum": sum((cost.amount for cost in costs), ZERO),
            "without_receipt": sum(1 for cost in costs if not cost.receipt),
            "work": work_of(claim),
            "return_form": ReturnForm(),
            "pay_form": PayForm(),
        }
        | _acts(claim, user, payment)
        | sent
    )


def _acts(claim: Claim, user: User, payment: Payment | None) -> dict[str, Any]:
    """What this user may do with the claim as it stands, and why somebody else does the rest."""
    participation = claim.instalment.grant.participation
    is_open, own = claim.state == ClaimState.OPEN, claim.claimed_by_id == user.pk
    approved = claim.state == ClaimState.APPROVED and payment is None
    decides = is_open and allowed(user, "grants.decide", participation)
    pays = approved and allowed(user, "grants.pay", participation)
    paid_by_another = pays and claim.decided_by_id == user.pk
    why = why_one(user, claim.last_by) if decides or pays else ""
    return {
        "may_decide": decides and not own and not why,
        "own_decision": decides and own,
        "may_withdraw": is_open and own and allowed(user, "grants.claim", participation),
        "may_pay": pays and not paid_by_another and not why,
        "paid_by_another": paid_by_another,
        "one_person": why,
    }


def receipts(claim: Claim) -> Iterator[tuple[CostRow, Cost | None]]:
    """Each frozen cost that had a receipt, with the row that holds it now.

    The row is None when the receipt is no longer the one that was claimed: a returned claim
    lets its costs go, and they may be put right.
    """
    frozen = [row for row in costs_of(claim) if row.receipt]
    grant = claim.instalment.grant
    stored = {cost.pk: cost for cost in grant.costs.filter(pk__in=[row.pk for row in frozen])}
    for row in frozen:
        cost = stored.get(row.pk)
        same = cost is not None and bool(cost.receipt) and cost.receipt_sha256 == row.sha256
        yield row, cost if same else None

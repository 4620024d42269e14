"""The claim's verbs: hand in, take back, approve, return, pay.

Each takes the grant's lock first, so that of two people at once the second finds what the
first did. The database says the same once more: one standing claim and one payment an
instalment, and never decided by the one who claimed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import local_day, short_date
from core.policy import require
from core.refusals import Refusal
from grants.claims import letters
from grants.claims.release import claimable
from grants.models import Claim, ClaimState, Cost, Grant, Instalment, InstalmentState, Payment
from grants.queries import lock_grant
from grants.totals import added, costs_by_line, worked
from people.models import User
from people.second_person import refuse_one_person

TEXT_LENGTH = 4000
REASON_LENGTH = 2000
REFERENCE_LENGTH = 80


@transaction.atomic
def claim(
    *, instalment: Instalment, by: User, status_text: str, costs: Iterable[Cost] = ()
) -> Claim:
    """Claim an instalment with a short status and the costs that it is claimed for.

    The same person sending the same text again while it waits gets that claim: a double click
    is one claim. Refusals: already_claimed, not_open (its message says what the instalment
    waits for), status_needed, too_long, wrong_cost, cost_claimed.
    """
    require(by, "grants.claim", instalment.grant.participation)
    status_text, chosen = status_text.strip(), {cost.pk for cost in costs}
    grant = lock_grant(instalment.grant)
    instalment = _locked_instalment(instalment, grant)
    waiting = instalment.claims.filter(state=ClaimState.OPEN, claimed_by=by).first()
    if waiting is not None and waiting.status_text == status_text:
        return waiting
    _refuse_closed(instalment, grant)
    _refuse_text(status_text)
    rows = _unclaimed(grant, chosen)
    made = _create_claim(instalment, by, status_text)
    Cost.objects.filter(pk__in=[row.pk for row in rows]).update(claim=made)
    made.facts = _freeze(made, grant)
    made.save(update_fields=["facts"])
    _set_state(instalment, InstalmentState.CLAIMED)
    audit.record(
        "grant.claimed", grant.participation, by=by, number=instalment.number,
        amount=grant.in_currency(instalment.amount), costs=len(rows),
    )  # fmt: skip
    letters.tell_claimed(made, grant)
    return made


@transaction.atomic
def withdraw_claim(*, claim: Claim, by: User) -> Claim:
    """Take one's own claim back before it is decided; its costs are free again. Twice is once.

    Refusals: not_yours, already_decided.
    """
    require(by, "grants.claim", claim.instalment.grant.participation)
    grant, claim = _locked(claim)
    if claim.claimed_by_id != by.pk:
        raise Refusal("not_yours", _("Only the person who claimed can take the claim back."))
    if claim.state == ClaimState.WITHDRAWN:
        return claim
    if claim.state != ClaimState.OPEN:
        raise Refusal("already_decided", _("The claim is decided and cannot be taken back."))
    claim.state = ClaimState.WITHDRAWN
    claim.save(update_fields=["state", "updated_at"])
    _let_go(claim)
    _set_state(claim.instalment, InstalmentState.PLANNED)
    audit.record(
        "grant.claim_withdrawn", grant.participation, by=by, number=claim.instalment.number
    )
    return claim


@transaction.atomic
def approve_claim(*, claim: Claim, by: User) -> Claim:
    """Approve a claim, as a second person.

    Refusals: same_person, one_person, already_decided, withdrawn.
    """
    require(by, "grants.decide", claim.instalment.grant.participation)
    grant, claim = _locked(claim)
    _refuse_undecidable(claim, by)
    _decide(claim, ClaimState.APPROVED, by)
    _set_state(claim.instalment, InstalmentState.APPROVED)
    audit.record(
        "grant.claim_approved", grant.participation, by=by, number=claim.instalment.number,
        amount=grant.in_currency(claim.instalment.amount),
    )  # fmt: skip
    letters.tell_approved(claim, grant)
    return claim


@transaction.atomic
def return_claim(*, claim: Claim, reason: str, by: User) -> Claim:
    """Give a claim back with the reason, as a second person; its costs are free again.

    Refusals: reason_needed, too_long, same_person, one_person, already_decided, withdrawn.
    """
    require(by, "grants.decide", claim.instalment.grant.participation)
    reason = reason.strip()
    if not reason:
        raise Refusal(
            "reason_needed",
            _("Write what must be put right before it can be paid."),
            field="reason",
        )
    if len(reason) > REASON_LENGTH:
        raise Refusal("too_long", _too_long(REASON_LENGTH), field="reason")
    grant, claim = _locked(claim)
    _refuse_undecidable(claim, by)
    claim.reason = reason
    _decide(claim, ClaimState.RETURNED, by)
    _let_go(claim)
    _set_state(claim.instalment, InstalmentState.RETURNED)
    audit.record("grant.claim_returned", grant.participation, by=by, number=claim.instalment.number)
    letters.tell_returned(claim, grant)
    return claim


@transaction.atomic
def pay(*, claim: Claim, paid_on: dt.date, reference: str, by: User) -> Payment:
    """Enter the payment of an approved claim, of the instalment's sum; once.

    The one who approved the claim does not pay it. Refusals: already_paid, not_approved,
    same_person, one_person, reference_needed, reference_too_long,
    paid_in_future, paid_before_approved.
    """
    require(by, "grants.pay", claim.instalment.grant.participation)
    reference = " ".join(reference.split())
    grant, claim = _locked(claim)
    _refuse_unpayable(claim)
    _refuse_approver(claim, by)
    _refuse_payment(claim, paid_on, reference)
    payment = _create_payment(claim, paid_on, reference, by)
    _set_state(claim.instalment, InstalmentState.PAID)
    audit.record(
        "grant.paid", grant.participation, by=by, number=claim.instalment.number,
        amount=grant.in_currency(claim.instalment.amount), on=paid_on.isoformat(),
        reference=reference,
    )  # fmt: skip
    letters.tell_paid(payment, grant)
    return payment


def _locked(claim: Claim) -> tuple[Grant, Claim]:
    """The grant under its lock, and the claim as it is now."""
    grant = lock_grant(claim.instalment.grant)
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("instalment", "claimed_by", "decided_by")
        .get(pk=claim.pk)
    )
    claim.instalment.grant = grant
    return grant, claim


def _locked_instalment(instalment: Instalment, grant: Grant) -> Instalment:
    instalment = (
        Instalment.objects.select_for_update(of=("self",))
        .select_related("step")
        .get(pk=instalment.pk)
    )
    instalment.grant = grant
    return instalment


def _refuse_closed(instalment: Instalment, grant: Grant) -> None:
    standing = (
        instalment.claims.filter(state__in=[ClaimState.OPEN, ClaimState.APPROVED])
        .select_related("claimed_by")
        .first()
    )
    if standing is not None:
        raise Refusal(
            "already_claimed",
            _("%(who)s claimed this instalment on %(day)s.")
            % {"who": standing.claimed_by, "day": short_date(standing.claimed_at)},
        )
    answer = claimable(instalment, grant.participation)
    if not answer.may:
        raise Refusal("not_open", answer.why)


def _refuse_text(text: str) -> None:
    if not text:
        raise Refusal("status_needed", _("Write briefly what has happened."), field="status_text")
    if len(text) > TEXT_LENGTH:
        raise Refusal("too_long", _too_long(TEXT_LENGTH), field="status_text")


def _unclaimed(grant: Grant, chosen: set[int]) -> list[Cost]:
    """The chosen costs under a lock, if all are of the grant and free."""
    rows = list(grant.costs.select_for_update().filter(pk__in=chosen))
    if len(rows) != len(chosen):
        raise Refusal(
            "wrong_cost", _("A chosen cost is no longer there. Choose again."), field="costs"
        )
    taken = next((row for row in rows if row.claim_id is not None), None)
    if taken is not None:
        raise Refusal(
            "cost_claimed",
            _("“%(what)s” is in another claim already.") % {"what": taken.what},
            field="costs",
        )
    return rows


def _refuse_undecidable(claim: Claim, by: User) -> None:
    if claim.state == ClaimState.WITHDRAWN:
        raise Refusal("withdrawn", _("The claim was taken back. There is nothing to decide."))
    if claim.state != ClaimState.OPEN:
        raise Refusal(
            "already_decided",
            _("%(who)s decided this claim on %(day)s.")
            % {"who": claim.decided_by, "day": short_date(claim.decided_at)},
        )
    if claim.claimed_by_id == by.pk:
        raise Refusal("same_person", _("You claimed this yourself, so somebody else must decide."))
    refuse_one_person(by, claim.claimed_by)


def _refuse_unpayable(claim: Claim) -> None:
    paid = Payment.objects.filter(instalment=claim.instalment).first()
    if paid is not None:
        raise Refusal(
            "already_paid",
            _("It was paid on %(day)s with the reference %(reference)s.")
            % {"day": short_date(paid.paid_on), "reference": paid.reference},
        )
    if claim.state != ClaimState.APPROVED:
        raise Refusal("not_approved", _("Only an approved claim is paid."))


def _refuse_approver(claim: Claim, by: User) -> None:
    """Who approves and who pays are two persons."""
    if claim.decided_by_id == by.pk:
        raise Refusal(
            "same_person", _("You approved this claim, so somebody else must enter the payment.")
        )
    refuse_one_person(by, claim.decided_by)


def _refuse_payment(claim: Claim, paid_on: dt.date, reference: str) -> None:
    if not reference:
        raise Refusal(
            "reference_needed", _("Write the reference of the payment."), field="reference"
        )
    if len(reference) > REFERENCE_LENGTH:
        raise Refusal("reference_too_long", _too_long(REFERENCE_LENGTH), field="reference")
    if paid_on > timezone.localdate():
        raise Refusal(
            "paid_in_future",
            _("The date is in the future. Enter what has been paid."),
            field="paid_on",
        )
    if claim.decided_at is not None and paid_on < local_day(claim.decided_at):
        raise Refusal(
            "paid_before_approved",
            _("The claim was approved on %(day)s; it cannot have been paid before that.")
            % {"day": short_date(claim.decided_at)},
            field="paid_on",
        )


def _decide(claim: Claim, state: ClaimState, by: User) -> None:
    claim.state, claim.decided_by, claim.decided_at = state, by, timezone.now()
    claim.save(update_fields=["state", "decided_by", "decided_at", "reason", "updated_at"])


def _let_go(claim: Claim) -> None:
    """The costs can be claimed again; what was claimed stays in the claim's facts."""
    claim.costs.update(claim=None)


def _set_state(instalment: Instalment, state: InstalmentState) -> None:
    instalment.state = state
    instalment.save(update_fields=["state", "updated_at"])


def _too_long(limit: int) -> str:
    return _("Keep the text within %(limit)d characters.") % {"limit": limit}


def _create_claim(instalment: Instalment, by: User, status_text: str) -> Claim:
    """Write an open claim. Refusal: already_claimed, where another one stands."""
    try:
        with transaction.atomic():
            return Claim.objects.create(
                instalment=instalment,
                number=_next_number(instalment),
                status_text=status_text,
                claimed_by=by,
                claimed_at=timezone.now(),
            )
    except IntegrityError as error:
        # one_standing_claim_an_instalment: the database is the last to say so.
        raise Refusal(
            "already_claimed", _("Somebody else claimed this instalment just now.")
        ) from error


def _next_number(instalment: Instalment) -> int:
    """The number of the instalment's next claim, those that were taken back counted."""
    return instalment.claims.count() + 1


def _create_payment(claim: Claim, paid_on: dt.date, reference: str, by: User) -> Payment:
    """Write the payment, of the instalment's sum. Refusal: already_paid, where there is one."""
    try:
        with transaction.atomic():
            return Payment.objects.create(
                instalment=claim.instalment,
                claim=claim,
                amount=claim.instalment.amount,
                paid_on=paid_on,
                reference=reference,
                by=by,
            )
    except IntegrityError as error:
        # One payment an instalment and a claim: the database is the last to say so.
        raise Refusal("already_paid", _("Somebody else entered this payment just now.")) from error


def _freeze(claim: Claim, grant: Grant) -> dict[str, Any]:
    """The facts of a claim as they are now; its costs are on it already."""
    costs = claim.costs.select_related("line").order_by("paid_on", "pk")
    work = added(worked(grant, confirmed_only=True))
    return {
        "amount": str(claim.instalment.amount),
        "currency": grant.participation.programme.currency,
        "receiver": grant.receiver,
        "costs": [_cost(number, cost) for number, cost in enumerate(costs, start=1)],
        "lines": [
            {
                "id": total.line.pk,
                "kind": total.line.kind,
                "title": total.line.title,
                "budget": str(total.budget),
                "spent": str(total.spent),
                "claimed": str(total.claimed),
            }
            for total in costs_by_line(grant)
        ],
        "work": {
            name: value if name == "people" else str(value) for name, value in asdict(work).items()
        },
    }


def _cost(number: int, cost: Cost) -> dict[str, Any]:
    return {
        "number": number,
        "id": cost.pk,
        "line": cost.line_id,
        "paid_on": cost.paid_on.isoformat(),
        "amount": str(cost.amount),
        "payee": cost.payee,
        "what": cost.what,
        "receipt": cost.receipt_name,
        "sha256": cost.receipt_sha256,
    }

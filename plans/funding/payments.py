"""Payments of outside money: what came in, under the source's own rules for advances.

Leader's rules are data of the source (domain notes 5.2, features 5.5): at most half of the
public support and at most 250 000 SEK in advance, to associations and the like; the last
payment comes with the final report.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.money import CENT, ZERO, money
from core.refusals import Refusal
from people.models import User
from plans import changes
from plans.changes import length_of
from plans.funding.services import locked, refuse_wrong_day, tell
from plans.models import FundingLine, FundingPayment, LineState, PaymentKind, SourceKind


@transaction.atomic
def record_payment(
    *, line: FundingLine, kind: str, on: dt.date, amount: Decimal, reference: str, by: User
) -> FundingPayment:
    """Record money that came in. Two who do so at once are served one after the other.

    It may be recorded whatever the place's state: money that came, came.

    Refusals: unknown_kind, not_granted, hours_unpaid, amount_missing, reference_missing,
    too_long, reference_used, already_final, more_than_granted, advance_applicant,
    advance_too_large, report_missing, date_in_future, too_early.
    """
    line, participation = locked(line, by)
    reference = changes.one_line(reference)
    if kind not in PaymentKind.values:
        raise Refusal("unknown_kind", _("Choose what kind of payment it is."), field="kind")
    _refuse_unpayable(line)
    refuse_wrong_day(on, line.decided_on, _("The payment cannot come before the decision."))
    changes.refuse_empty(
        reference,
        "reference_missing",
        _("Write the payment's reference, as on the bank statement."),
        field="reference",
    )
    changes.refuse_longer(reference, length_of(FundingPayment, "reference"), field="reference")
    before = list(line.payments.all())
    _refuse_repeated(before, reference)
    _refuse_too_much(line, before, amount)
    if kind == PaymentKind.ADVANCE:
        _refuse_advance(line, before, amount)
    if kind == PaymentKind.FINAL and line.source.final_report and line.reported_on is None:
        raise Refusal(
            "report_missing",
            _("The last payment requires the final report. First say when it was sent."),
            field="kind",
        )
    payment = FundingPayment.objects.create(
        line=line, kind=kind, on=on, amount=amount, reference=reference, by=by
    )
    said = money(amount, line.source.currency)
    tell("paid", line, participation, by, amount=said, on=on.isoformat())
    return payment


@transaction.atomic
def remove_payment(*, payment: FundingPayment, reason: str, by: User) -> None:
    """Take away a payment that was recorded by mistake, with the reason. Refusal: reason_missing.

    The trail keeps its sum and day. Taken away twice it is told once.
    """
    line, participation = locked(payment.line, by)
    reason = changes.one_line(reason)
    changes.refuse_empty(
        reason, "reason_missing", _("Say why the payment is removed."), field="reason"
    )
    if not line.payments.filter(pk=payment.pk).exists():
        return
    tell(
        "payment_removed", line, participation, by,
        amount=money(payment.amount, line.source.currency), on=payment.on.isoformat(),
        reason=reason[:240],
    )  # fmt: skip
    payment.delete()


def advance_limit(line: FundingLine) -> Decimal | None:
    """The advance at most for what is granted, whole öre rounded down; None without a rule."""
    limits = []
    if line.source.advance_share is not None:
        share = (line.granted or ZERO) * line.source.advance_share / 100
        limits.append(share.quantize(CENT, ROUND_DOWN))
    if line.source.advance_max is not None:
        limits.append(line.source.advance_max)
    return min(limits, default=None)


def _refuse_unpayable(line: FundingLine) -> None:
    if line.source.kind == SourceKind.HOURS:
        raise Refusal("hours_unpaid", _("Volunteer hours are worked, not paid."))
    if line.state != LineState.GRANTED:
        raise Refusal("not_granted", _("Only what is granted is paid."))


def _refuse_repeated(before: list[FundingPayment], reference: str) -> None:
    if any(payment.kind == PaymentKind.FINAL for payment in before):
        raise Refusal("already_final", _("The last payment has come; nothing comes after it."))
    if any(payment.reference == reference for payment in before):
        raise Refusal(
            "reference_used",
            _("A payment with this reference is recorded already."),
            field="reference",
        )


def _refuse_too_much(line: FundingLine, before: list[FundingPayment], amount: Decimal) -> None:
    if amount is None or amount <= ZERO:
        raise Refusal("amount_missing", _("Write the sum that came in."), field="amount")
    left = (line.granted or ZERO) - sum((payment.amount for payment in before), ZERO)
    if amount > left:
        raise Refusal(
            "more_than_granted",
            _("%(left)s of what is granted is left to pay; this is more.")
            % {"left": money(left, line.source.currency)},
            field="amount",
        )


def _refuse_advance(line: FundingLine, before: list[FundingPayment], amount: Decimal) -> None:
    allowed = line.source.advance_applicants
    if allowed and line.applicant not in allowed:
        raise Refusal(
            "advance_applicant",
            _("%(source)s pays no advance to this kind of applicant.")
            % {"source": line.source.name},
            field="kind",
        )
    most = advance_limit(line)
    had = sum((one.amount for one in before if one.kind == PaymentKind.ADVANCE), ZERO)
    if most is not None and had + amount > most:
        raise Refusal(
            "advance_too_large",
            _("%(source)s pays at most %(most)s of this in advance, and %(had)s has come.")
            % {
                "source": line.source.name,
                "most": money(most, line.source.currency),
                "had": money(had, line.source.currency),
            },
            field="amount",
        )

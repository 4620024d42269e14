"""What the page of one funding line shows: its facts, what comes next, what has come in."""

from __future__ import annotations

from typing import Any

from django import forms

from core.money import ZERO
from core.policy import allowed
from people.models import User
from places.models import Participation
from plans.domain.decisions import OWN
from plans.domain.lock import lock_reason
from plans.domain.payments import advance_limit
from plans.forms.funding import (
    AskedForm,
    GrantedForm,
    PaymentForm,
    RefusedForm,
    RemovalForm,
    ReportedForm,
)
from plans.funding_page import line_row
from plans.models import FundingLine, LineState, PaymentKind, SourceKind
from plans.words import words_of


def context(
    participation: Participation, line: FundingLine, user: User, **bound: forms.Form
) -> dict[str, Any]:
    """The page; `bound` are forms that were sent and come back: asked, granted, and so on."""
    payments = list(line.payments.all())
    paid = sum((payment.amount for payment in payments), ZERO)
    reason = lock_reason(participation)
    may = allowed(user, "plans.fund", participation)
    final = any(payment.kind == PaymentKind.FINAL for payment in payments)
    left = (line.granted or ZERO) - paid
    return {
        "participation": participation,
        "words": words_of(participation.programme),
        "line": line,
        "row": line_row(line, paid),
        "currency": line.source.currency,
        "in_hours": line.source.kind == SourceKind.HOURS,
        "payments": payments,
        "paid": paid,
        "left": left,
        "final": final,
        "advance_limit": advance_limit(line) if line.state == LineState.GRANTED else None,
        "may_fund": may and not reason,
        "may_pay": may and line.state == LineState.GRANTED and not final,
        "lock_reason": reason,
        "forms": {
            name: bound.get(name, form)
            for name, form in _forms(line, payments=bool(payments)).items()
        },
        "removal": RemovalForm(),
        "errors": list(bound.values()),
        "may_step_back": line.state != LineState.PLANNED and not payments,
        "may_remove": line.state != LineState.GRANTED and not payments,
    }


def _forms(line: FundingLine, *, payments: bool) -> dict[str, forms.Form]:
    version = {"version": line.version}
    is_own = line.source.kind in OWN
    made: dict[str, forms.Form] = {}
    if line.state == LineState.PLANNED and not is_own:
        made["asked"] = AskedForm(initial=version | {"reference": line.reference}, prefix="asked")
    if line.state == LineState.ASKED or (line.state == LineState.PLANNED and is_own):
        whole = {"granted": line.asked, "hours": line.hours, "conditions": line.conditions}
        made["granted"] = GrantedForm(initial=version | whole, source=line.source, prefix="granted")
        made["refused"] = RefusedForm(initial=version, prefix="refused")
    if line.state == LineState.GRANTED and line.source.kind != SourceKind.HOURS:
        if line.source.final_report and line.reported_on is None:
            made["reported"] = ReportedForm(initial=version, prefix="reported")
        kind = PaymentKind.PART if payments else PaymentKind.ADVANCE
        made["payment"] = PaymentForm(initial={"kind": kind}, prefix="payment")
    return made

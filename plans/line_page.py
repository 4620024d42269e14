"""What the page of one funding line shows: its facts, what comes next, what has come in."""

from __future__ import annotations

from collections.abc import Callable
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
    ReportedForm,
)
from plans.funding_page import line_row
from plans.models import FundingLine, LineState, PaymentKind, SourceKind
from plans.words import words_of

#: The forms of the page, by the step that each takes.
FORMS: dict[str, Callable[..., forms.Form]] = {
    "asked": AskedForm,
    "granted": GrantedForm,
    "refused": RefusedForm,
    "reported": ReportedForm,
    "payment": PaymentForm,
}


def line_context(
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
            name: bound.get(name) or FORMS[name](row=line, prefix=name) for name in _steps(line)
        },
        "errors": list(bound.values()),
        "may_step_back": line.state != LineState.PLANNED and not payments,
        "may_remove": line.state != LineState.GRANTED and not payments,
    }


def _steps(line: FundingLine) -> list[str]:
    """Which forms the line's page has today."""
    is_own = line.source.kind in OWN
    if line.state == LineState.PLANNED and not is_own:
        return ["asked"]
    if line.state in {LineState.PLANNED, LineState.ASKED}:
        return ["granted", "refused"]
    if line.state != LineState.GRANTED or line.source.kind == SourceKind.HOURS:
        return []
    wants_report = line.source.final_report and line.reported_on is None
    return ["reported", "payment"] if wants_report else ["payment"]

"""How a funding line moves: planned, applied for, granted or refused; and a step back.

Own cash and volunteer hours are not applied for: those who promise them say yes at once.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import ZERO, cents, money
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.domain import changes
from plans.domain.lengths import length_of
from plans.domain.lines import locked, refuse_wrong_day, store
from plans.domain.lock import refuse_locked_plan
from plans.models import FundingLine, LineState, SourceKind

#: Kinds of money that nobody decides on but the place itself.
OWN = (SourceKind.OWN_CASH, SourceKind.HOURS)


@transaction.atomic
def mark_asked(
    *, line: FundingLine, by: User, version: int, on: dt.date | None = None, reference: str = ""
) -> FundingLine:
    """Say that the application is sent, today unless `on` says otherwise.

    `reference` is the case number, when there is one. Refusals: plan_locked, not_planned,
    date_in_future, too_long. Conflict.
    """
    line, participation = _open(line, by)
    day = on or timezone.localdate()
    if line.state == LineState.ASKED and line.asked_on == day:
        return line
    if line.state != LineState.PLANNED:
        raise Refusal("not_planned", _("The application is sent already."))
    refuse_wrong_day(day, None, "")
    changes.refuse_older(line, version, {"state": LineState.ASKED, "asked_on": day})
    line.state, line.asked_on = LineState.ASKED, day
    line.reference = _reference(reference) or line.reference
    store(line, "asked", participation, by)
    return line


@transaction.atomic
def mark_granted(
    *,
    line: FundingLine,
    by: User,
    version: int,
    granted: Decimal | None = None,
    hours: Decimal | None = None,
    conditions: str = "",
    decided_on: dt.date | None = None,
) -> FundingLine:
    """Say that the money is granted, or the hours are promised.

    `granted` is the sum; for volunteer hours `hours` are those promised, and the sum is their
    value. Refusals: plan_locked, not_asked, nothing_granted, more_than_asked,
    date_in_future, too_early, too_long. Conflict.
    """
    line, participation = _open(line, by)
    _refuse_undecidable(line)
    day = _decision_day(line, decided_on)
    conditions = changes.lines(conditions)
    changes.refuse_longer(conditions, length_of(FundingLine, "conditions"))
    if line.source.kind == SourceKind.HOURS:
        granted = _promised(line, hours)
    granted = granted if granted is not None else ZERO
    if granted <= ZERO:
        raise Refusal(
            "nothing_granted",
            _("Write the sum that was granted. When it is nothing, say refused."),
            field="granted",
        )
    if granted > line.asked:
        raise Refusal(
            "more_than_asked",
            _("%(asked)s was applied for. More can be granted once the application is corrected.")
            % {"asked": money(line.asked, line.source.currency)},
            field="granted",
        )
    changes.refuse_older(line, version, {"state": LineState.GRANTED, "granted": granted})
    if line.source.kind == SourceKind.HOURS:
        line.hours = hours
    line.state, line.granted, line.decided_on = LineState.GRANTED, granted, day
    line.asked_on = line.asked_on or day
    line.conditions, line.reason = conditions or line.conditions, ""
    store(line, "granted", participation, by)
    return line


@transaction.atomic
def mark_refused(
    *, line: FundingLine, by: User, version: int, reason: str, decided_on: dt.date | None = None
) -> FundingLine:
    """Say that the application was refused, and why: the next one learns from it.

    Refusals: plan_locked, not_asked, reason_missing, too_long, date_in_future, too_early.
    Conflict.
    """
    line, participation = _open(line, by)
    _refuse_undecidable(line)
    day = _decision_day(line, decided_on)
    reason = changes.one_line(reason)
    changes.refuse_empty(reason, "reason_missing", _("Write why the application was refused."))
    changes.refuse_longer(reason, length_of(FundingLine, "reason"))
    changes.refuse_older(line, version, {"state": LineState.REFUSED, "reason": reason})
    line.state, line.reason, line.decided_on = LineState.REFUSED, reason, day
    store(line, "refused", participation, by)
    return line


@transaction.atomic
def step_back(*, line: FundingLine, by: User, version: int) -> FundingLine:
    """Correct a state that was set by mistake: a decision is applied for again, that planned.

    Own money and hours were never applied for, so they go back to planned at once.

    Refusals: plan_locked, is_planned, has_payments. Conflict.
    """
    line, participation = _open(line, by)
    if line.state == LineState.PLANNED:
        raise Refusal("is_planned", _("Nothing has been applied for yet."))
    if line.payments.exists():
        raise Refusal("has_payments", _("Money has come in for this line, so it stays."))
    if line.state == LineState.ASKED or line.source.kind in OWN:
        before, line.asked_on = LineState.PLANNED, None
    else:
        before = LineState.ASKED
    changes.refuse_older(line, version, {"state": before})
    line.state, line.granted, line.decided_on, line.reason = before, None, None, ""
    store(line, "stepped_back", participation, by)
    return line


@transaction.atomic
def mark_reported(
    *, line: FundingLine, by: User, version: int, on: dt.date | None = None
) -> FundingLine:
    """Say that the final report is handed in, today unless `on` says otherwise.

    Money is accounted for whatever the place's state, so the plan need not be open. Refusals:
    not_granted, date_in_future, too_early. Conflict.
    """
    require(by, "plans.fund", line.action.participation)
    line, participation = locked(line, by)
    if line.state != LineState.GRANTED:
        raise Refusal("not_granted", _("Only what is granted is reported on."))
    day = on or timezone.localdate()
    refuse_wrong_day(day, line.decided_on, _("The report cannot come before the decision."))
    if line.reported_on == day:
        return line
    changes.refuse_older(line, version, {"reported_on": day})
    line.reported_on = day
    store(line, "reported", participation, by)
    return line


def _open(line: FundingLine, by: User) -> tuple[FundingLine, Participation]:
    line, participation = locked(line, by)
    refuse_locked_plan(participation)
    return line, participation


def _refuse_undecidable(line: FundingLine) -> None:
    if line.state == LineState.ASKED or (
        line.state == LineState.PLANNED and line.source.kind in OWN
    ):
        return
    if line.state == LineState.PLANNED:
        raise Refusal("not_asked", _("Say first that the application is sent."))
    raise Refusal("not_asked", _("The application is decided already."))


def _decision_day(line: FundingLine, day: dt.date | None) -> dt.date:
    day = day or timezone.localdate()
    refuse_wrong_day(day, line.asked_on, _("The decision cannot come before the application."))
    return day


def _promised(line: FundingLine, hours: Decimal | None) -> Decimal:
    """What the promised hours are worth, by the rate of the day on which they were written."""
    if hours is None or hours <= ZERO:
        raise Refusal("nothing_granted", _("Write how many hours are promised."), field="granted")
    planned = line.hours or hours
    if hours > planned:
        raise Refusal(
            "more_than_asked",
            _("More hours are promised than were planned. Correct them first."),
            field="granted",
        )
    return cents(line.asked * hours / planned)


def _reference(text: str) -> str:
    text = changes.one_line(text)
    changes.refuse_longer(text, length_of(FundingLine, "reference"))
    return text

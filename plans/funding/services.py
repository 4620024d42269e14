"""Funding lines: plan to apply, change, take away; and what all verbs of a line share.

Every verb takes the plan's lock first, so a line is changed by one person at a time.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.money import ZERO, cents, money
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.checklist.ticks import sync
from places.models import Participation
from plans import changes
from plans.actions.values import account_called
from plans.blockers import lock_plan, refuse_locked_plan
from plans.changes import length_of
from plans.models import (
    Action,
    ActionState,
    Applicant,
    FundingLine,
    FundingSource,
    LineState,
    SourceKind,
)

#: What `add_line` and `save_line` take beside the source.
FIELDS = (
    "applicant", "asked", "hours", "deadline", "reference", "conditions", "responsible",
)  # fmt: skip
#: After the decision these stand as they were decided on.
DECIDED = ("applicant", "asked", "hours")


@transaction.atomic
def add_line(*, action: Action, source: FundingSource, by: User, **fields: Any) -> FundingLine:
    """Plan to apply to a source for an action; the keyword arguments are `FIELDS`.

    A source of volunteer hours takes `hours`, valued by the programme's rate; every other takes
    `asked`, a sum. Without an applicant an association applies.

    Refusals: plan_locked, action_dropped, source_unseen, source_closed, other_currency, and
    those of `checked`.
    """
    participation = action.participation
    require(by, "plans.fund", participation)
    refuse_locked_plan(lock_plan(participation))
    action = participation.actions.get(pk=action.pk)
    if action.state == ActionState.DROPPED:
        raise Refusal("action_dropped", _("The action is dropped and needs no money."))
    _refuse_unfit(source, participation, by)
    line = FundingLine(action=action, source=source)
    values = checked(line, participation, fields)
    put(line, values)
    line.responsible_user = account_called(participation, line.responsible)
    line.save(force_insert=True)
    tell("added", line, participation, by)
    return line


@transaction.atomic
def save_line(*, line: FundingLine, by: User, version: int, **fields: Any) -> FundingLine:
    """Change a line; what is not named stays. Saving what is stored already changes nothing.

    Refusals: plan_locked, already_decided (sum, hours or applicant of a decided line), and
    those of `checked`. Conflict when somebody else changed it since `version`.
    """
    line, participation = locked(line, by)
    refuse_locked_plan(participation)
    values = checked(line, participation, fields)
    if not changes.changed(line, values):
        return line
    changes.refuse_older(line, version, values)
    decided = line.state in {LineState.GRANTED, LineState.REFUSED}
    if decided and any(getattr(line, name) != values[name] for name in DECIDED):
        raise Refusal(
            "already_decided",
            _("The application is decided. Take the decision back to change what was applied for."),
        )
    put(line, values)
    line.responsible_user = account_called(participation, line.responsible)
    store(line, "changed", participation, by)
    return line


@transaction.atomic
def remove_line(*, line: FundingLine, by: User) -> None:
    """Take a line away. Refusals: plan_locked, already_granted, has_payments."""
    line, participation = locked(line, by)
    refuse_locked_plan(participation)
    if line.payments.exists():
        raise Refusal("has_payments", _("Money has come in for this line, so it stays."))
    if line.state == LineState.GRANTED:
        raise Refusal("already_granted", _("The money is granted. Take the decision back first."))
    tell("removed", line, participation, by)
    line.delete()
    sync(participation, "application_made", by=by)


def locked(line: FundingLine, by: User) -> tuple[FundingLine, Participation]:
    """The line read anew under the plan's lock, once the user may fund the plan."""
    participation = line.action.participation
    require(by, "plans.fund", participation)
    participation = lock_plan(participation)
    fresh = FundingLine.objects.select_related("source", "action__participation__programme").get(
        pk=line.pk
    )
    return fresh, participation


def store(line: FundingLine, verb: str, participation: Participation, by: User) -> None:
    """Save a changed line as its next version, and tell the trail."""
    line.version += 1
    line.save()
    tell(verb, line, participation, by)
    sync(participation, "application_made", by=by)


def put(line: FundingLine, values: dict[str, Any]) -> None:
    """Set the values on the line."""
    for name, value in values.items():
        setattr(line, name, value)


def tell(verb: str, line: FundingLine, participation: Participation, by: User, **more: Any) -> None:
    """A line in the place's trail: which source, which action; no notes and no people."""
    facts = {"source": line.source.name, "action": line.action.title} | more
    audit.record(f"funding.{verb}", participation, by=by, **facts)


def value_of_hours(participation: Participation, hours: Decimal) -> Decimal:
    """The hours' value by the programme's rate. Refusal: no_rate."""
    rate = participation.programme.volunteer_rate
    if rate is None:
        raise Refusal(
            "no_rate",
            _("The programme has not yet set the value of a volunteer hour. Ask those who run it."),
            field="hours",
        )
    return cents(hours * rate)


def checked(
    line: FundingLine, participation: Participation, fields: dict[str, Any]
) -> dict[str, Any]:
    """All values as they will be stored, or the first rule that they break.

    Refusals: unknown_applicant, sum_missing, hours_missing, no_rate, too_long.
    """
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a funding line has no {', '.join(sorted(unknown))}")
    values = {name: fields.get(name, getattr(line, name)) for name in FIELDS}
    for name in ("reference", "responsible"):
        values[name] = changes.one_line(values[name])
    values["conditions"] = changes.lines(values["conditions"])
    for name in ("reference", "responsible", "conditions"):
        changes.refuse_longer(values[name], length_of(FundingLine, name), field=name)
    if values["applicant"] not in Applicant.values:
        raise Refusal("unknown_applicant", _("Choose who applies."), field="applicant")
    if line.source.kind == SourceKind.HOURS:
        values |= _hours(line, participation, values)
    else:
        values["hours"] = None
        if values["asked"] is None or values["asked"] <= ZERO:
            raise Refusal("sum_missing", _("Write how much is applied for."), field="asked")
    return values


def _hours(
    line: FundingLine, participation: Participation, values: dict[str, Any]
) -> dict[str, Any]:
    if values["hours"] is None or values["hours"] <= ZERO:
        raise Refusal("hours_missing", _("Write how many hours are to be promised."), field="hours")
    if line.pk and values["hours"] == line.hours:
        # The value stands by the rate of the day on which the hours were written.
        return {"asked": line.asked}
    return {"asked": value_of_hours(participation, values["hours"])}


def _refuse_unfit(source: FundingSource, participation: Participation, by: User) -> None:
    if not FundingSource.objects.visible_to(by).filter(pk=source.pk).exists():
        raise Refusal("source_unseen", _("The source is not in the register that you see."))
    if source.closed:
        raise Refusal("source_closed", _("The source takes no more applications."))
    currency = participation.programme.currency
    if source.currency != currency:
        raise Refusal(
            "other_currency",
            _("The source pays in %(theirs)s, but the programme uses %(ours)s.")
            % {"theirs": source.currency, "ours": currency},
        )


def refuse_wrong_day(
    day: dt.date, earliest: dt.date | None, message: str, *, field: str = "on"
) -> None:
    """Refuse a day that has not come (date_in_future) or lies before `earliest` (too_early)."""
    changes.refuse_future(day, "date_in_future", _("The date is in the future."), field=field)
    if earliest is not None and day < earliest:
        raise Refusal("too_early", message, field=field)


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
    changes.refuse_longer(conditions, length_of(FundingLine, "conditions"), field="conditions")
    if line.source.kind == SourceKind.HOURS:
        granted = _promised(line, hours)
    granted = granted if granted is not None else ZERO
    if granted <= ZERO:
        raise Refusal(
            "nothing_granted",
            _("Write the sum that was granted. If nothing was granted, choose refused."),
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
    changes.refuse_empty(
        reason, "reason_missing", _("Write why the application was refused."), field="reason"
    )
    changes.refuse_longer(reason, length_of(FundingLine, "reason"), field="reason")
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
    refuse_wrong_day(
        day,
        line.asked_on,
        _("The decision cannot come before the application."),
        field="decided_on",
    )
    return day


def _promised(line: FundingLine, hours: Decimal | None) -> Decimal:
    """What the promised hours are worth, by the rate of the day on which they were written."""
    if hours is None or hours <= ZERO:
        raise Refusal("nothing_granted", _("Write how many hours are promised."), field="hours")
    planned = line.hours or hours
    if hours > planned:
        raise Refusal(
            "more_than_asked",
            _("More hours are promised than were planned. Correct them first."),
            field="hours",
        )
    return cents(line.asked * hours / planned)


def _reference(text: str) -> str:
    text = changes.one_line(text)
    changes.refuse_longer(text, length_of(FundingLine, "reference"), field="reference")
    return text

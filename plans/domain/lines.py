"""Funding lines: plan to apply, change, take away; and what all verbs of a line share.

Every verb takes the plan's lock first, so a line is changed by one person at a time.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.money import ZERO, cents
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.domain import changes
from plans.domain.action_rules import account_called
from plans.domain.lengths import length_of
from plans.domain.lock import lock_plan, refuse_locked_plan
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
        raise Refusal("action_dropped", _("The action is dropped. It needs no money."))
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
            _("The programme says not yet what a volunteer hour is worth. Ask who runs it."),
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
        changes.refuse_longer(values[name], length_of(FundingLine, name))
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
            _("The source pays in %(theirs)s and the programme counts in %(ours)s.")
            % {"theirs": source.currency, "ours": currency},
        )


def refuse_wrong_day(day: dt.date, earliest: dt.date | None, message: str) -> None:
    """Refuse a day that has not come (date_in_future) or lies before `earliest` (too_early)."""
    changes.refuse_future(day, "date_in_future", _("The date is in the future."))
    if earliest is not None and day < earliest:
        raise Refusal("too_early", message)

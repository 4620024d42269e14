"""Ending the support of a place."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.domain import summary
from places.domain.rows import lock, wanted
from places.models import GateState, Participation, ParticipationStatus

_NO_REASON = gettext_lazy("The support has days left. Write why it ends now.")


@transaction.atomic
def end_support(
    *, participation: Participation, by: User, on: dt.date, reason: str = ""
) -> Participation:
    """Close the support with `on` as its last day. The place keeps its plan and what it wrote.

    The last day by the clock needs no reason, an earlier one does. The follow-ups count from
    `on`. Refusals: not_under_way, gate_waiting, date_in_future, date_before_start,
    date_after_end, reason_missing.
    """
    require(by, "places.manage_clock", participation)
    lock(participation)
    if participation.status != ParticipationStatus.ACTIVE:
        raise Refusal("not_under_way", _("The place is no longer under way in this programme."))
    if participation.gate_state == GateState.WAITING:
        raise Refusal("gate_waiting", _("The gate waits for a decision. Decide there first."))
    why = _checked(participation, on, reason)
    participation.status = ParticipationStatus.ENDED
    participation.ended_on = on
    participation.save(update_fields=["status", "ended_on", "updated_at"])
    summary.refresh(participation)
    if why:
        audit.record("support.ended_early", participation, by=by, on=on.isoformat(), reason=why)
    else:
        audit.record("support.ended", participation, by=by, on=on.isoformat())
    return participation


def _checked(participation: Participation, on: dt.date, reason: str) -> str:
    """The reason for an early end, "" for the end by the clock; refuses impossible days."""
    last = participation.support_ends_on
    if on > timezone.localdate():
        raise Refusal(
            "date_in_future",
            _("The last day lies in the future. End it when it is over."),
            field="on",
        )
    if on < participation.started_on:
        raise Refusal(
            "date_before_start", _("The last day must not be before the start."), field="on"
        )
    if on > last:
        raise Refusal(
            "date_after_end",
            _("The support lasted until %(date)s. Extend it first, or choose that day.")
            % {"date": short_date(last)},
            field="on",
        )
    return wanted(reason, "reason_missing", _NO_REASON) if on < last else ""

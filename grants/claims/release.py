"""Whether an instalment may be claimed: derived from what it hangs on, never stored.

`released_on` only records when the gate or a report released it, and that the process leaders
were told.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal
from grants.claims import letters
from grants.models import IN_USE, Grant, Instalment, InstalmentState, Trigger
from grants.queries import lock_grant
from people.models import User
from places.gate.events import on_decided
from places.models import GateReview, Participation, ParticipationStatus
from places.models.participation import GATE_PASSED

#: Places whose support goes on, or is being wound up with the final report.
_LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)
DONE = "d"
_STATE_WORDS = {
    InstalmentState.CLAIMED: lambda: _("It is claimed and waits for a decision."),
    InstalmentState.APPROVED: lambda: _("It is approved and waits to be paid."),
    InstalmentState.PAID: lambda: _("It is paid."),
}


class Answer(NamedTuple):
    """Whether it may be claimed, and why or why not as a sentence in the reader's language."""

    may: bool
    why: str


def claimable(instalment: Instalment, participation: Participation) -> Answer:
    """Whether the instalment may be claimed now.

    Asks the database nothing when the instalment's grant and step are in hand.
    """
    if instalment.state in IN_USE:
        return Answer(may=False, why=_STATE_WORDS[InstalmentState(instalment.state)]())
    if instalment.grant.agreed_on is None:
        return Answer(may=False, why=_("Opens when the agreement is signed."))
    if participation.status not in _LIVING:
        return Answer(may=False, why=_("The place is not under way, so nothing more is claimed."))
    return _by_trigger(instalment, participation)


def _by_trigger(instalment: Instalment, participation: Participation) -> Answer:
    if instalment.trigger == Trigger.DATE:
        return _by_date(instalment.due_on)
    if instalment.trigger == Trigger.STEP:
        return _by_step(instalment, participation)
    if instalment.trigger == Trigger.GATE:
        return _by_gate(participation)
    return _by_report(instalment)


def _by_date(due_on: dt.date | None) -> Answer:
    # A day is a constraint of the row; without one nothing opens.
    if due_on is None or due_on > timezone.localdate():
        return Answer(may=False, why=_("Opens on %(day)s.") % {"day": short_date(due_on)})
    return Answer(may=True, why=_("Can be claimed since %(day)s.") % {"day": short_date(due_on)})


def _by_step(instalment: Instalment, participation: Participation) -> Answer:
    step = instalment.step
    if step is None:
        return Answer(may=False, why=_("Opens when the step is done."))
    words = {"number": step.order, "step": step.title}
    if participation.progress[step.order - 1 : step.order] == DONE:
        return Answer(
            may=True, why=_("Can be claimed: step %(number)d, %(step)s, is done.") % words
        )
    return Answer(may=False, why=_("Opens when step %(number)d, %(step)s, is done.") % words)


def _by_gate(participation: Participation) -> Answer:
    if participation.gate_state not in GATE_PASSED:
        return Answer(may=False, why=_("Opens when the gate is passed."))
    if participation.gate_since is None:
        return Answer(may=True, why=_("Can be claimed: the gate is passed."))
    day = short_date(participation.gate_since)
    return Answer(
        may=True, why=_("Can be claimed since the gate was passed %(day)s.") % {"day": day}
    )


def _by_report(instalment: Instalment) -> Answer:
    if instalment.report_received_on is None:
        words = {"report": instalment.report}
        return Answer(may=False, why=_("Opens when the report is received: %(report)s.") % words)
    day = short_date(instalment.report_received_on)
    return Answer(
        may=True, why=_("Can be claimed since the report was received %(day)s.") % {"day": day}
    )


def release_at_gate(*, grant: Grant, by: User) -> None:
    """Mark the instalments that the passed gate releases and tell the process leaders; once.

    Called by the gate's decision and by the agreement's verbs, in their transaction: an
    agreement may be signed or changed after the gate.
    """
    participation = grant.participation
    if grant.agreed_on is None or participation.gate_state not in GATE_PASSED:
        return
    waiting = grant.instalments.select_for_update().filter(
        trigger=Trigger.GATE, released_on__isnull=True
    )
    for instalment in waiting:
        _release(instalment, grant, by)


@transaction.atomic
def receive_report(*, instalment: Instalment, on: dt.date, by: User) -> Instalment:
    """Note that the report came in, which opens the instalment. Noted again, the day is corrected.

    Refusals: no_report (it hangs on something else), not_agreed, received_in_future,
    received_before_start, already_claimed.
    """
    require(by, "grants.manage", instalment.grant.participation)
    grant = lock_grant(instalment.grant)
    instalment = Instalment.objects.select_for_update().get(pk=instalment.pk, grant=grant)
    _refuse_report(instalment, grant, on)
    if instalment.report_received_on == on:
        return instalment
    instalment.report_received_on = on
    instalment.save(update_fields=["report_received_on", "updated_at"])
    audit.record(
        "grant.report_received", grant.participation, by=by,
        report=instalment.report, on=on.isoformat(),
    )  # fmt: skip
    if instalment.released_on is None:
        _release(instalment, grant, by)
    return instalment


def _refuse_report(instalment: Instalment, grant: Grant, on: dt.date) -> None:
    if instalment.trigger != Trigger.REPORT:
        raise Refusal("no_report", _("This instalment does not wait for a report."))
    if grant.agreed_on is None:
        raise Refusal("not_agreed", _("The agreement is not signed yet."))
    if instalment.state in IN_USE:
        raise Refusal("already_claimed", _("The instalment is claimed already."))
    if on > timezone.localdate():
        raise Refusal(
            "received_in_future", _("The report cannot have arrived on a future date."), field="on"
        )
    if on < grant.starts_on:
        raise Refusal(
            "received_before_start",
            _("The agreement starts on %(day)s; the report cannot have come before that.")
            % {"day": short_date(grant.starts_on)},
            field="on",
        )


def _release(instalment: Instalment, grant: Grant, by: User) -> None:
    instalment.released_on = timezone.localdate()
    instalment.save(update_fields=["released_on", "updated_at"])
    audit.record(
        "grant.released", grant.participation, by=by, number=instalment.number,
        amount=grant.in_currency(instalment.amount),
    )  # fmt: skip
    letters.tell_released(instalment, grant, by)


@on_decided
def release_instalments(review: GateReview, by: User) -> None:
    """Open the instalments that hang on the gate, in the decision's transaction."""
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("participation__programme__region", "participation__place")
        .filter(participation=review.participation_id)
        .first()
    )
    if grant is not None:
        release_at_gate(grant=grant, by=by)

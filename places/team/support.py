"""Pausing, extending and ending the support. `places.clock` counts its end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal, needed
from people.models import User
from places import clock, summary
from places.models import ClockChange, ClockKind, GateState, Participation, ParticipationStatus

#: Longer than this is a mistyped date or number, not a pause or an extension.
LONGEST_PAUSE_DAYS = 366
LONGEST_EXTENSION_MONTHS = 24
MOST_MONTHS = 120
_NO_REASON = gettext_lazy("Write the reason. It is kept with the change.")


@transaction.atomic
def pause(
    *, participation: Participation, starts_on: date, ends_on: date, reason: str, by: User
) -> ClockChange:
    """Stop the clock from `starts_on` to `ends_on`, both days included; the end moves as much.

    Refusals: not_under_way, reason_missing, end_before_start, pause_before_start, pause_too_long,
    pauses_overlap, pause_after_end.
    """
    _lock(participation, by)
    why = needed(reason, "reason_missing", _NO_REASON, field="reason")
    if ends_on < starts_on:
        raise Refusal(
            "end_before_start", _("The last day must not be before the first."), field="ends_on"
        )
    if starts_on < participation.started_on:
        raise Refusal(
            "pause_before_start",
            _("The support starts on %(date)s. A pause cannot begin before that day.")
            % {"date": date_format(participation.started_on, "SHORT_DATE_FORMAT")},
            field="starts_on",
        )
    if ends_on - starts_on >= timedelta(days=LONGEST_PAUSE_DAYS):
        raise Refusal(
            "pause_too_long", _("A pause can be a year at most. Check the dates."), field="ends_on"
        )
    _refuse_useless_pause(participation, starts_on, ends_on)
    change = ClockChange.objects.create(
        participation=participation,
        kind=ClockKind.PAUSE,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=why,
        by=by,
    )
    return _finish(
        change, "clock.paused", starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat()
    )


@transaction.atomic
def extend(*, participation: Participation, months: int, reason: str, by: User) -> ClockChange:
    """Add whole months to the support.

    Refusals: not_under_way, reason_missing, months_out_of_range.
    """
    _lock(participation, by)
    why = needed(reason, "reason_missing", _NO_REASON, field="reason")
    so_far = clock.clock_months(participation, participation.clock_changes.all())
    if not 1 <= months <= LONGEST_EXTENSION_MONTHS or so_far + months > MOST_MONTHS:
        raise Refusal(
            "months_out_of_range",
            _("An extension is 1 to %(most)s months.") % {"most": LONGEST_EXTENSION_MONTHS},
            field="months",
        )
    change = ClockChange.objects.create(
        participation=participation, kind=ClockKind.EXTENSION, months=months, reason=why, by=by
    )
    return _finish(change, "clock.extended", months=months)


def _lock(participation: Participation, by: User) -> None:
    """Two changes at once wait for each other; the object in hand gets the stored values."""
    require(by, "places.manage_clock", participation)
    participation.lock()
    if participation.status not in {ParticipationStatus.ACTIVE, ParticipationStatus.CANDIDATE}:
        raise Refusal("not_under_way", _("The place is no longer under way in this programme."))


def _refuse_useless_pause(participation: Participation, starts_on: date, ends_on: date) -> None:
    changes = list(participation.clock_changes.all())
    if any(change.covers(starts_on, ends_on) for change in changes):
        raise Refusal(
            "pauses_overlap",
            _("Another pause holds on some of these days. Choose other days."),
            field="starts_on",
        )
    end = clock.support_end(participation, changes)
    if starts_on > end:
        raise Refusal(
            "pause_after_end",
            _("The support ends on %(date)s. Extend it, or choose an earlier day.")
            % {"date": date_format(end, "SHORT_DATE_FORMAT")},
            field="starts_on",
        )


def _finish(change: ClockChange, verb: str, **facts: str | int) -> ClockChange:
    participation = change.participation
    before = participation.support_ends_on
    summary.refresh(participation)
    audit.record(
        verb,
        participation,
        by=change.by,
        reason=change.reason,
        before=before.isoformat(),
        after=participation.support_ends_on.isoformat(),
        **facts,
    )
    return change


@transaction.atomic
def end_support(
    *, participation: Participation, by: User, on: date, reason: str = ""
) -> Participation:
    """Close the support with `on` as its last day. The place keeps its plan and what it wrote.

    The last day by the clock needs no reason, an earlier one does. The follow-ups count from
    `on`. Refusals: not_under_way, gate_waiting, date_in_future, date_before_start,
    date_after_end, reason_missing.
    """
    require(by, "places.manage_clock", participation)
    participation.lock()
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


def _checked(participation: Participation, on: date, reason: str) -> str:
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
    if on == last:
        return ""
    missing = _("The support has days left. Write why it ends now.")
    return needed(reason, "reason_missing", missing, field="reason")


@transaction.atomic
def set_test(*, participation: Participation, by: User, is_test: bool) -> Participation:
    """Say that a place is a test, or no test: a test stands in no count, report or open page.

    Said twice, nothing more happens.
    """
    require(by, "places.manage_clock", participation)
    participation.lock()
    if participation.is_test != is_test:
        participation.is_test = is_test
        participation.save(update_fields=["is_test", "updated_at"])
        audit.record("place.test" if is_test else "place.counts", participation, by=by)
    return participation


@transaction.atomic
def set_handover_ready(*, participation: Participation, ready: bool) -> None:
    """Keep the fact on the participation and refresh its summary.

    Called by the verbs of `continuity`, which check the right and leave the audit line. While
    it is not ready the place asks for attention six months before the support ends.
    """
    participation.lock()
    if participation.handover_ready != ready:
        participation.handover_ready = ready
        participation.save(update_fields=["handover_ready", "updated_at"])
        summary.refresh(participation)

"""Pausing and extending the support. How the end is counted is told in `clock`."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.domain import clock, summary
from places.domain.rows import lock, wanted
from places.models import ClockChange, ClockKind, Participation, ParticipationStatus

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
    why = wanted(reason, "reason_missing", _NO_REASON)
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
    why = wanted(reason, "reason_missing", _NO_REASON)
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
    lock(participation)
    if participation.status not in {ParticipationStatus.ACTIVE, ParticipationStatus.CANDIDATE}:
        raise Refusal("not_under_way", _("The place is no longer under way in this programme."))


def _refuse_useless_pause(participation: Participation, starts_on: date, ends_on: date) -> None:
    changes = list(participation.clock_changes.all())
    pauses = [c for c in changes if c.kind == ClockKind.PAUSE]
    if any(_overlaps(change, starts_on, ends_on) for change in pauses):
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


def _overlaps(pause_: ClockChange, first: date, last: date) -> bool:
    return bool(
        pause_.starts_on and pause_.ends_on and pause_.starts_on <= last and pause_.ends_on >= first
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

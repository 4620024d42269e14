"""Letting a place's reminders rest for a while, and letting them go on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from reminders.models import NOTE_LENGTH, Pause, PauseReason

#: A longer rest is no pause; the support itself can be paused.
LONGEST_DAYS = 120


@transaction.atomic
def pause(
    *, participation: Participation, by: User, reason: str, until: dt.date, note: str = ""
) -> Pause:
    """No reminders about the place until the end of a day. Paused again, the new pause holds.

    Refusals: unknown_reason, needs_note, too_long, wrong_day.
    """
    require(by, "reminders.pause", participation)
    today, note = timezone.localdate(), note.strip()
    if reason not in PauseReason.values:
        raise Refusal("unknown_reason", _("Choose a reason."), field="reason")
    if reason == PauseReason.OTHER and not note:
        raise Refusal("needs_note", _("Write what the reason is."), field="note")
    if len(note) > NOTE_LENGTH:
        raise Refusal(
            "too_long",
            _("A text is longer than %(limit)d characters.") % {"limit": NOTE_LENGTH},
            field="note",
        )
    if not today <= until <= today + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "wrong_day",
            _("Choose a day from today on, at most %(days)d days ahead.") % {"days": LONGEST_DAYS},
            field="until",
        )
    participation.lock()
    _end(participation)
    made = Pause.objects.create(
        participation=participation, reason=reason, note=note, until=until, by=by, starts_on=today
    )
    audit.record("reminder.paused", participation, by=by, until=until.isoformat())
    return made


@transaction.atomic
def resume(*, participation: Participation, by: User) -> bool:
    """Let reminders go on before the pause's day; whether there was a pause."""
    require(by, "reminders.pause", participation)
    participation.lock()
    ended = _end(participation)
    if ended:
        audit.record("reminder.resumed", participation, by=by)
    return ended


def _end(participation: Participation) -> bool:
    """End what stands, and mark what is over as ended, so that there is one pause a place."""
    today = timezone.localdate()
    standing = Pause.objects.standing(today).filter(participation=participation).exists()
    Pause.objects.filter(participation=participation, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
    return standing

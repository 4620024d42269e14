"""What a coach does to reach a place. Each act keeps it out of the list until a day.

The place comes back by itself when the day has come and the reason still holds; a reason that is
gone takes the place out of the list without any act.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from people.models import User
from places.coaching.services import log_contact
from places.models import CoachedParty, CoachingKind, Participation
from reminders.chase import letters
from reminders.models import ChaseAct, ChaseNote

#: How long an act usually keeps a place out of the list, in days.
USUAL_DAYS = {ChaseAct.TRIED: 3, ChaseAct.CALLED: 7, ChaseAct.REMARK: 9, ChaseAct.LETTER: 14}
LONGEST_DAYS = 90
TEXT_LENGTH = 2000
DOUBLE_CLICK = dt.timedelta(minutes=2)


def tried(*, participation: Participation, by: User, quiet_until: dt.date) -> ChaseNote:
    """Note that nobody answered. Refusal: wrong_day."""
    return _note(participation, by, ChaseAct.TRIED, quiet_until)


@transaction.atomic
def called(*, participation: Participation, by: User, quiet_until: dt.date) -> ChaseNote:
    """Note a call in the coaching log. Refusals: wrong_day, those of `log_contact`."""
    made = _note(participation, by, ChaseAct.CALLED, quiet_until)
    log_contact(participation=participation, by=by, kind=CoachingKind.CALL, on=timezone.localdate())
    return made


@transaction.atomic
def remark(*, participation: Participation, by: User, text: str, quiet_until: dt.date) -> ChaseNote:
    """Write to the process leaders, as a contact of the log. Refusals: text_missing, wrong_day."""
    text = _checked(text)
    made = _note(participation, by, ChaseAct.REMARK, quiet_until)
    log_contact(
        participation=participation, by=by, kind=CoachingKind.MAIL, on=timezone.localdate(),
        shared=text, tell_leader=True,
    )  # fmt: skip
    return made


@transaction.atomic
def write_to_municipality(
    *, participation: Participation, by: User, subject: str, text: str, quiet_until: dt.date
) -> ChaseNote:
    """Write to the municipality's contact persons, one letter a day, and log it.

    Refusals: subject_missing, text_missing, too_long, wrong_day, nobody_there, already_written,
    those of the outbox.
    """
    subject = needed(subject, "subject_missing", _("Write what it is about."), field="subject")
    text = _checked(text)
    made = _note(participation, by, ChaseAct.LETTER, quiet_until)
    letters.send(participation, subject=subject, text=text, by=by)
    log_contact(
        participation=participation, by=by, kind=CoachingKind.MAIL, on=timezone.localdate(),
        party=CoachedParty.MUNICIPALITY, private=text,
    )  # fmt: skip
    return made


@transaction.atomic
def wake(*, participation: Participation, by: User) -> bool:
    """Put a place back into the list before its day; whether it was out of it."""
    require(by, "reminders.chase_place", participation)
    today = timezone.localdate()
    rows = ChaseNote.objects.filter(participation=participation, quiet_until__gt=today)
    woken = bool(rows.update(quiet_until=today))
    if woken:
        audit.record("chase.woken", participation, by=by)
    return woken


def _checked(text: str) -> str:
    text = needed(text, "text_missing", _("Write what the letter says."), field="text")
    if len(text) > TEXT_LENGTH:
        raise Refusal(
            "too_long",
            _("A text is longer than %(limit)d characters.") % {"limit": TEXT_LENGTH},
            field="text",
        )
    return text


@transaction.atomic
def _note(participation: Participation, by: User, act: ChaseAct, quiet_until: dt.date) -> ChaseNote:
    """Keep what was done; the same by the same person within two minutes is a double click."""
    require(by, "reminders.chase_place", participation)
    today = timezone.localdate()
    if not today < quiet_until <= today + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "wrong_day",
            _("Choose a day after today, at most %(days)d days ahead.") % {"days": LONGEST_DAYS},
            field="quiet_until",
        )
    participation.lock()
    since = timezone.now() - DOUBLE_CLICK
    same = participation.chase_notes.filter(
        act=act, by=by, quiet_until=quiet_until, created_at__gte=since
    ).first()
    if same is not None:
        return same
    # The newest act says until when; an earlier one that reaches further is over.
    participation.chase_notes.filter(quiet_until__gt=quiet_until).update(quiet_until=quiet_until)
    made = ChaseNote.objects.create(
        participation=participation, act=act, by=by, quiet_until=quiet_until
    )
    audit.record(f"chase.{act}", participation, by=by, until=quiet_until.isoformat())
    return made

"""Reminders: set for a meeting, sent once each when their time comes, to whom they concern then.

Hours before the start are hours that pass, counted in UTC: "24 hours before" is that also over a
night in which the clock is moved.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import User
from workshops.guests.services import only_own_list
from workshops.letters.rules import hosts_of, refuse_foreign_links
from workshops.letters.texts import LetterWords, checked_words, text_of
from workshops.letters.writing import write_to_guests
from workshops.models import (
    Answer,
    Audience,
    Invitation,
    LetterRole,
    MeetingCampaign,
    Reminder,
    Workshop,
    WorkshopState,
)
from workshops.templatetags.meetings import moment_at

#: Reminders earlier than this before the meeting are invitations.
MOST_HOURS = 24 * 60
#: A late worker still sends; later than this the reminder would only confuse.
LATEST = dt.timedelta(hours=12)
AUDIENCES = (Audience.UNANSWERED, Audience.COMING, Audience.ALL)


@transaction.atomic
def set_reminder(
    *,
    workshop: Workshop,
    by: User,
    hours_before: int,
    audience: str = Audience.UNANSWERED,
    subject: str = "",
    body: str = "",
    is_on: bool = True,
    reminder: Reminder | None = None,
) -> Reminder:
    """Add a reminder, or change one that has not been sent. Without a text it is the programme's.

    Refusals: wrong_hours, wrong_audience, after_answers, reminder_there, reminder_sent,
    half_a_text, those of `checked_words`.
    """
    _require(by, workshop)
    if not 1 <= hours_before <= MOST_HOURS:
        raise Refusal(
            "wrong_hours",
            _("A reminder is sent between 1 and %(most)s hours before.") % {"most": MOST_HOURS},
            field="hours_before",
        )
    if audience not in AUDIENCES:
        raise Refusal("wrong_audience", _("Choose whom to remind."), field="audience")
    words = _words(workshop, subject, body)
    row = _unsent(reminder) if reminder else Reminder(workshop=workshop)
    row.hours_before, row.audience, row.is_on = hours_before, audience, is_on
    row.subject, row.body = words
    if is_on and comes_too_late(row, workshop):
        raise Refusal(
            "after_answers",
            _(
                "Answers are taken until %(until)s. Remind those who have not answered before "
                "that, or only those who come."
            )
            % {"until": moment_at(workshop.closes_at, workshop)},
            field="hours_before",
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal(
            "reminder_there", _("There is already a reminder at this time."), field="hours_before"
        ) from None
    verb = "reminder.changed" if reminder else "reminder.added"
    audit.record(verb, workshop, by=by, hours=hours_before)
    return row


@transaction.atomic
def switch(*, reminder: Reminder, by: User, is_on: bool) -> Reminder:
    """Turn a reminder on or off. Refusals: reminder_sent."""
    _require(by, reminder.workshop)
    row = _unsent(reminder)
    if row.is_on != is_on:
        row.is_on = is_on
        row.save(update_fields=["is_on", "updated_at"])
        audit.record("reminder.changed", row.workshop, by=by, hours=row.hours_before)
    return row


@transaction.atomic
def remove(*, reminder: Reminder, by: User) -> None:
    """Take a reminder away. Refusals: reminder_sent."""
    _require(by, reminder.workshop)
    row = _unsent(reminder)
    audit.record("reminder.removed", row.workshop, by=by, hours=row.hours_before)
    row.delete()


def due_at(reminder: Reminder, workshop: Workshop) -> dt.datetime:
    """When the reminder is sent (UTC)."""
    return workshop.starts_at - dt.timedelta(hours=reminder.hours_before)


def comes_too_late(reminder: Reminder, workshop: Workshop) -> bool:
    """Whether it would ask for an answer when answers are no longer taken."""
    return (
        reminder.audience == Audience.UNANSWERED
        and due_at(reminder, workshop) >= workshop.closes_at
    )


def campaign_key(reminder: Reminder) -> uuid.UUID:
    """The key of the reminder's sending; there is none when there was nobody to remind."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"reminder:{reminder.pk}")


def remind(*, now: dt.datetime | None = None) -> int:
    """Send the reminders that are due; return how many letters were written.

    Each is sent once. One whose time had passed before anybody was invited is stamped and not
    sent late. Nobody is reminded of a meeting that is not announced, is cancelled or has begun,
    nor asked for an answer after the last day for one.
    """
    moment = now or timezone.now()
    soon = moment + dt.timedelta(hours=MOST_HOURS)
    waiting = Reminder.objects.filter(
        is_on=True, sent_at__isnull=True, workshop__state=WorkshopState.ANNOUNCED,
        workshop__starts_at__gt=moment, workshop__starts_at__lte=soon,
    ).select_related("workshop")  # fmt: skip
    ready = [one.pk for one in waiting if due_at(one, one.workshop) <= moment]
    return sum(_send(pk, moment) for pk in ready)


def whom(workshop: Workshop, audience: str, moment: dt.datetime) -> QuerySet[Any]:
    """Whom a reminder concerns: guests with an address whose invitation has left."""
    held = MeetingCampaign.objects.filter(
        workshop=workshop, role=LetterRole.INVITATION, outbox__stopped_at__isnull=True,
        outbox__needs_approval=True, outbox__approved_at__isnull=True,
    )  # fmt: skip
    waiting = Letter.objects.filter(campaign__in=held.values("outbox_id"))
    guests = workshop.invitations.on_list().exclude(email="").filter(
        Q(invited_at__lte=moment) | ~Q(answer=Answer.NONE)
    ).exclude(pk__in=waiting.values("about_id"))  # fmt: skip
    chosen = {
        Audience.UNANSWERED: Q(answer=Answer.NONE),
        Audience.COMING: Q(answer__in=[Answer.YES, Answer.MAYBE]),
        Audience.ALL: ~Q(answer=Answer.NO),
    }
    found: QuerySet[Invitation] = guests.filter(chosen[Audience(audience)]).order_by("pk")
    return found


@transaction.atomic
def _send(pk: int, moment: dt.datetime) -> int:
    """Send one reminder under its lock; 0 when another worker was quicker or it comes too late."""
    row = Reminder.objects.select_for_update().filter(pk=pk, sent_at__isnull=True).first()
    if row is None:
        return 0
    workshop = Workshop.objects.select_related("programme__region").get(pk=row.workshop_id)
    row.sent_at = moment
    row.save(update_fields=["sent_at", "updated_at"])
    due = due_at(row, workshop)
    first = workshop.invitations.aggregate(at=Min("invited_at"))["at"]
    if moment - due > LATEST or first is None or first > due:
        return 0
    if row.audience == Audience.UNANSWERED and moment >= workshop.closes_at:
        return 0  # nobody could answer any more
    people = list(whom(workshop, row.audience, moment))
    if not people:
        return 0
    words = LetterWords(row.subject, row.body)
    if not row.body:
        words = text_of(workshop, LetterRole.REMINDER, workshop.language)
    campaign = MeetingCampaign(
        workshop=workshop, role=LetterRole.REMINDER, audience=row.audience,
        subject=words.subject, body=words.body, key=campaign_key(row),
    )  # fmt: skip
    campaign.outbox = write_to_guests(
        workshop=workshop, role=LetterRole.REMINDER, invitations=people,
        key=f"reminder:{row.pk}", by=None, subject=words.subject, body=words.body,
    )  # fmt: skip
    campaign.save()
    audit.record("reminder.sent", workshop, by=None, hours=row.hours_before, count=len(people))
    return len(people)


def _words(workshop: Workshop, subject: str, body: str) -> tuple[str, str]:
    if not subject.strip() and not body.strip():
        return "", ""
    words = checked_words(LetterRole.REMINDER, subject, body)
    refuse_foreign_links(words.body + words.subject, hosts_of(workshop.programme, workshop))
    return words.subject, words.body


def _unsent(reminder: Reminder) -> Reminder:
    row = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("workshop__programme__region")
        .get(pk=reminder.pk)
    )
    if row.sent_at is not None:
        raise Refusal("reminder_sent", _("This reminder has been sent and cannot be changed."))
    return row


def _require(by: User, workshop: Workshop) -> None:
    """Reminders go to all guests: the task of inviting an own list does not reach them."""
    require(by, "workshops.invite", workshop)
    if only_own_list(by, workshop):
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))

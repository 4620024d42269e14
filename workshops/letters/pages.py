"""What the page of letters shows: sendings with their fate, letters by themselves, reminders."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import day_and_hour
from core.policy import allowed
from outbox.models import Campaign, LetterState
from outbox.personal import Reading
from people.models import User
from people.rules import runs_region_of
from programmes.models import Programme
from workshops.guests.pages import figures_of, lists_for
from workshops.guests.services import only_own_list
from workshops.letters.frame import common_values
from workshops.letters.preview import preview as read_letter
from workshops.letters.reminders import campaign_key, comes_too_late, due_at
from workshops.letters.rules import (
    BY_HAND,
    FIRST_BIG,
    check_may_write,
    count_recipients,
    needs_second_person,
    recipients,
    refuse_unanswerable,
)
from workshops.letters.services import chosen
from workshops.letters.texts import fill, house_text, placeholders_of
from workshops.models import (
    Audience,
    Invitation,
    LetterRole,
    MeetingCampaign,
    Reminder,
    Workshop,
    WorkshopKind,
    WorkshopState,
)

#: Audiences of a sending that people write.
AUDIENCES = (Audience.NOT_YET, Audience.UNANSWERED, Audience.COMING, Audience.ALL)
_WAITING = [
    LetterState.READY, LetterState.HELD, LetterState.DEFERRED, LetterState.LEASED,
    LetterState.HANDING_OVER,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One sending as the page tells it. `may_read` is False for somebody else's own list."""

    campaign: MeetingCampaign
    subject: str
    level: str
    state: str
    letters: int
    arrived: int
    troubled: int
    may_read: bool
    may_undo: bool
    may_approve: bool
    may_follow: bool
    seconds: int


def letters(workshop: Workshop, user: User) -> dict[str, Any]:
    """Everything the page needs; the number of queries does not grow with its rows."""
    figures = figures_of(workshop)
    may_invite = allowed(user, "workshops.invite", workshop)
    only_own = only_own_list(user, workshop)
    return {
        "figures": figures,
        "rows": rows_of(workshop, user),
        "by_itself": by_itself(workshop) if not only_own else [],
        "reminders": reminders_of(workshop),
        "may_invite": may_invite,
        "only_own": only_own,
        "not_written": _not_written(workshop, user) if may_invite else 0,
        "is_draft": workshop.state == WorkshopState.DRAFT,
        "is_cancelled": workshop.state == WorkshopState.CANCELLED,
        "is_begun": workshop.starts_at <= timezone.now(),
        "key": uuid.uuid4(),
    }


def _not_written(workshop: Workshop, user: User) -> int:
    """How many of the lists that the user writes to have not had the invitation."""
    named = workshop.invitations.on_list().exclude(email="").filter(invited_at__isnull=True)
    lists = lists_for(workshop, user)
    on_own = Q(guest_list__in=lists)
    return named.filter(
        on_own if only_own_list(user, workshop) else on_own | Q(guest_list=None)
    ).count()


def rows_of(workshop: Workshop, user: User) -> list[Row]:
    """The meeting's sendings, the latest first. One query and those of the rights."""
    letters = "outbox__letters"
    found = (
        workshop.campaigns.select_related(
            "outbox__approved_by", "outbox__stopped_by", "guest_list", "sent_by"
        )
        .annotate(
            total=Count(letters),
            waiting=_in_states(*_WAITING, letters=letters),
            arrived=_in_states(LetterState.SENT, LetterState.KEPT, letters=letters),
            troubled=_in_states(
                LetterState.FAILED, LetterState.UNKNOWN, LetterState.SUPPRESSED, letters=letters
            ),
        )
        .order_by("-pk")
    )
    approves = allowed(user, "workshops.approve_sending", workshop)
    may_invite = allowed(user, "workshops.invite", workshop)
    values = common_values(workshop)
    return [
        _row(one, user, fill(one.subject, values), approves=approves, may_invite=may_invite)
        for one in found
    ]


def row_of(workshop: Workshop, user: User, number: int) -> Row | None:
    """One of the meeting's sendings; None when it is not there."""
    return next((row for row in rows_of(workshop, user) if row.campaign.pk == number), None)


def _row(one: Any, user: User, subject: str, *, approves: bool, may_invite: bool) -> Row:
    campaign = one.outbox
    level, state, seconds = _state(one, campaign)
    mine = one.guest_list is None or one.guest_list.owner_id in (None, user.pk)
    begun = one.total and one.waiting < one.total - one.troubled
    open_ = campaign.stopped_at is None and not begun and bool(one.waiting)
    held = campaign.waits_for_approval
    return Row(
        campaign=one, subject=subject, level=level, state=state,
        letters=one.total, arrived=one.arrived, troubled=one.troubled, may_read=mine or approves,
        may_undo=open_ and ((mine and may_invite) or approves),
        may_approve=open_ and held and approves and one.sent_by_id != user.pk,
        may_follow=one.sent_by_id == user.pk or runs_region_of(user, campaign.region_id),
        seconds=seconds,
    )  # fmt: skip


def _state(one: Any, campaign: Campaign) -> tuple[str, str, int]:
    """The mark, the words, and the seconds until the sending leaves."""
    now = timezone.now()
    if campaign.stopped_at is not None:
        return "off", _("Undone: nobody got it"), 0
    if campaign.needs_approval and campaign.approved_at is None:
        return "warn", _("Waits for a second person"), 0
    left = int((campaign.not_before - now).total_seconds())
    if left > 0:
        return "warn", leaves_in(one.workshop, campaign.not_before, now), left
    if one.waiting:
        return "info", _("Leaving now"), 0
    if one.troubled:
        sent = ngettext(
            "Sent, %(count)s could not be reached", "Sent, %(count)s could not be reached",
            one.troubled,
        )  # fmt: skip
        return "warn", sent % {"count": one.troubled}, 0
    return "ok", _("Sent"), 0


def leaves_in(workshop: Workshop, moment: dt.datetime, now: dt.datetime) -> str:
    """Say when a sending leaves: "in 4 minutes", or the day and time by the hall's clock."""
    minutes = -(-int((moment - now).total_seconds()) // 60)
    if minutes <= 90:  # noqa: PLR2004 - longer than that, a time of day says more
        leaves = ngettext("Leaves in %(count)s minute", "Leaves in %(count)s minutes", minutes)
        return leaves % {"count": minutes}
    local = moment.astimezone(workshop.zone)
    return _("Leaves %(when)s") % {"when": day_and_hour(local)}


def by_itself(workshop: Workshop) -> QuerySet[Any, Any]:
    """Letters that what happens has caused (answers, offers, …), summed by kind. One query."""
    return (
        Campaign.objects.filter(
            about_type=workshop._meta.label_lower,
            about_id=workshop.pk,
            meeting_campaign__isnull=True,
        )
        .exclude(kind="test")
        .values("kind")
        .annotate(
            written=Count("letters"), troubled=_in_states(LetterState.FAILED, LetterState.UNKNOWN)
        )
        .order_by("kind")
    )


def _in_states(*states: LetterState, letters: str = "letters") -> Count:
    return Count(letters, Q((f"{letters}__state__in", states)))


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder as the page tells it."""

    reminder: Reminder
    due: dt.datetime
    state: str
    level: str
    is_open: bool


def reminders_of(workshop: Workshop) -> list[ReminderRow]:
    """The meeting's reminders, the earliest first. Two queries."""
    reminders = list(workshop.reminders.all())
    for one in reminders:
        one.workshop = workshop
    keys = [campaign_key(one) for one in reminders if one.sent_at]
    sent = dict(
        MeetingCampaign.objects.filter(key__in=keys).values_list("key", "outbox__letter_count")
    )
    return [_reminder(one, sent.get(campaign_key(one))) for one in reminders]


def _reminder(one: Reminder, letters: int | None) -> ReminderRow:
    due = due_at(one, one.workshop)
    local = due.astimezone(one.workshop.zone)
    if one.sent_at:
        sent = ngettext("Sent to %(count)s guest", "Sent to %(count)s guests", letters or 0)
        state, level = sent % {"count": letters or 0}, "ok"
        if letters is None:
            state, level = _("Not sent: there was nobody to remind, or it was too late"), "off"
    elif not one.is_on:
        state, level = _("Off"), "off"
    elif due <= timezone.now():
        state, level = _("Its time has passed"), "off"
    elif comes_too_late(one, one.workshop):
        state, level = _("Is not sent: answers are no longer taken then"), "off"
    else:
        state, level = pgettext("switch", "On"), "info"
    return ReminderRow(one, local, state, level, one.sent_at is None)


def counts(workshop: Workshop, user: User, role: str) -> dict[str, dict[str, int]]:
    """How many letters a sending would have: list number ("" the meeting's) -> audience -> count.

    A query a list; people have few lists of their own.
    """
    lists: list[Any] = list(lists_for(workshop, user))
    if not only_own_list(user, workshop):
        lists.insert(0, None)
    return {
        str(one.pk) if one else "": count_recipients(
            workshop, role=role, audiences=AUDIENCES, guest_list=one
        )
        for one in lists
    }


# --- writing one and looking at it ---


def compose(workshop: Workshop, user: User, role: str) -> dict[str, Any]:
    """What stands around the form of a letter."""
    if role not in BY_HAND:  # the form says what is wrong
        role = LetterRole.INVITATION
    return {
        "role": LetterRole(role),
        "placeholders": placeholders(role),
        "counts": counts(workshop, user, role),
    }


def placeholders(role: str) -> list[tuple[str, Any]]:
    """What can be put in the text of a letter of the role, as it is written there."""
    return [(f"{{{name}}}", label) for name, label in placeholders_of(role).items()]


def preview(workshop: Workshop, user: User, sending: dict[str, Any]) -> dict[str, Any]:
    """The letter as it will look and how many get it. Refusals: those of `send`."""
    which = {name: sending[name] for name in ("role", "audience", "guest_list")}
    people = chosen(workshop, **which)
    check_may_write(workshop, user, sending["guest_list"])
    refuse_unanswerable(workshop, role=sending["role"], audience=sending["audience"])
    readers = Counter(
        one.language if sending["translated"] else workshop.language for one in people
    )
    language = workshop.language if workshop.language in readers else min(readers)
    languages = sorted(readers, key=lambda code: (code != language, code))
    names = dict(settings.LANGUAGES)
    send_at = sending["send_at"]
    return {
        "read": as_it_looks(workshop, sending, language, people[0]),
        "count": len(people),
        "waits": needs_second_person(user, workshop.programme.region, len(people)),
        "left_out": recipients(workshop, **which).count() - len(people),
        "first_big": FIRST_BIG,
        "languages": [(code, names[code], readers[code]) for code in languages],
        "language": language,
        "leaves": send_at.astimezone(workshop.zone) if send_at else None,
    }


def as_it_looks(
    workshop: Workshop, sending: dict[str, Any], language: str, reader: Invitation | None = None
) -> Reading:
    """The letter in a language, as the first reader gets it. Refusals: those of `send`."""
    which = {name: sending[name] for name in ("role", "audience", "guest_list")}
    first = reader or chosen(workshop, **which)[0]
    return read_letter(
        workshop=workshop, role=sending["role"], language=language, subject=sending["subject"],
        body=sending["body"], reader=first, source=first.source,
    )  # fmt: skip


# --- a programme's own words ---


def letter_texts(programme: Programme, kind: str = "") -> list[dict[str, Any]]:
    """All letters about meetings of a kind, or of all, with what is the programme's own. One query.

    The subject is the one that holds now in the programme's language.
    """
    rows = programme.letter_texts.filter(kind__in={"", kind}).order_by("kind")
    told = list(rows.values_list("role", "language", "kind", "subject"))
    own = {(role, language) for role, language, of, _subject in told if of == kind}
    subjects = {
        role: subject for role, language, _of, subject in told if language == programme.language
    }
    return [
        {
            "role": role,
            "subject": subjects.get(role) or house_text(role, programme.language, kind).subject,
            "languages": [
                {"code": code, "name": name, "is_own": (role.value, code) in own}
                for code, name in settings.LANGUAGES
            ],
        }
        for role in LetterRole
    ]


def example(programme: Programme, kind: str = "") -> Workshop:
    """The programme's next meeting, of a kind or any, else its latest, else one only shown."""
    meetings = Workshop.objects.filter(programme=programme).select_related("programme__region")
    if kind:
        meetings = meetings.filter(kind=kind)
    found: Workshop | None = meetings.ahead().first() or meetings.order_by("-starts_at").first()
    if found is not None:
        return found
    start = (timezone.now() + dt.timedelta(days=14)).replace(minute=0, second=0, microsecond=0)
    return Workshop(
        programme=programme, kind=kind or WorkshopKind.OPEN_MEETING, starts_at=start,
        title=str(WorkshopKind(kind or WorkshopKind.OPEN_MEETING).label),
        language=programme.language, hall=_("The village hall"),
    )  # fmt: skip

"""Sendings about a meeting: send, send to those who came later, undo, approve.

A sending leaves five minutes after it was sent and can be undone until then. The form's key makes
a double click, two tabs and the back button one sending.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from outbox.adding.services import NewLetter, add
from outbox.campaigns.services import free, stop, when_stopped
from outbox.delivery.quota import may_send
from outbox.models import Campaign, Letter, LetterKind, LetterState
from outbox.words import escape, written
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from workshops.letters.rules import (
    BY_HAND,
    UNDO,
    asks_to_answer,
    check_may_write,
    hosts_of,
    leaves_at,
    needs_second_person,
    recipients,
    refuse_foreign_links,
    refuse_late,
    refuse_over_the_day,
    refuse_unanswerable,
    weekly_full,
)
from workshops.letters.texts import checked_words, text_of
from workshops.letters.writing import ABOUT, write_to_guests
from workshops.models import (
    Answer,
    Audience,
    GuestList,
    Invitation,
    LetterRole,
    MeetingCampaign,
    Workshop,
)

#: Rows touched by one statement.
BATCH = 5000


@transaction.atomic
def send(  # noqa: PLR0913 - a sending has these parts, each by name
    *,
    workshop: Workshop,
    by: User,
    key: uuid.UUID,
    role: str = LetterRole.INVITATION,
    audience: str = Audience.NOT_YET,
    guest_list: GuestList | None = None,
    subject: str,
    body: str,
    translated: bool = True,
    send_at: dt.datetime | None = None,
) -> MeetingCampaign:
    """Put a sending into the outbox; the same key again returns the first one unchanged.

    `send_at` empty: in five minutes. Big sendings, and somebody's first of 25 or more, are held
    until `approve`. Refusals: wrong_role, nobody, answers_over, weekly_limit, daily_limit,
    key_taken, those of `checked_words`, `workshops.letters.rules` and the region's quota.
    """
    require(by, "workshops.invite", workshop)
    # One sending of a meeting after the other: nobody is "not yet invited" in two of them.
    workshop = _locked(workshop)
    if there := _of_key(workshop, by, key):
        return there
    if role not in BY_HAND:
        raise Refusal("wrong_role", _("This letter is written by itself when its time comes."))
    check_may_write(workshop, by, guest_list)
    refuse_unanswerable(workshop, role=role, audience=audience)
    words = checked_words(role, subject, body)
    refuse_foreign_links(words.body + words.subject, hosts_of(workshop.programme, workshop))
    not_before = leaves_at(workshop, send_at, asks=asks_to_answer(role, audience))
    people = chosen(workshop, role=role, audience=audience, guest_list=guest_list)
    region = workshop.programme.region
    refuse_over_the_day(workshop, by, len(people))
    may_send(region, len(people))
    campaign = MeetingCampaign(
        workshop=workshop, guest_list=guest_list, role=role, audience=audience,
        subject=words.subject, body=words.body, translated=translated, send_at=send_at,
        key=key, sent_by=by,
    )  # fmt: skip
    waits = needs_second_person(by, region, len(people))
    write(campaign, people, not_before=not_before, needs_approval=waits)
    audit.record(
        "meeting_campaign.sent", workshop, by=by, role=role, count=len(people), waits=waits
    )
    if waits:
        ask_for_approval(campaign)
    return campaign


def chosen(
    workshop: Workshop, *, role: str, audience: str, guest_list: GuestList | None
) -> list[Invitation]:
    """Who gets the sending. Refusals: nobody, weekly_limit (all have had three this week)."""
    found = list(recipients(workshop, role=role, audience=audience, guest_list=guest_list))
    full = weekly_full(workshop) if found else frozenset()
    people = [one for one in found if one.email not in full]
    if not found:
        raise Refusal("nobody", _("There is nobody to write to."), field="audience")
    if not people:
        raise Refusal(
            "weekly_limit",
            _(
                "All of them have had three letters from this place in a week. "
                "Wait some days, so that people still read what you write."
            ),
            field="audience",
        )
    return people


def send_to_new(*, campaign: MeetingCampaign, by: User, key: uuid.UUID) -> MeetingCampaign:
    """The same words to guests who came onto the list later; those who have had it get nothing."""
    return send(
        workshop=campaign.workshop, by=by, key=key, role=campaign.role,
        audience=Audience.NOT_YET, guest_list=campaign.guest_list,
        subject=campaign.subject, body=campaign.body, translated=campaign.translated,
    )  # fmt: skip


@transaction.atomic
def undo(*, campaign: MeetingCampaign, by: User) -> MeetingCampaign:
    """Take a sending back of which nothing has left; those it was for count as not written to.

    Undone again, nothing changes. Refusals: letters_left, not_your_list.
    """
    workshop = campaign.workshop
    if not allowed(by, "workshops.approve_sending", workshop):
        require(by, "workshops.invite", workshop)
        if campaign.guest_list and campaign.guest_list.owner_id not in (None, by.pk):
            raise NotAllowed("not_your_list", _("This list is somebody else's."))
    _locked(workshop)
    if campaign.outbox.stopped_at is not None:
        return campaign
    stop(campaign.outbox, by=by)
    audit.record("meeting_campaign.undone", workshop, by=by, role=campaign.role)
    return campaign


@transaction.atomic
def approve(*, campaign: MeetingCampaign, by: User) -> MeetingCampaign:
    """A coach or somebody who runs the programme lets a big sending leave; not its sender.

    Refusals: same_person, campaign_stopped, meeting_cancelled, meeting_over, answers_over.
    """
    workshop = campaign.workshop
    require(by, "workshops.approve_sending", workshop)
    if campaign.sent_by_id == by.pk:
        raise Refusal(
            "same_person", _("A sending of this size is approved by somebody else than its writer.")
        )
    refuse_late(workshop)
    refuse_unanswerable(workshop, role=campaign.role, audience=campaign.audience)
    free(campaign.outbox, by=by)
    audit.record("meeting_campaign.approved", workshop, by=by, role=campaign.role)
    return campaign


def _locked(workshop: Workshop) -> Workshop:
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("programme__region")
    found: Workshop = rows.get(pk=workshop.pk)
    return found


def _of_key(workshop: Workshop, by: User, key: uuid.UUID) -> MeetingCampaign | None:
    found = MeetingCampaign.objects.filter(key=key).first()
    if found and (found.workshop_id != workshop.pk or found.sent_by_id != by.pk):
        raise Refusal("key_taken", _("This form is used up. Open it anew."))
    return found


# --- what a change or a cancellation brings; what still waits is told anew or stopped


def announce_change(workshop: Workshop, by: User, what: Sequence[str]) -> MeetingCampaign | None:
    """Tell of a changed time or place those who were written to, with the calendar's update.

    `what` holds "time" and "place". A new time also goes to those who had said no. Sendings that
    still wait get the new facts. Told of this version already: nothing happens.
    """
    require(by, "workshops.invite", workshop)
    refresh_waiting(workshop)
    people = workshop.invitations.on_list().exclude(email="").filter(invited_at__isnull=False)
    people = people.exclude(pk__in=_not_yet_left(workshop))
    # Somebody else comes instead of them; the new time is no question to them any more.
    people = people.exclude(answer=Answer.NO, replaced_by__isnull=False)
    if "time" not in what:
        people = people.exclude(answer=Answer.NO)
    return _tell(
        workshop, by, LetterRole.CHANGE, list(people.order_by("pk")),
        name=f"workshop:{workshop.pk}:change:v{workshop.version}",
        common=lambda _language: {"changes": _changes(workshop, what)},
    )  # fmt: skip


def announce_cancel(workshop: Workshop, by: User) -> MeetingCampaign | None:
    """Tell everybody who was written to or has answered that the meeting is cancelled.

    Sendings that still wait are stopped: nobody is invited to what will not be. The calendar entry
    is withdrawn. Told already: nothing happens.
    """
    require(by, "workshops.invite", workshop)
    unheard = set(_not_yet_left(workshop))
    for campaign in _waiting(workshop):
        stop(campaign.outbox, by=by)
    people = workshop.invitations.on_list().exclude(email="").exclude(answer=Answer.NO)
    informed = people.filter(invited_at__isnull=False).exclude(pk__in=unheard)
    return _tell(
        workshop, by, LetterRole.CANCELLATION, list(informed.order_by("pk")),
        name=f"workshop:{workshop.pk}:cancel",
        common=lambda _language: {"reason": workshop.cancel_reason},
    )  # fmt: skip


def refresh_waiting(workshop: Workshop) -> int:
    """Build the texts of sendings of which nothing has left anew; return how many there were."""
    waiting = _waiting(workshop)
    for campaign in waiting:
        outbox = campaign.outbox
        people = Invitation.objects.filter(pk__in=outbox.letters.values("about_id"))
        outbox.texts.all().delete()
        write(
            campaign, list(people), not_before=outbox.not_before,
            needs_approval=outbox.needs_approval,
        )  # fmt: skip
    return len(waiting)


def _tell(
    workshop: Workshop, by: User, role: str, people: Sequence[Invitation], *, name: str, common: Any
) -> MeetingCampaign | None:
    """A sending that an event causes: in everybody's language, in five minutes, never held."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, name)
    there = MeetingCampaign.objects.filter(key=key).first()
    if there or not people:
        return there
    words = text_of(workshop, role, workshop.language)
    campaign = MeetingCampaign(
        workshop=workshop, role=role, audience=Audience.ALL, subject=words.subject,
        body=words.body, key=key, sent_by=by,
    )  # fmt: skip
    with transaction.atomic():
        write(campaign, people, not_before=timezone.now() + UNDO, common=common)
        audit.record(
            "meeting_campaign.sent", workshop, by=by, role=role, count=len(people), waits=False
        )
    return campaign


def _changes(workshop: Workshop, what: Sequence[str]) -> str:
    """What has changed, in the active language, a sentence a line."""
    sentences = {
        "time": _("The time is new: look below."),
        "place": _("The place is new: look below."),
    }
    return "\n".join(sentence for name, sentence in sentences.items() if name in what)


def _waiting(workshop: Workshop) -> list[MeetingCampaign]:
    """Sendings of which nothing has left, neither undone nor told by an event."""
    left = [LetterState.HELD, LetterState.READY, LetterState.SUPPRESSED, LetterState.FAILED]
    found = workshop.campaigns.filter(role__in=BY_HAND, outbox__stopped_at__isnull=True)
    return [
        one for one in found.select_related("outbox", "workshop__programme__region", "sent_by")
        if not one.outbox.letters.exclude(state__in=left).exists()
        and one.outbox.letters.filter(state__in=left[:2]).exists()
    ]  # fmt: skip


def _not_yet_left(workshop: Workshop) -> list[int]:
    """The guests whose invitation still waits in a sending of which nothing has left."""
    numbers: list[int] = []
    for campaign in _waiting(workshop):
        if campaign.role == LetterRole.INVITATION:
            letters = campaign.outbox.letters.filter(about_type=ABOUT)
            numbers += [number for number in letters.values_list("about_id", flat=True) if number]
    return numbers


# --- a campaign's row and its letters


def write(campaign: MeetingCampaign, people: Sequence[Invitation], **rest: Any) -> None:
    """Write the letters and mark those who are invited by them from the time they leave."""
    with override(campaign.workshop.language):
        campaign.outbox = write_to_guests(
            workshop=campaign.workshop, role=campaign.role, invitations=people,
            key=f"meeting-campaign:{campaign.key}", by=campaign.sent_by, subject=campaign.subject,
            body=campaign.body, translated=campaign.translated, **rest,
        )  # fmt: skip
    campaign.save()
    if campaign.role == LetterRole.INVITATION:
        numbers = [one.pk for one in people]
        for start in range(0, len(numbers), BATCH):
            campaign.workshop.invitations.filter(
                pk__in=numbers[start : start + BATCH], invited_at__isnull=True
            ).update(invited_at=rest["not_before"])


@when_stopped
def forget_invited(stopped: Campaign) -> None:
    """Those whose invitation was undone count as not written to, wherever it was undone.

    Unless they have another one: an invitation may be sent to all once more.
    """
    invitations = MeetingCampaign.objects.filter(role=LetterRole.INVITATION)
    campaign = invitations.filter(outbox=stopped).first()
    if campaign is None:
        return
    letters = stopped.letters.filter(about_type=ABOUT, state=LetterState.DISCARDED)
    others = invitations.filter(workshop=campaign.workshop_id)
    had = Letter.objects.filter(campaign__in=others.values("outbox"), about_type=ABOUT).exclude(
        state=LetterState.DISCARDED
    )
    undone = letters.exclude(about_id__in=had.values("about_id"))
    numbers = [number for number in undone.values_list("about_id", flat=True) if number]
    for start in range(0, len(numbers), BATCH):
        Invitation.objects.filter(
            workshop=campaign.workshop_id, pk__in=numbers[start : start + BATCH]
        ).update(invited_at=None)


# --- the letter that asks a second person


def approvers(campaign: MeetingCampaign) -> list[User]:
    """Whom to ask: the coaches of the meeting's places, else who runs the programme or the region.

    Whoever may approve can do so without having been asked.
    """
    workshop = campaign.workshop
    coaches = Assignment.objects.active().filter(participation__workshops=workshop, role=Role.COACH)
    managers = ProgrammeRole.objects.managers().filter(programme=workshop.programme_id)
    people = User.objects.filter(is_active=True)
    if campaign.sent_by_id is not None:
        people = people.exclude(pk=campaign.sent_by_id)
    administrators = RegionRole.objects.active().filter(region=workshop.programme.region_id)
    for roles in (coaches, managers, administrators):
        numbers = list(roles.values_list("user_id", flat=True))
        if found := list(people.filter(pk__in=numbers)):
            return found
    return []


def ask_for_approval(campaign: MeetingCampaign) -> int:
    """Write to those who may approve the sending; return to how many."""
    people = approvers(campaign)
    workshop = campaign.workshop
    path = reverse("workshops:approve", args=[workshop.pk, campaign.pk])
    for person in people:
        with override(person.language):
            meeting = escape(workshop.title)
            subject = _("A sending waits for you: %(meeting)s") % {"meeting": meeting}
            context = {
                "region": workshop.programme.region,
                "by": escape(campaign.sent_by),
                "meeting": meeting,
                "letters": campaign.outbox.letter_count,
                "url": f"{settings.SITE_URL}{path}",
                "action_label": _("Look at it and approve"),
                "subject": subject,
            }
            text, html = written("workshops/approval", context)
            add(
                [
                    NewLetter(
                        to=person.email,
                        subject=subject,
                        text=text,
                        html=html,
                        key=f"approve-campaign:{campaign.pk}:{person.pk}",
                        language=person.language,
                        recipient_id=person.pk,
                        about=workshop,
                    )
                ],
                by=campaign.sent_by,
                region=workshop.programme.region,
                kind=LetterKind.NOTICE,
            )
    return len(people)

"""Sendings about a meeting: send, send to those who came later, undo, approve.

A sending leaves five minutes after it was sent and can be undone until then. The form's key makes
a double click, two tabs and the back button one sending.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from outbox.campaigns.services import free, stop
from outbox.delivery.quota import may_send
from people.models import User
from workshops.domain import approval_letter
from workshops.domain.announcements import announce_cancel, announce_change, refresh_waiting
from workshops.domain.campaign_rows import write
from workshops.domain.campaign_rules import (
    BY_HAND,
    check_may_write,
    hosts_of,
    leaves_at,
    needs_second_person,
    recipients,
    refuse_foreign_links,
    refuse_over_the_day,
    weekly_full,
)
from workshops.domain.letter_texts import checked_words
from workshops.models import (
    Audience,
    GuestList,
    Invitation,
    LetterRole,
    MeetingCampaign,
    Workshop,
    WorkshopState,
)


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
    until `approve`. Refusals: wrong_role, nobody, weekly_limit, daily_limit, key_taken, those of
    `checked_words`, `campaign_rules` and the region's quota.
    """
    require(by, "workshops.invite", workshop)
    # One sending of a meeting after the other: nobody is "not yet invited" in two of them.
    workshop = _locked(workshop)
    if there := _of_key(workshop, by, key):
        return there
    if role not in BY_HAND:
        raise Refusal("wrong_role", _("This letter is written by itself when its time comes."))
    check_may_write(workshop, by, guest_list)
    words = checked_words(role, subject, body)
    refuse_foreign_links(words.body + words.subject, hosts_of(workshop.programme, workshop))
    not_before = leaves_at(workshop, send_at)
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
        approval_letter.ask(campaign)
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
    if not _approves(by, workshop):
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

    Refusals: same_person, campaign_stopped, meeting_cancelled, meeting_over.
    """
    workshop = campaign.workshop
    require(by, "workshops.approve_sending", workshop)
    if campaign.sent_by_id == by.pk:
        raise Refusal(
            "same_person", _("A sending of this size is approved by somebody else than its writer.")
        )
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("meeting_cancelled", _("The meeting is cancelled. Nobody can be invited."))
    if workshop.starts_at <= timezone.now():
        raise Refusal("meeting_over", _("The meeting has begun. Nobody can be invited any more."))
    free(campaign.outbox, by=by)
    audit.record("meeting_campaign.approved", workshop, by=by, role=campaign.role)
    return campaign


# --- Inside


def _locked(workshop: Workshop) -> Workshop:
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("programme__region")
    found: Workshop = rows.get(pk=workshop.pk)
    return found


def _of_key(workshop: Workshop, by: User, key: uuid.UUID) -> MeetingCampaign | None:
    found = MeetingCampaign.objects.filter(key=key).first()
    if found and (found.workshop_id != workshop.pk or found.sent_by_id != by.pk):
        raise Refusal("key_taken", _("This form is used up. Open it anew."))
    return found


def _approves(by: User, workshop: Workshop) -> bool:
    return allowed(by, "workshops.approve_sending", workshop)


__all__ = [
    "announce_cancel", "announce_change", "approve", "check_may_write", "chosen",
    "needs_second_person", "refresh_waiting", "send", "send_to_new", "undo",
]  # fmt: skip

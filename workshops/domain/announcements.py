"""The letters that a change or a cancellation brings; what still waits is told anew or stopped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from outbox.campaigns.services import stop
from outbox.models import LetterState
from people.models import User
from workshops.domain.campaign_rows import write
from workshops.domain.campaign_rules import BY_HAND, UNDO
from workshops.domain.letter_texts import text_of
from workshops.domain.letters import ABOUT
from workshops.models import Answer, Audience, Invitation, LetterRole, MeetingCampaign, Workshop


def announce_change(workshop: Workshop, by: User, what: Sequence[str]) -> MeetingCampaign | None:
    """Tell of a changed time or place those who were written to, with the calendar's update.

    `what` holds "time" and "place". A new time also goes to those who had said no. Sendings that
    still wait get the new facts. Told of this version already: nothing happens.
    """
    require(by, "workshops.invite", workshop)
    refresh_waiting(workshop)
    people = workshop.invitations.on_list().exclude(email="").filter(invited_at__isnull=False)
    people = people.exclude(pk__in=_not_yet_left(workshop))
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
    told = people.filter(invited_at__isnull=False).exclude(pk__in=unheard)
    return _tell(
        workshop, by, LetterRole.CANCELLATION, list(told.order_by("pk")),
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
    said = {
        "time": _("The time is new: look below."),
        "place": _("The place is new: look below."),
    }
    return "\n".join(sentence for name, sentence in said.items() if name in what)


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

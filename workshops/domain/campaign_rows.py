"""A campaign's row and its letters, for the verbs that send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from outbox.campaigns.services import when_stopped
from outbox.models import Campaign, Letter, LetterState
from workshops.domain.letters import ABOUT, write_to_guests
from workshops.models import Invitation, LetterRole, MeetingCampaign

#: Rows touched by one statement.
BATCH = 5000


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

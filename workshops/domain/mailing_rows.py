"""A sending's row and its letters, for the verbs that send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from outbox.campaigns.services import when_stopped
from outbox.models import Campaign, Letter, LetterState
from workshops.domain.letters import ABOUT, write_to_guests
from workshops.models import Invitation, LetterRole, Mailing

#: Rows touched by one statement.
BATCH = 5000


def write(mailing: Mailing, people: Sequence[Invitation], **rest: Any) -> None:
    """Write the letters and mark those who are invited by them from the time they leave."""
    with override(mailing.workshop.language):
        mailing.campaign = write_to_guests(
            workshop=mailing.workshop, role=mailing.role, invitations=people,
            key=f"mailing:{mailing.key}", by=mailing.sent_by, subject=mailing.subject,
            body=mailing.body, translated=mailing.translated, **rest,
        )  # fmt: skip
    mailing.save()
    if mailing.role == LetterRole.INVITATION:
        numbers = [one.pk for one in people]
        for start in range(0, len(numbers), BATCH):
            mailing.workshop.invitations.filter(
                pk__in=numbers[start : start + BATCH], invited_at__isnull=True
            ).update(invited_at=rest["not_before"])


def campaign_of(mailing: Mailing) -> Campaign:
    """The sending's letters. Raises LookupError for a row that has none."""
    if mailing.campaign is None:
        raise LookupError(f"sending {mailing.pk} has no letters")
    return mailing.campaign


@when_stopped
def forget_invited(campaign: Campaign) -> None:
    """Those whose invitation was undone count as not written to, wherever it was undone.

    Unless they have another one: an invitation may be sent to all once more.
    """
    mailing = Mailing.objects.filter(campaign=campaign, role=LetterRole.INVITATION).first()
    if mailing is None:
        return
    letters = campaign.letters.filter(about_type=ABOUT, state=LetterState.DISCARDED)
    others = Mailing.objects.filter(workshop=mailing.workshop_id, role=LetterRole.INVITATION)
    had = Letter.objects.filter(campaign__in=others.values("campaign"), about_type=ABOUT).exclude(
        state=LetterState.DISCARDED
    )
    undone = letters.exclude(about_id__in=had.values("about_id"))
    numbers = [number for number in undone.values_list("about_id", flat=True) if number]
    for start in range(0, len(numbers), BATCH):
        Invitation.objects.filter(
            workshop=mailing.workshop_id, pk__in=numbers[start : start + BATCH]
        ).update(invited_at=None)

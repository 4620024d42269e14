"""Letters, campaigns, the attempts to deliver them and the addresses that get none."""

from outbox.models.campaign import (
    Bounce,
    Campaign,
    CampaignText,
    FirstLetter,
    SendingLimit,
    SentCount,
    Suppression,
    SuppressionReason,
)
from outbox.models.letter import DELIVERABLE, Attachment, Attempt, Letter, LetterKind, LetterState
from outbox.models.parking import Parking

__all__ = [
    "DELIVERABLE",
    "Attachment",
    "Attempt",
    "Bounce",
    "Campaign",
    "CampaignText",
    "FirstLetter",
    "Letter",
    "LetterKind",
    "LetterState",
    "Parking",
    "SendingLimit",
    "SentCount",
    "Suppression",
    "SuppressionReason",
]

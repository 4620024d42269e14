"""Letters, their attachments and the attempts to deliver them."""

from outbox.models.letter import DELIVERABLE, Attachment, Attempt, Letter, LetterKind, LetterState

__all__ = ["DELIVERABLE", "Attachment", "Attempt", "Letter", "LetterKind", "LetterState"]

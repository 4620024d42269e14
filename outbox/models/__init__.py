"""Letters, their attachments and the attempts to deliver them."""

from outbox.models.letter import Attachment, Attempt, Letter, LetterKind, LetterState

__all__ = ["Attachment", "Attempt", "Letter", "LetterKind", "LetterState"]

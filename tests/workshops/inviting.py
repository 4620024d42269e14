"""Helpers for tests about invitations."""

from __future__ import annotations

import uuid
from typing import Any

from outbox.models import Letter
from outbox.personal import reading
from workshops.letters import services as campaigns
from workshops.letters.texts import text_of
from workshops.models import LetterRole


def send(workshop: Any, by: Any, **fields: Any) -> Any:
    """Send the programme's invitation to those who have not had it."""
    role = fields.get("role", LetterRole.INVITATION)
    words = text_of(workshop, role, workshop.language)
    return campaigns.send(
        **{
            "workshop": workshop, "by": by, "key": uuid.uuid4(),
            "subject": words.subject, "body": words.body,
        } | fields
    )  # fmt: skip


def read(letter: Letter) -> Any:
    """The letter as its reader gets it."""
    return reading(letter, links=True)

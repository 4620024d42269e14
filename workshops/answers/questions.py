"""Questions that are owed an answer: from guests, and from the hall."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from workshops.letters.writing import write_to_guests
from workshops.models import Invitation, LetterRole, Question, Workshop


def ask(
    *,
    workshop: Workshop,
    text: str,
    invitation: Invitation | None = None,
    by: User | None = None,
    responsible: str = "",
    due_on: dt.date | None = None,
) -> Question:
    """Put down a question: a guest's through the personal link, or one from the hall by `by`.

    The same words from the same guest again are the same question. Refusals: no_text,
    wrong_meeting.
    """
    if invitation is None:
        require(by, "workshops.write_minutes", workshop)
    elif invitation.workshop_id != workshop.pk:
        raise Refusal("wrong_meeting", _("The guest is invited to another meeting."))
    words = text.strip()
    if not words:
        raise Refusal("no_text", _("Write the question."), field="text")
    with transaction.atomic():
        same = workshop.questions.filter(invitation=invitation, text=words).first()
        if same is not None:
            return same
        question = Question.objects.create(
            workshop=workshop,
            invitation=invitation,
            text=words,
            responsible=responsible,
            due_on=due_on,
        )
        audit.record("question.asked", workshop, by=by)
    return question


def reply(*, question: Question, by: User, reply: str) -> Question:
    """Answer a question; a guest with an e-mail address gets it as a letter.

    A corrected answer is sent again. Refusals: no_text.
    """
    workshop = question.workshop
    require(by, "workshops.write_minutes", workshop)
    words = reply.strip()
    if not words:
        raise Refusal("no_text", _("Write the answer."), field="text")
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question.pk)
        if question.reply == words:
            return question
        question.reply = words
        question.replied_at = timezone.now()
        question.replied_by = by
        question.save()
        if question.invitation is not None:
            write_to_guests(
                workshop=workshop,
                role=LetterRole.REPLY,
                invitations=[question.invitation],
                key=f"workshop:{workshop.pk}:reply:{question.pk}:{question.replied_at:%Y%m%d%H%M%S%f}",
                by=by,
                values=lambda _guest: {"question": question.text, "reply": question.reply},
            )
        audit.record("question.answered", workshop, by=by)
    return question


def open_questions(workshop: Workshop) -> Any:
    """Questions that are still owed an answer, the oldest first."""
    return workshop.questions.filter(replied_at__isnull=True)

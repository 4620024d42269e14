"""What the minutes' page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.policy import allowed
from workshops.domain.frozen_minutes import reading
from workshops.domain.minutes import waiting_for_approval
from workshops.forms.minutes import MinutesForm, OutcomeForm, QuestionForm, ReplyForm
from workshops.models import Minutes, MinutesState, Outcome, OutcomeKind, Workshop, WorkshopState

if TYPE_CHECKING:
    from people.models import User


def minutes_of(workshop: Workshop) -> Minutes:
    """The meeting's minutes; new ones, not stored, before the first save."""
    found = Minutes.objects.select_related("approved_by", "approved_in").filter(workshop=workshop)
    return found.first() or Minutes(workshop=workshop, version=0)


def context(
    workshop: Workshop, user: User, form: MinutesForm | None = None, **more: Any
) -> dict[str, Any]:
    """The whole page. `form` is one that was sent; constant in queries."""
    minutes = minutes_of(workshop)
    items = list(workshop.agenda.all())
    writes = allowed(user, "workshops.write_minutes", workshop)
    approved = minutes.state == MinutesState.APPROVED
    editable = writes and not approved and workshop.state != WorkshopState.CANCELLED
    shown = minutes.pk is not None and (writes or minutes.state != MinutesState.DRAFT)
    outcomes = list(workshop.outcomes.select_related("action", "participation__place"))
    return {
        "workshop": workshop,
        "minutes": minutes,
        "writes": writes,
        "editable": editable,
        "approves": allowed(user, "workshops.approve_minutes", workshop),
        "sees_names": allowed(user, "workshops.view_guests", workshop),
        "form": form or MinutesForm(minutes=minutes, items=items),
        "read": reading(workshop, minutes) if shown and not editable else None,
        "decisions": [one for one in outcomes if one.kind == OutcomeKind.DECISION],
        "ideas": [one for one in outcomes if one.kind == OutcomeKind.IDEA],
        "questions": list(workshop.questions.select_related("invitation")) if writes else [],
        "places": list(workshop.participations.select_related("place")) if writes else [],
        "outcome_form": OutcomeForm(auto_id="new-%s"),
        "question_form": QuestionForm(auto_id="ask-%s"),
        "reply_form": ReplyForm(auto_id=False),
        "to_approve": [
            one for one in waiting_for_approval(workshop)
            if allowed(user, "workshops.approve_minutes", one.workshop)
        ] if writes else [],
    } | more  # fmt: skip


def filled(outcome: Outcome, data: Any = None) -> OutcomeForm:
    """The form of an outcome that is there."""
    names = ("text", "responsible", "due_on", "votes", "version")
    return OutcomeForm(data, initial={name: getattr(outcome, name) for name in names})

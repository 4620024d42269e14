"""Minutes as plain values: what the page and the PDF show, and what is frozen at approval."""

from __future__ import annotations

from typing import Any

from workshops.models import Minutes, MinutesState, OutcomeKind, Workshop


def collect(workshop: Workshop, minutes: Minutes) -> dict[str, Any]:
    """All that the minutes say, as values that JSON can hold. Four queries."""
    outcomes = list(workshop.outcomes.all())
    return {
        "title": workshop.title,
        "kind": workshop.kind,
        "starts_at": workshop.starts_at.isoformat(),
        "ends_at": workshop.ends_at.isoformat() if workshop.ends_at else None,
        "hall": workshop.hall,
        "address": workshop.address,
        "places": [str(one) for one in workshop.participations.select_related("place")],
        "chair": minutes.chair,
        "secretary": minutes.secretary,
        "present": minutes.present,
        "summary": minutes.summary,
        "items": [
            {"title": item.title, "said": item.outcome, "responsible": item.responsible}
            for item in workshop.agenda.all()
        ],
        "decisions": [_outcome(one) for one in outcomes if one.kind == OutcomeKind.DECISION],
        "ideas": [_outcome(one) for one in outcomes if one.kind == OutcomeKind.IDEA],
        # Who asked is nobody's business but the organiser's.
        "questions": [
            {
                "text": one.text,
                "responsible": one.responsible,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "reply": one.reply,
            }
            for one in workshop.questions.filter(invitation__isnull=True)
        ],
    }


def reading(workshop: Workshop, minutes: Minutes) -> dict[str, Any]:
    """What a reader sees: the frozen text once approved, until then what stands there now."""
    if minutes.state == MinutesState.APPROVED and minutes.frozen is not None:
        frozen: dict[str, Any] = minutes.frozen
        return frozen
    return collect(workshop, minutes)


def _outcome(one: Any) -> dict[str, Any]:
    return {
        "text": one.text,
        "responsible": one.responsible,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "votes": one.votes,
    }

"""What the minutes' page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.pdf import html_to_pdf
from core.policy import allowed
from workshops.minutes.forms import MinutesForm, OutcomeForm, QuestionForm
from workshops.minutes.services import reading, waiting_for_approval
from workshops.models import Minutes, MinutesState, OutcomeKind, Workshop, WorkshopState

if TYPE_CHECKING:
    from people.models import User


def minutes_of(workshop: Workshop) -> Minutes:
    """The meeting's minutes; new ones, not stored, before the first save."""
    found = Minutes.objects.select_related("approved_by", "approved_in").filter(workshop=workshop)
    return found.first() or Minutes(workshop=workshop, version=0)


def minutes(workshop: Workshop, user: User, sent: str = "", **more: Any) -> dict[str, Any]:
    """The whole page; constant in queries. `sent` names the form that is shown as it was sent."""
    record = minutes_of(workshop)
    items = list(workshop.agenda.all())
    writes = allowed(user, "workshops.write_minutes", workshop)
    approved = record.state == MinutesState.APPROVED
    editable = writes and not approved and workshop.state != WorkshopState.CANCELLED
    shown = record.pk is not None and (writes or record.state != MinutesState.DRAFT)
    forms = {
        "form": MinutesForm(minutes=record, items=items),
        "decision_form": OutcomeForm(kind=OutcomeKind.DECISION),
        "idea_form": OutcomeForm(kind=OutcomeKind.IDEA),
        "question_form": QuestionForm(auto_id="ask-%s"),
        "reply_form": None,
    }
    forms.pop(sent, None)
    outcomes = list(workshop.outcomes.select_related("action", "participation__place"))
    return {
        "minutes": record,
        "writes": writes,
        "editable": editable,
        "approves": allowed(user, "workshops.approve_minutes", workshop),
        "sees_names": allowed(user, "workshops.view_guests", workshop),
        "read": reading(workshop, record) if shown and not editable else None,
        "decisions": [one for one in outcomes if one.kind == OutcomeKind.DECISION],
        "ideas": [one for one in outcomes if one.kind == OutcomeKind.IDEA],
        "questions": list(workshop.questions.select_related("invitation")) if writes else [],
        "places": list(workshop.participations.select_related("place")) if writes else [],
        **forms,
        "to_approve": [
            one for one in waiting_for_approval(workshop)
            if allowed(user, "workshops.approve_minutes", one.workshop)
        ] if writes else [],
    } | more  # fmt: skip


def pdf(workshop: Workshop, minutes: Minutes, *, sees_names: bool) -> tuple[str, bytes]:
    """The minutes to print, in the meeting's language: the file's name and its bytes."""
    with override(workshop.language):
        context = {
            "workshop": workshop,
            "minutes": minutes,
            "read": reading(workshop, minutes),
            "sees_names": sees_names,
            "region": workshop.programme.region,
        }
        name = _("Minutes %(day)s") % {"day": f"{workshop.local_start:%Y-%m-%d}"}
        html = render_to_string("workshops/minutes/pdf.html", context)
        return f"{name}.pdf", html_to_pdf(html)

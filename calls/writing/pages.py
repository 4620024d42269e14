"""What the pages of a call show, as plain values."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from calls.models import Application, ApplicationState, AskKind, Call, CallState, Decision
from calls.pages import LEVELS, head
from calls.writing.forms import CloseForm, ExtendForm
from calls.writing.services import gaps_of
from core.policy import allowed
from people.models import User
from programmes.models import Programme


def of_programme(programme: Programme, user: User) -> dict[str, Any]:
    """The calls of a programme that the reader may see, with how many have applied."""
    rows = (
        Call.objects.visible_to(user)
        .filter(programme=programme)
        .annotate(
            in_hand=Count("applications", filter=Q(applications__state=ApplicationState.HANDED_IN))
        )
    )
    calls = list(rows)
    for one in calls:
        one.programme = programme
    return {
        "rows": [(one, LEVELS[one.state], one.state.label) for one in calls],
        "may_add": allowed(user, "calls.add", programme),
    }


def call_page(
    call: Call, user: User, *, extend_form: ExtendForm | None = None,
    close_form: CloseForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """How a call stands: what it lacks, its window with changes, who has applied."""
    counts = dict(
        Application.objects.filter(call=call)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    decisions = Decision.objects.filter(application__call=call)
    runs = allowed(user, "calls.write", call)
    return {
        **head(user, call, "call"),
        "gaps": gaps_of(call) if call.published_at is None and runs else [],
        "changes": [
            {
                "one": one,
                "before": one.before.astimezone(call.zone),
                "after": one.after.astimezone(call.zone),
            }
            for one in call.changes.select_related("by")
        ],
        "counts": [
            (ApplicationState(state).label, counts.get(state, 0)) for state in ApplicationState
        ],
        "decided": decisions.filter(confirmed_at__isnull=False).count() if runs else None,
        "assessors": [
            one.user for one in call.assessors.filter(left_at__isnull=True).select_related("user")
        ],
        "extend_form": extend_form or ExtendForm(call=call),
        "close_form": close_form or CloseForm(),
        "is_draft": call.state == CallState.DRAFT,
        "may_extend": call.published_at is not None and not decisions.exists(),
        "may_close": call.state == CallState.OPEN,
        "may_unpublish": not counts,
    }


def questions_page(call: Call, user: User) -> dict[str, Any]:
    """The questions in order."""
    return {
        **head(user, call, "questions"),
        "questions": [
            {"one": one, "kind": AskKind(one.kind).label} for one in call.questions.all()
        ],
        "published": call.published_at is not None,
    }

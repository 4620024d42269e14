"""What the page of one action shows: all about it, what it waits for, documents, its history."""

from __future__ import annotations

from typing import Any

from core import audit
from core.policy import allowed
from core.uploads import ACCEPT
from people.models import User
from places.views.history import entry
from plans.action_rows import flags_of, period
from plans.blockers import is_living, lock_reason
from plans.forms.actions import StateForm
from plans.models import Action, ActionState
from plans.words import words_of

#: Lines of the history that are shown; the place's history has all.
HISTORY_LINES = 30


def action_context(
    action: Action, user: User, *, state_form: StateForm | None = None
) -> dict[str, Any]:
    """The page of an action; `state_form` is one that was refused."""
    participation = action.participation
    may = may_write(action, user)
    return {
        "participation": participation,
        "words": words_of(participation.programme),
        "action": action,
        "flags": flags_of(action),
        "period": period(action.starts_on, action.ends_on),
        "needs": [row.needs for row in action.needs_rows.all()],
        "needed_by": list(Action.objects.filter(needs_rows__needs=action).order_by("order", "pk")),
        "partners": list(action.partners.order_by("sector", "name").values_list("name", "sector")),
        "documents": list(action.documents.select_related("uploaded_by")),
        "history": [entry(event) for event in _history(action)],
        "may_edit": may,
        "may_see_email": allowed(user, "plans.edit", participation),
        "lock": lock_reason(participation),
        "state_form": state_form or _state_form(action),
        "accept": ACCEPT,
    }


def may_write(action: Action, user: User) -> bool:
    """Whether the user may change this action now. Before the gate only ideas are written."""
    participation = action.participation
    if not allowed(user, "plans.edit", participation) or not is_living(participation):
        return False
    return action.state == ActionState.IDEA or not lock_reason(participation)


def _state_form(action: Action) -> StateForm:
    names = ("state", "state_reason", "version")
    return StateForm(initial={name: getattr(action, name) for name in names})


def _history(action: Action) -> list[Any]:
    lines = audit.history(action.participation).filter(
        verb__startswith="action.", facts__action=action.pk
    )
    return list(lines[:HISTORY_LINES])

"""Adding an action and changing all of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Posting
from places.models import Participation
from plans.action_list import add_label
from plans.blockers import lock_reason
from plans.domain.action_rules import people_of, refuse_locked
from plans.domain.actions import add_action, save_action
from plans.forms.actions import ActionForm
from plans.models import Action, ActionState, Goal
from plans.views.actions import action_form, action_of, action_url

FORM = "plans/actions/form.html"


@action_form(FORM)
def action_add(request: SignedInRequest, participation: Participation) -> Posting[Action]:
    """Add an action; `?goal=` chooses the goal. Before the gate it is an idea."""
    refuse_locked(participation, ActionState.IDEA)
    return Posting(
        form=_action_form(request, participation, initial={"goal": _goal(request, participation)}),
        verb=partial(add_action, participation=participation, by=request.user),
        done=lambda action: _("“%(title)s” is in the plan.") % {"title": action.title},
        to=lambda action: action_url(participation, action.pk),
        context=_form_context(participation)
        | {
            "title": add_label(participation.programme),
            "back": reverse("plans:actions", args=[participation.pk]),
        },
    )


@action_form(FORM)
def action_edit(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[Action]:
    """Change all of an action."""
    action = action_of(participation, action_id)
    refuse_locked(participation, action.state)
    url = action_url(participation, action.pk)
    return Posting(
        form=_action_form(request, participation, row=action),
        verb=partial(save_action, action=action, by=request.user),
        done=_("Saved."),
        to=url,
        context=_form_context(participation)
        | {"action": action, "title": action.title, "back": url},
    )


def _action_form(request: SignedInRequest, participation: Participation, **more: Any) -> ActionForm:
    ideas_only = bool(lock_reason(participation))
    return ActionForm(
        request.POST or None, participation=participation, ideas_only=ideas_only, **more
    )


def _goal(request: SignedInRequest, participation: Participation) -> Goal | None:
    asked = request.GET.get("goal", "")
    return next((goal for goal in participation.goals.all() if str(goal.pk) == asked), None)


def _form_context(participation: Participation) -> dict[str, Any]:
    return {
        "people": [str(person) for person in people_of(participation)],
        "lock": lock_reason(participation),
    }

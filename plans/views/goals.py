"""Goals: the page of one, adding, changing, ordering, removing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, page
from places.models import Participation
from places.views.work import for_page
from plans import goal_page
from plans.domain.goals import add_goal, move_goal, remove_goal, save_goal
from plans.domain.lock import refuse_locked_plan
from plans.forms.goals import GoalForm
from plans.models import Goal
from plans.views.target import page_url, plan_form, plan_remove
from plans.words import words_of


@page("plans.view", Participation, "plans/target/goal.html", select=for_page)
def goal(request: SignedInRequest, participation: Participation, goal_id: int) -> Context:
    """A goal with its indicators, their charts and all that was observed."""
    return goal_page.context(participation, goal_of(participation, goal_id), request.user)


@plan_form("plans/target/goal_form.html")
def goal_add(request: SignedInRequest, participation: Participation) -> Posting[Goal]:
    """Add a goal."""
    refuse_locked_plan(participation)
    title = _("Add %(goal)s") % _word(participation)
    return Posting(
        form=GoalForm(request.POST or None),
        verb=partial(add_goal, participation=participation, by=request.user),
        done=_("Added."),
        to=page_url(participation, "goals"),
        context={"title": title, "button": title, "back": page_url(participation, "goals")},
    )


@plan_form("plans/target/goal_form.html")
def goal_edit(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[Goal]:
    """Change a goal."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    return Posting(
        form=GoalForm(request.POST or None, row=goal),
        verb=partial(save_goal, goal=goal, by=request.user),
        done=_("Saved."),
        to=goal_url(participation, goal),
        context={
            "title": _("Change %(goal)s") % _word(participation),
            "back": goal_url(participation, goal),
            "remove": ("plans:goal_remove", goal.pk),
        },
    )


@plan_form()
def goal_move(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[bool]:
    """Move a goal one place up or down: `to` is "up" or "down"."""
    goal = goal_of(participation, goal_id)
    return Posting(
        verb=partial(move_goal, goal=goal, by=request.user, up=request.POST.get("to") == "up"),
        to=page_url(participation, f"goal-{goal.pk}"),
    )


@plan_remove()
def goal_remove(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> Posting[None]:
    """Remove a goal, after a question; one that actions belong to stays, and says which."""
    refuse_locked_plan(participation)
    goal = goal_of(participation, goal_id)
    count = goal.indicators.count()
    consequence = ngettext(
        "%(count)d indicator goes with it, and all that was measured.",
        "%(count)d indicators go with it, and all that was measured.",
        count,
    )
    return Posting(
        verb=partial(remove_goal, goal=goal, by=request.user),
        done=_("Removed."),
        to=page_url(participation, "goals"),
        context={
            "title": _("Remove %(goal)s") % _word(participation),
            "what": goal.title,
            "back": goal_url(participation, goal),
            "with": consequence % {"count": count} if count else "",
        },
    )


def goal_of(participation: Participation, goal_id: int) -> Goal:
    """The goal of this place, or 404."""
    goal = get_object_or_404(participation.goals, pk=goal_id)
    goal.participation = participation
    return goal


def goal_url(participation: Participation, goal: Goal, anchor: str = "") -> str:
    """The address of a goal's page, or of a part of it."""
    url = reverse("plans:goal", args=[participation.pk, goal.pk])
    return f"{url}#{anchor}" if anchor else url


def _word(participation: Participation) -> dict[str, Any]:
    return {"goal": words_of(participation.programme).goal.lower()}

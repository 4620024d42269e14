"""Goals: the page of one, adding, changing, ordering, removing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page
from plans import goal_page
from plans.domain.goals import add_goal, move_goal, remove_goal, save_goal
from plans.domain.lock import refuse_locked_plan
from plans.forms.goals import GOAL_FIELDS, GoalForm
from plans.models import Goal
from plans.views.sending import form_page, remove_page, send
from plans.views.target import page_url, page_with_form
from plans.words import words_of

_FACTS = ("title", "description", "findings", "global_goals")


@policy("plans.view", Participation, select=for_page)
@require_safe
def goal(request: SignedInRequest, participation: Participation, goal_id: int) -> HttpResponse:
    """A goal with its indicators, their charts and all that was observed."""
    found = goal_of(participation, goal_id)
    context = goal_page.context(participation, found, request.user)
    return render(request, "plans/target/goal.html", context)


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def goal_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Add a goal."""
    refuse_locked_plan(participation)
    form = GoalForm(request.POST or None)
    sent = send(
        request,
        form,
        lambda values: add_goal(participation=participation, by=request.user, **_facts(values)),
        GOAL_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Added."))
        return HttpResponseRedirect(page_url(participation, "goals"))
    title = _("Add %(goal)s") % {"goal": words_of(participation.programme).goal.lower()}
    context = {"title": title, "button": title, "back": page_url(participation, "goals")}
    return form_page(request, participation, form, sent, context, "plans/target/goal_form.html")


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def goal_edit(request: SignedInRequest, participation: Participation, goal_id: int) -> HttpResponse:
    """Change a goal."""
    refuse_locked_plan(participation)
    found = goal_of(participation, goal_id)
    stored = {name: getattr(found, name) for name in (*_FACTS, "version")}
    form = GoalForm(request.POST or None, initial=stored)
    sent = send(
        request,
        form,
        lambda values: save_goal(
            goal=found, by=request.user, version=values["version"] or 0, **_facts(values)
        ),
        GOAL_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(goal_url(participation, found))
    context = {
        "title": _("Change %(goal)s") % {"goal": words_of(participation.programme).goal.lower()},
        "back": goal_url(participation, found),
        "remove": ("plans:goal_remove", found.pk),
    }
    return form_page(request, participation, form, sent, context, "plans/target/goal_form.html")


@policy("plans.edit", Participation, select=for_page)
@require_POST
def goal_move(request: SignedInRequest, participation: Participation, goal_id: int) -> HttpResponse:
    """Move a goal one place up or down: `to` is "up" or "down"."""
    found = goal_of(participation, goal_id)
    move_goal(goal=found, by=request.user, up=request.POST.get("to") == "up")
    return HttpResponseRedirect(page_url(participation, f"goal-{found.pk}"))


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def goal_remove(
    request: SignedInRequest, participation: Participation, goal_id: int
) -> HttpResponse:
    """Remove a goal, after a question; one that actions belong to stays, and says which."""
    refuse_locked_plan(participation)
    found = goal_of(participation, goal_id)
    context: dict[str, Any] = {
        "title": _("Remove %(goal)s") % {"goal": words_of(participation.programme).goal.lower()},
        "what": found.title,
        "back": goal_url(participation, found),
    }
    if request.method == "POST":
        try:
            remove_goal(goal=found, by=request.user)
        except Refusal as refusal:
            return remove_page(request, participation, context | {"refusal": refusal})
        messages.success(request, _("Removed."))
        return HttpResponseRedirect(page_url(participation, "goals"))
    count = found.indicators.count()
    if count:
        context["with"] = ngettext(
            "%(count)d indicator goes with it, and all that was measured.",
            "%(count)d indicators go with it, and all that was measured.",
            count,
        ) % {"count": count}
    return remove_page(request, participation, context)


def goal_of(participation: Participation, goal_id: int) -> Goal:
    """The goal of this place, or 404."""
    found = get_object_or_404(participation.goals, pk=goal_id)
    found.participation = participation
    return found


def goal_url(participation: Participation, found: Goal, anchor: str = "") -> str:
    """The address of a goal's page, or of a part of it."""
    url = reverse("plans:goal", args=[participation.pk, found.pk])
    return f"{url}#{anchor}" if anchor else url


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _FACTS}

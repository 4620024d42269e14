"""The long goal of a programme and its milestones."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.milestones import pages, services
from learning.milestones.forms import GoalForm, MilestoneForm
from learning.models import LongGoal, Milestone
from programmes.home.pages import head, with_head
from programmes.models import Programme

FORM = "mapping/form.html"
edit_page = partial(form_page, "learning.edit_milestones", Programme, select=with_head)


@page("learning.view_milestones", Programme, "learning/milestones/page.html", select=with_head)
def milestones(request: SignedInRequest, programme: Programme) -> Context:
    """The goal in the long run and the way to it."""
    return head(programme, request.user) | pages.context(programme, request.user)


@edit_page(FORM)
def long_goal(request: SignedInRequest, programme: Programme) -> Posting[LongGoal]:
    """Write the goal."""
    return Posting(
        form=GoalForm(request.POST or None, goal=pages.goal_of(programme)),
        verb=partial(services.save_goal, programme=programme, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, _("Goal in the long run")) | {"changes": True},
    )


@edit_page(FORM)
def milestone_add(request: SignedInRequest, programme: Programme) -> Posting[Milestone]:
    """Add a milestone."""
    return Posting(
        form=MilestoneForm(request.POST or None),
        verb=partial(services.add_milestone, programme=programme, by=request.user),
        done=lambda made: _("“%(title)s” is on the way.") % {"title": made},
        to=_url(programme),
        context=_around(programme, _("Add a milestone")),
    )


@edit_page(FORM)
def milestone_edit(
    request: SignedInRequest, programme: Programme, milestone_id: int
) -> Posting[Milestone]:
    """Change a milestone, or say that it is reached."""
    found = _milestone(programme, milestone_id)
    return Posting(
        form=MilestoneForm(request.POST or None, row=found),
        verb=partial(services.save_milestone, milestone=found, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, found.title) | {"changes": True},
    )


@edit_page()
def milestone_remove(
    request: SignedInRequest, programme: Programme, milestone_id: int
) -> Posting[None]:
    """Take a milestone away."""
    found = _milestone(programme, milestone_id)
    return Posting(
        verb=partial(services.remove_milestone, milestone=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found.title},
        to=_url(programme),
    )


def _around(programme: Programme, title: str) -> dict[str, Any]:
    return {"title": title, "back": _url(programme)}


def _milestone(programme: Programme, milestone_id: int) -> Milestone:
    found = get_object_or_404(
        Milestone.objects.select_related("goal"), goal__programme=programme, pk=milestone_id
    )
    found.goal.programme = programme
    return found


def _url(programme: Programme) -> str:
    return reverse("learning:milestones", args=[programme.pk])

"""Processes of actors side by side, and the steps of each."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import ProcessStep
from learning.processes import pages, services
from learning.processes.forms import StepForm
from mapping.models import Actor
from places.models import Participation
from places.queries import with_head

FORM = "mapping/form.html"
#: Digits of the longest id that a database takes.
ID_DIGITS = 18
edit_page = partial(form_page, "mapping.edit_actors", Participation, select=with_head)


@page("mapping.view_actors", Participation, "learning/processes/page.html", select=with_head)
def processes(request: SignedInRequest, participation: Participation) -> Context:
    """The processes of the actors that are chosen, side by side."""
    asked = request.GET.getlist("actor")
    chosen = [int(one) for one in asked if one.isdecimal() and len(one) <= ID_DIGITS]
    return pages.processes(participation, request.user, chosen)


@edit_page(FORM)
def process_add(
    request: SignedInRequest, participation: Participation, actor_id: int
) -> Posting[ProcessStep]:
    """Add a step to an actor's process."""
    actor = _actor(participation, actor_id)
    return Posting(
        form=StepForm(request.POST or None, actor=actor),
        verb=partial(services.add_step, actor=actor, by=request.user),
        done=_("The step is in the process."),
        to=_url(participation),
        context=_around(participation, _("A step of %(actor)s") % {"actor": actor}),
    )


@edit_page(FORM)
def process_edit(
    request: SignedInRequest, participation: Participation, step_id: int
) -> Posting[ProcessStep]:
    """Change a step."""
    step = _step(participation, step_id)
    return Posting(
        form=StepForm(request.POST or None, actor=step.actor, row=step),
        verb=partial(services.save_step, step=step, by=request.user),
        done=_("Saved."),
        to=_url(participation),
        context=_around(participation, step.what) | {"changes": True},
    )


@edit_page()
def process_remove(
    request: SignedInRequest, participation: Participation, step_id: int
) -> Posting[None]:
    """Take a step out."""
    step = _step(participation, step_id)
    return Posting(
        verb=partial(services.remove_step, step=step, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": step.what},
        to=_url(participation),
    )


def _actor(participation: Participation, actor_id: int) -> Actor:
    rows = participation.actors.select_related("organisation", "contact")
    found = get_object_or_404(rows, pk=actor_id)
    found.participation = participation
    return found


def _step(participation: Participation, step_id: int) -> ProcessStep:
    rows = ProcessStep.objects.select_related("actor__organisation", "actor__contact")
    found = get_object_or_404(rows, actor__participation=participation, pk=step_id)
    found.actor.participation = participation
    return found


def _around(participation: Participation, title: str) -> dict[str, Any]:
    return {"title": title, "back": _url(participation)}


def _url(participation: Participation) -> str:
    return reverse("learning:processes", args=[participation.pk])

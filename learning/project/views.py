"""The room of a project that follows no places: its pages, its funder's rules, changes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import ChangeRequest, ProjectRoom
from learning.project import pages, services
from learning.project.forms import ChangeForm, DecisionForm, RoomForm
from plans.models import FundingLine
from programmes.home.pages import head, with_head
from programmes.models import Programme

FORM = "mapping/form.html"
run_page = partial(form_page, "learning.run_project", Programme, select=with_head)


@page("learning.run_project", Programme, "learning/project/page.html", select=with_head)
def project(request: SignedInRequest, programme: Programme) -> Context:
    """The project's own work and money."""
    return head(programme, request.user) | pages.context(programme, request.user)


@run_page(FORM)
def project_open(request: SignedInRequest, programme: Programme) -> Posting[ProjectRoom]:
    """Open the project's own room."""
    return Posting(
        form=RoomForm(request.POST or None, programme=programme, user=request.user),
        verb=partial(services.open_room, programme=programme, by=request.user),
        done=_("The project has its own room: checklist, actors, support, costs and hours."),
        to=_url(programme),
        context=_around(programme, _("The project's own room")),
    )


@run_page(FORM)
def project_decision(request: SignedInRequest, programme: Programme) -> Posting[FundingLine]:
    """Enter what Leader granted."""
    return Posting(
        form=DecisionForm(request.POST or None),
        verb=partial(services.enter_decision, programme=programme, by=request.user),
        done=_("The decision is entered with Leader's rules."),
        to=_url(programme),
        context=_around(programme, _("The funder's decision")),
    )


@run_page(FORM)
def change_add(request: SignedInRequest, programme: Programme) -> Posting[ChangeRequest]:
    """Write down a change asked of the funder."""
    return Posting(
        form=ChangeForm(request.POST or None),
        verb=partial(services.ask_change, programme=programme, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, _("Ask for a change")),
    )


@run_page(FORM)
def change_edit(
    request: SignedInRequest, programme: Programme, change_id: int
) -> Posting[ChangeRequest]:
    """Correct it, or write the answer."""
    found = _change(programme, change_id)
    return Posting(
        form=ChangeForm(request.POST or None, row=found),
        verb=partial(services.save_change, change=found, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context=_around(programme, str(found)) | {"changes": True},
    )


@run_page()
def change_remove(request: SignedInRequest, programme: Programme, change_id: int) -> Posting[None]:
    """Take away what was never asked."""
    found = _change(programme, change_id)
    return Posting(
        verb=partial(services.remove_change, change=found, by=request.user),
        done=_("Removed."),
        to=_url(programme),
    )


def _change(programme: Programme, change_id: int) -> ChangeRequest:
    found = get_object_or_404(programme.change_requests, pk=change_id)
    found.programme = programme
    return found


def _around(programme: Programme, title: str) -> dict[str, Any]:
    return {"title": title, "back": _url(programme)}


def _url(programme: Programme) -> str:
    return reverse("learning:project", args=[programme.pk])

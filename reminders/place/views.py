"""A place's reminders: when the next one comes and why, and a pause."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from reminders.models import Pause
from reminders.place import pages
from reminders.place.forms import PauseForm
from reminders.place.services import pause, resume

PAGE = "reminders/place/page.html"


@page("reminders.view", Participation, PAGE, select=with_head)
def reminders(request: SignedInRequest, participation: Participation) -> Context:
    """When the next reminder comes and why, and what was told."""
    return {"form": PauseForm(), **pages.context(participation, request.user)}


@page("reminders.view", Participation, "reminders/place/_soon.html")
def soon(request: SignedInRequest, participation: Participation) -> Context:
    """The same in short, which the place's own page asks for when it is there."""
    return pages.soon(participation, request.user)


@form_page("reminders.pause", Participation, PAGE, select=with_head)
def pause_reminders(request: SignedInRequest, participation: Participation) -> Posting[Pause]:
    """Let reminders rest."""
    return Posting(
        form=PauseForm(request.POST or None),
        verb=partial(pause, participation=participation, by=request.user),
        done=_("The reminders rest."),
        to=_url(participation),
        back=_url(participation),
        context=lambda: pages.context(participation, request.user),
    )


@form_page("reminders.pause", Participation)
def resume_reminders(request: SignedInRequest, participation: Participation) -> Posting[bool]:
    """Let reminders go on."""
    return Posting(
        verb=partial(resume, participation=participation, by=request.user),
        done=_("The reminders go on."),
        to=_url(participation),
    )


def _url(participation: Participation) -> str:
    return reverse("reminders:place", args=[participation.pk])

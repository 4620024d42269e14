"""From a theme to what is done about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from themes.leading import forms, services
from themes.models import Theme, Uptake, UptakeKind
from themes.shaping.views import with_room

#: Kind -> the form, the verb and the button.
WAYS: dict[str, tuple[type[forms.LeadForm], Any]] = {
    UptakeKind.AGENDA: (forms.AgendaForm, services.to_agenda),
    UptakeKind.MEETING: (forms.MeetingForm, services.to_meeting),
    UptakeKind.COURSE: (forms.CourseForm, services.to_course),
    UptakeKind.IDEA: (forms.IdeaForm, services.to_idea),
    UptakeKind.GOAL: (forms.GoalForm, services.to_goal),
}


@page("themes.code", Theme, "themes/leading/ways.html", select=with_room)
def ways(request: SignedInRequest, theme: Theme) -> Context:
    """What a theme can become."""
    return {"kinds": forms.open_kinds(theme, request.user)}


@form_page("themes.code", Theme, "themes/leading/form.html", select=with_room)
def take_up(request: SignedInRequest, theme: Theme, kind: str) -> Posting[Uptake]:
    """Make one thing of a theme."""
    if kind not in WAYS:
        raise Http404
    form, verb = WAYS[kind]
    return Posting(
        form=form(request.POST or None, theme=theme, user=request.user),
        verb=partial(verb, theme=theme, by=request.user),
        done=lambda made: _("Done: “%(title)s”.") % {"title": made.title},
        to=theme.get_absolute_url(),
        context={"label": UptakeKind(kind).label, "kind": kind},
    )

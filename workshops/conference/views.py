"""Sessions of a conference: laying them out, choosing them, badges and lists."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.exports import PDF_TYPE, file_name
from core.pdf import html_to_pdf, units_of
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from workshops.answers.by_link import by_answer_link, in_language, public, too_often
from workshops.answers.views import too_many_changes
from workshops.conference import pages, services
from workshops.conference.forms import SessionForm
from workshops.links import answer_token
from workshops.models import Invitation, Session, SessionChoice, Workshop
from workshops.queries import with_head

SESSIONS = "workshops/conference/sessions.html"
edit_form = partial(form_page, "workshops.edit", Workshop, select=with_head)
paper = partial(document, rule="workshops.view_guests", model=Workshop, select=with_head)


@page("workshops.view_workshop", Workshop, SESSIONS, select=with_head)
def sessions(request: SignedInRequest, workshop: Workshop) -> Context:
    """The conference's sessions, how many have chosen each, and the form of a new one."""
    return {"form": SessionForm(workshop=workshop), **pages.sessions(workshop, request.user)}


@edit_form(SESSIONS)
def session_add(request: SignedInRequest, workshop: Workshop) -> Posting[Session]:
    """Add a session."""
    return Posting(
        form=SessionForm(request.POST or None, workshop=workshop),
        verb=partial(services.add_session, workshop=workshop, by=request.user),
        done=_("The session is added."),
        to=_sessions(workshop),
        context=lambda: pages.sessions(workshop, request.user),
    )


@edit_form("workshops/conference/session.html")
def session_edit(request: SignedInRequest, workshop: Workshop, session_id: int) -> Posting[Session]:
    """Change a session."""
    session = _session(workshop, session_id)
    return Posting(
        form=SessionForm(request.POST or None, workshop=workshop, session=session),
        verb=partial(services.save_session, session=session, by=request.user),
        done=_("Saved."),
        to=_sessions(workshop),
        context={"session": session},
    )


@edit_form()
def session_remove(request: SignedInRequest, workshop: Workshop, session_id: int) -> Posting[None]:
    """Take a session away."""
    session = _session(workshop, session_id)
    return Posting(
        verb=partial(services.remove_session, session=session, by=request.user),
        done=_("Removed."),
        to=_sessions(workshop),
    )


@paper("workshops.badges", gettext_lazy("Badges"))
def badges(asked: Asked, workshop: Workshop) -> Made:
    """A badge for each who comes and each who comes along, eight on a sheet."""
    return _made(asked, workshop, partial(pages.badges_html, workshop, asked.user), _("Badges"))


@paper("workshops.names", gettext_lazy("List of names"))
def names(asked: Asked, workshop: Workshop) -> Made:
    """All who come, by name."""
    html = partial(pages.names_html, workshop, asked.user)
    return _made(asked, workshop, html, _("List of names"))


@paper("workshops.session_list", gettext_lazy("List of a session"))
def session_list(asked: Asked, workshop: Workshop, session_id: int) -> Made:
    """Who has chosen a session, to tick off at its door."""
    session = _session(workshop, session_id)
    return _made(asked, workshop, partial(pages.session_html, session, asked.user), session.title)


def _made(asked: Asked, workshop: Workshop, drawn: Any, name: str) -> Made:
    asked.step(_("Drawing the pages"))
    with override(workshop.language):
        html, count = drawn()
        pdf = html_to_pdf(html, units=units_of(count))
    on = workshop.local_start.date()
    return Made(pdf, file_name(name, workshop.title, ending="pdf", on=on), PDF_TYPE)


@by_answer_link
@form_page(PUBLIC, template="workshops/conference/choose.html")
def guest_sessions(
    request: HttpRequest, invitation: Invitation
) -> Posting[list[SessionChoice]] | HttpResponse:
    """A guest's own sessions."""
    if too_many_changes(request, invitation):
        return too_often(request)
    token = answer_token(invitation)
    chosen = [int(one) for one in request.POST.getlist("session") if one.isdecimal()][:200]

    def context() -> Context:
        found = pages.programme_of(invitation.workshop, invitation)
        return public(
            invitation=invitation, workshop=invitation.workshop, token=token,
            pressed=chosen if request.method == "POST" else None, saved="saved" in request.GET,
            **found,
        )  # fmt: skip

    address = in_language(request, reverse("workshops:guest_sessions", args=[token]))
    return Posting(
        verb=partial(services.choose, invitation=invitation, sessions=chosen),
        to=f"{address}{'&' if '?' in address else '?'}saved=1",
        context=context,
    )


def _session(workshop: Workshop, session_id: int) -> Session:
    session: Session = get_object_or_404(workshop.sessions, pk=session_id)
    session.workshop = workshop
    return session


def _sessions(workshop: Workshop) -> str:
    return reverse("workshops:sessions", args=[workshop.pk])

"""Assessing: the list, one application, own views, conflicts, the ranking, assessors."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.assessing import pages, services
from calls.assessing.conflicts import why_not
from calls.assessing.forms import AssessForm, AssessorForm, ConflictForm, MeetingForm
from calls.models import Application, Assessment, Assessor, AssessorMeeting, Call, Conflict
from calls.queries import to_read, with_call, with_head
from calls.rules import assessor_of
from core.downloads import stored
from core.policy import allowed
from core.refusals import NotAllowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page

ONE = "calls/assessing/one.html"


@page("calls.view", Call, "calls/assessing/list.html", select=with_head)
def applications(request: SignedInRequest, call: Call) -> Context:
    """The applications of a call."""
    return pages.applications(call, request.user)


@page("calls.view", Application, ONE, select=to_read)
def one(request: SignedInRequest, application: Application) -> Context:
    """One application."""
    return pages.one_page(application, request.user)


@page("calls.view", Application, select=with_call)
def file(request: SignedInRequest, application: Application, file_id: int) -> HttpResponse:
    """A file of an application, for those who may read the application."""
    if not allowed(request.user, "calls.decide", application) and why_not(
        application, request.user
    ):
        raise NotAllowed("not_allowed", _("You have a part in this application."))
    found = get_object_or_404(application.files, pk=file_id)
    try:
        return stored(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@form_page("calls.assess", Application, ONE, select=to_read)
def assess(request: SignedInRequest, application: Application) -> Posting[Assessment]:
    """Keep an own view; with "done" it counts."""
    mine = Assessment.objects.filter(
        application=application, assessor=assessor_of(application.call, request.user)
    ).first()
    form = AssessForm(request.POST or None, call=application.call, assessment=mine)
    done = request.POST.get("act") == "done"
    return Posting(
        form=form,
        verb=partial(services.save_assessment, application=application, done=done, by=request.user),
        done=_("Your view is done.") if done else _("Saved."),
        to=application.get_absolute_url(),
        back=application.get_absolute_url(),
        context=lambda: pages.one_page(application, request.user, form=form),
    )


@form_page("calls.assess", Application, ONE, select=to_read)
def conflict(request: SignedInRequest, application: Application) -> Posting[Conflict]:
    """Say that one has a part in it."""
    form = ConflictForm(request.POST or None)
    return Posting(
        form=form,
        name="conflict_form",
        verb=partial(services.declare_conflict, application=application, by=request.user),
        done=_("You do not assess this application."),
        to=reverse("calls:applications", args=[application.call_id]),
        back=application.get_absolute_url(),
        context=lambda: pages.one_page(application, request.user, conflict_form=form),
    )


@page("calls.view", Call, "calls/assessing/ranking.html", select=with_head)
def ranking(request: SignedInRequest, call: Call) -> Context:
    """The ranking with its spread."""
    return pages.ranking(call, request.user)


@form_page("calls.write", Call, "calls/assessing/ranking.html", select=with_head)
def meeting_note(request: SignedInRequest, call: Call) -> Posting[AssessorMeeting]:
    """Keep what the assessors said together."""
    form = MeetingForm(request.POST or None)
    return Posting(
        form=form,
        verb=partial(services.note_meeting, call=call, by=request.user),
        done=_("Saved."),
        to=reverse("calls:ranking", args=[call.pk]),
        back=reverse("calls:ranking", args=[call.pk]),
        context=lambda: pages.ranking(call, request.user, form=form),
    )


@form_page("calls.write", Call, "calls/assessing/assessors.html", select=with_head)
def assessors(request: SignedInRequest, call: Call) -> Posting[Assessor]:
    """Who assesses, and one more."""
    form = AssessorForm(request.POST or None, call=call)
    return Posting(
        form=form,
        verb=partial(services.add_assessor, call=call, by=request.user),
        done=lambda row: _("%(name)s assesses, and is told.") % {"name": row.user.get_full_name()},
        to=reverse("calls:assessors", args=[call.pk]),
        context=lambda: pages.assessors(call, request.user, form=form),
    )


@form_page("calls.write", Call, select=with_head)
def assessor_remove(request: SignedInRequest, call: Call, assessor_id: int) -> Posting[None]:
    """Take an assessor off."""
    row = get_object_or_404(call.assessors.select_related("user"), pk=assessor_id)
    row.call = call
    return Posting(
        verb=partial(services.remove_assessor, assessor=row, by=request.user),
        done=_("The person does not assess any more."),
        to=reverse("calls:assessors", args=[call.pk]),
    )

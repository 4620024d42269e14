"""The local economic analysis of a place: its page, order, group, meetings, result pack."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import stored
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.economy import services
from mapping.economy.forms import (
    AnalysisForm,
    DocumentForm,
    FigureForm,
    MeetingsForm,
    MemberForm,
)
from mapping.models import LocalAnalysis, LocalDocument, LocalFigure, LocalTopic
from people.models import Contact, User
from places.models import Participation
from places.queries import with_head
from workshops.models import Workshop

PAGE, FORM = "mapping/economy/page.html", "mapping/form.html"
edit_page = partial(form_page, "mapping.edit", Participation, select=with_head)


@page("mapping.view", Participation, PAGE, select=with_head)
def economy(request: SignedInRequest, participation: Participation) -> Context:
    """How far the analysis is, and what it says."""
    return context(participation, request.user)


def context(participation: Participation, user: User) -> dict[str, Any]:
    """What the page shows. Six statements at most."""
    analysis = services.analysis_at(participation)
    there = bool(analysis.pk)
    figures = list(analysis.figures.all()) if there else []
    edits = allowed(user, "mapping.edit", participation)
    return {
        "analysis": analysis,
        "state": services.state_of(analysis, timezone.localdate()),
        "states": [*services.State],
        "warnings": services.warnings(analysis),
        # Who sits in the group: names are for those who work with them.
        "group": list(analysis.group.select_related("organisation")) if there and edits else [],
        "group_count": analysis.group.count() if there else 0,
        "group_size": services.GROUP_SIZE,
        "meetings": list(_meetings(analysis)) if there else [],
        "documents": list(analysis.documents.all()) if there else [],
        "topics": [
            (topic, [one for one in figures if one.topic == topic])
            for topic in LocalTopic
            if any(one.topic == topic for one in figures)
        ],
        "edits": edits,
        "currency": participation.programme.currency,
        "may_plan": edits and allowed(user, "workshops.plan_at_place", participation),
    }


def _meetings(analysis: LocalAnalysis) -> Any:
    rows = Workshop.objects.filter(pk__in=analysis.meetings.values("pk"))
    if analysis.series_id:
        rows = rows | Workshop.objects.filter(series=analysis.series_id)
    return rows.order_by("starts_at").distinct()


@edit_page(FORM)
def economy_edit(request: SignedInRequest, participation: Participation) -> Posting[LocalAnalysis]:
    """Order, dates, what it says. An area that does not fit is warned of."""
    form = AnalysisForm(
        request.POST or None,
        participation=participation,
        user=request.user,
        analysis=services.analysis_at(participation),
    )
    return Posting(
        form=form,
        verb=partial(services.save_analysis, participation=participation, by=request.user),
        done=_("Saved."),
        warnings=services.warnings,
        to=_url(participation),
        fields={"leader": "contact"},
        context={"title": _("Write down the order"), "back": _url(participation)},
    )


@edit_page(FORM)
def member_add(request: SignedInRequest, participation: Participation) -> Posting[Contact]:
    """Put a person into the group."""
    return Posting(
        form=MemberForm(request.POST or None, participation=participation, user=request.user),
        verb=partial(services.add_member, participation=participation, by=request.user),
        done=lambda contact: _("%(name)s is in the group.") % {"name": contact.name},
        to=f"{_url(participation)}#group",
        context={"title": _("Add to the group"), "back": _url(participation)},
    )


@edit_page()
def member_remove(
    request: SignedInRequest, participation: Participation, contact_id: int
) -> Posting[None]:
    """Take a person out of the group."""
    return Posting(
        verb=partial(
            services.remove_member,
            participation=participation,
            by=request.user,
            contact_id=contact_id,
        ),
        to=f"{_url(participation)}#group",
    )


@edit_page(FORM)
def meetings_plan(
    request: SignedInRequest, participation: Participation
) -> Posting[list[Workshop]]:
    """Plan the meetings as drafts."""
    return Posting(
        form=MeetingsForm(request.POST or None),
        verb=partial(services.plan_meetings, participation=participation, by=request.user),
        done=lambda made: (
            ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", len(made))
            % {"count": len(made)}
        ),
        to=f"{_url(participation)}#meetings",
        context={
            "title": _("Plan the meetings"),
            "save": _("Plan as drafts"),
            "back": _url(participation),
        },
    )


@edit_page(FORM)
def document_add(request: SignedInRequest, participation: Participation) -> Posting[LocalDocument]:
    """Add a file of the result pack."""
    return Posting(
        form=DocumentForm(request.POST or None, request.FILES or None),
        fields={"file": "upload"},
        verb=partial(services.attach, participation=participation, by=request.user),
        done=lambda made: _("%(name)s is kept.") % {"name": made.name},
        to=f"{_url(participation)}#pack",
        context={"title": _("Add a document"), "back": _url(participation)},
    )


@page("mapping.view", Participation, select=with_head)
def document(
    request: SignedInRequest, participation: Participation, document_id: int
) -> HttpResponse:
    """A document, as an attachment that no browser opens in our name."""
    found = _document(participation, document_id)
    try:
        return stored(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@edit_page()
def document_remove(
    request: SignedInRequest, participation: Participation, document_id: int
) -> Posting[None]:
    """Delete a document."""
    found = _document(participation, document_id)
    return Posting(
        verb=partial(services.remove_document, document=found, by=request.user),
        done=_("%(name)s is removed.") % {"name": found.name},
        to=f"{_url(participation)}#pack",
    )


@edit_page(FORM)
def figure_add(request: SignedInRequest, participation: Participation) -> Posting[LocalFigure]:
    """Write a figure of the result pack."""
    return Posting(
        form=FigureForm(request.POST or None),
        verb=partial(services.add_figure, participation=participation, by=request.user),
        done=_("Saved."),
        to=f"{_url(participation)}#figures",
        context={"title": _("Add a figure"), "back": _url(participation)},
    )


@edit_page()
def figure_remove(
    request: SignedInRequest, participation: Participation, figure_id: int
) -> Posting[None]:
    """Take a figure out."""
    return Posting(
        verb=partial(
            services.remove_figure,
            participation=participation,
            by=request.user,
            figure_id=figure_id,
        ),
        to=f"{_url(participation)}#figures",
    )


def _document(participation: Participation, document_id: int) -> LocalDocument:
    rows = LocalDocument.objects.select_related("analysis")
    found = get_object_or_404(rows, analysis__participation=participation, pk=document_id)
    found.analysis.participation = participation
    return found


def _url(participation: Participation) -> str:
    return reverse("mapping:economy", args=[participation.pk])

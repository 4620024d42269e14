"""Documents of an action: adding, fetching, removing."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import stored
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import Posting, page
from places.models import Participation
from places.views.work import for_page
from plans.action_page import action_context
from plans.domain.documents import attach_document, remove_document
from plans.models import Action, ActionDocument
from plans.views.actions import PAGE, action_form, action_of, action_url


@action_form()
def document_add(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Add files to an action. Each stands for itself: a refused one takes no others along."""
    action = action_of(participation, action_id)
    files = request.FILES.getlist("files")
    added, errors = 0, []
    for upload in files:
        try:
            attach_document(action=action, upload=upload, by=request.user)
        except Refusal as refusal:
            errors.append(str(refusal))
        else:
            added += 1
    if added:
        text = ngettext("%(count)d file added", "%(count)d files added", added)
        messages.success(request, text % {"count": added})
    if request.method != "POST" or (files and not errors):
        return HttpResponseRedirect(_documents_url(participation, action))
    context = action_context(action, request.user) | {
        "file_errors": errors or [_("Choose a file first.")]
    }
    return render(request, PAGE, context, status=Refusal.status if errors else 422)


@page("plans.view", Participation, select=for_page)
def document(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> HttpResponse:
    """A document, as an attachment that no browser opens in our name."""
    found = _document(action_of(participation, action_id), document_id)
    try:
        return stored(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@action_form()
def document_remove(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> Posting[None]:
    """Delete a document."""
    action = action_of(participation, action_id)
    document = _document(action, document_id)
    return Posting(
        verb=partial(remove_document, document=document, by=request.user),
        done=_("%(name)s is removed.") % {"name": document.name},
        to=_documents_url(participation, action),
    )


def _document(action: Action, document_id: int) -> ActionDocument:
    document = get_object_or_404(action.documents, pk=document_id)
    document.action = action
    return document


def _documents_url(participation: Participation, action: Action) -> str:
    return f"{action_url(participation, action.pk)}#documents"

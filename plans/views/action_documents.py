"""Documents of an action: adding, fetching, removing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.downloads import stored
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page
from plans import action_page
from plans.domain.documents import attach_document, remove_document
from plans.models import Action, ActionDocument
from plans.views.actions import action_of, action_url


@policy("plans.edit", Participation, select=for_page)
@require_POST
def add(request: SignedInRequest, participation: Participation, action_id: int) -> HttpResponse:
    """Add files to an action. Each stands for itself: a refused one takes no others along."""
    one = action_of(participation, action_id)
    kept, refused, status = 0, [], 422
    for upload in request.FILES.getlist("files"):
        try:
            attach_document(action=one, upload=upload, by=request.user)
        except Refusal as refusal:
            refused.append(str(refusal))
            status = refusal.status
        else:
            kept += 1
    if kept:
        text = ngettext("%(count)d file added", "%(count)d files added", kept)
        messages.success(request, text % {"count": kept})
    if not kept and not refused:
        refused = [_("Choose a file first.")]
    if refused:
        context = action_page.context(one, request.user) | {"file_errors": refused}
        return render(request, "plans/actions/page.html", context, status=status)
    return HttpResponseRedirect(f"{action_url(participation, one.pk)}#documents")


@policy("plans.view", Participation, select=for_page)
@require_safe
def fetch(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> HttpResponse:
    """A document, as an attachment that no browser opens in our name."""
    document = _document(action_of(participation, action_id), document_id)
    try:
        return stored(document.file, document.name, document.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@policy("plans.edit", Participation, select=for_page)
@require_POST
def remove(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> HttpResponse:
    """Delete a document."""
    one = action_of(participation, action_id)
    document = _document(one, document_id)
    remove_document(document=document, by=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": document.name})
    return HttpResponseRedirect(f"{action_url(participation, one.pk)}#documents")


def _document(one: Action, document_id: int) -> ActionDocument:
    document = get_object_or_404(one.documents, pk=document_id)
    document.action = one
    return document

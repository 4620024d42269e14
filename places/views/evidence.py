"""Files on lines of the checklist: adding, fetching, removing."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import stored
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.checklist import step_url
from places.domain.evidence import attach, may_be_fetched
from places.domain.evidence import remove as remove_evidence
from places.models import Evidence, Participation, StepItem
from places.views.work import for_trail, time_now, wants_json


@policy("places.add_evidence", Participation, select=for_trail)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, participation: Participation, item_id: int) -> HttpResponse:
    """Add files to a line. Each stands for itself: a refused one does not take others along."""
    item = get_object_or_404(
        StepItem.objects.select_related("step", "item"), pk=item_id, participation=participation
    )
    item.participation = participation
    back = f"{step_url(participation, item.step.order)}?open={item.pk}#item-{item.pk}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    uploads = request.FILES.getlist("files")
    kept, refused = _attach_each(request, item, uploads)
    if wants_json(request):
        answer = {"files": [_shown(participation, one) for one in kept], "errors": refused}
        answer |= {"time": time_now()} if kept else {}
        return JsonResponse(answer, status=200 if kept or not refused else 422)
    for message in refused:
        messages.error(request, message)
    if not uploads:
        messages.error(request, _("Choose a file first."))
    if kept:
        text = ngettext("%(count)d file added", "%(count)d files added", len(kept))
        messages.success(request, text % {"count": len(kept)})
    return HttpResponseRedirect(back)


def _attach_each(
    request: SignedInRequest, item: StepItem, uploads: list[UploadedFile]
) -> tuple[list[Evidence], list[str]]:
    kept, refused = [], []
    for upload in uploads:
        try:
            kept.append(attach(item=item, upload=upload, by=request.user))
        except Refusal as refusal:
            refused.append(str(refusal))
    return kept, refused


def _shown(participation: Participation, evidence: Evidence) -> dict[str, str]:
    return {
        "name": evidence.name,
        "size": filesizeformat(evidence.size),
        "url": reverse("places:evidence", args=[participation.pk, evidence.pk]),
        "remove": reverse("places:evidence_remove", args=[participation.pk, evidence.pk]),
    }


@policy("places.view_participation", Participation)
@require_safe
def fetch(request: SignedInRequest, participation: Participation, evidence_id: int) -> HttpResponse:
    """A file, as an attachment that no browser opens in our name."""
    evidence = _evidence(participation, evidence_id)
    if not may_be_fetched(evidence):
        raise Http404
    try:
        return stored(evidence.file, evidence.name, evidence.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@policy("places.add_evidence", Participation, select=for_trail)
@require_POST
def remove(
    request: SignedInRequest, participation: Participation, evidence_id: int
) -> HttpResponse:
    """Take a file off its line."""
    evidence = _evidence(participation, evidence_id)
    remove_evidence(evidence=evidence, by=request.user)
    if wants_json(request):
        return JsonResponse({"removed": evidence.pk})
    messages.success(request, _("%(name)s is removed.") % {"name": evidence.name})
    item = evidence.item
    return HttpResponseRedirect(
        f"{step_url(participation, item.step.order)}?open={item.pk}#item-{item.pk}"
    )


def _evidence(participation: Participation, evidence_id: int) -> Evidence:
    evidence = get_object_or_404(
        Evidence.objects.select_related("item__step", "item__item"),
        pk=evidence_id,
        item__participation=participation,
    )
    evidence.item.participation = participation
    return evidence

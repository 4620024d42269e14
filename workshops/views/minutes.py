"""The minutes: write, send, approve, read, print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from core.downloads import download
from core.pdf import html_to_pdf
from core.policy import PUBLIC, policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from workshops import minutes_page
from workshops.domain.frozen_minutes import reading
from workshops.domain.minutes import (
    approve_minutes,
    present_from_the_door,
    save_minutes,
    send_minutes,
)
from workshops.forms.minutes import MinutesForm
from workshops.models import Minutes, MinutesState, Workshop
from workshops.queries import with_head
from workshops.views.by_link import by_answer_link

#: Digits of the longest id that a database takes.
ID_DIGITS = 18


@policy("workshops.view_workshop", Workshop, select=with_head)
@require_safe
def minutes(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Read the minutes, or write them."""
    context = minutes_page.context(workshop, request.user)
    return render(request, "workshops/minutes/page.html", context)


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def minutes_save(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Save what is written. A script that saves by itself gets the new versions as JSON.

    With `fill=present` those who came stand below what is written of who was present.
    """
    by_script = "application/json" in request.headers.get("Accept", "")
    items = list(workshop.agenda.all())
    stored = minutes_page.minutes_of(workshop)
    form = MinutesForm(request.POST, minutes=stored, items=items)
    if not form.is_valid():
        return _again(request, workshop, form, 422, by_script=by_script)
    head = form.head()
    if request.POST.get("fill") == "present":
        came = present_from_the_door(workshop)
        written = head["present"].replace(came, "").strip()
        head["present"] = f"{written}\n{came}".strip()
    try:
        saved = save_minutes(
            workshop=workshop, by=request.user, version=form.cleaned_data["version"],
            said=form.said(), **head,
        )  # fmt: skip
    except Conflict as conflict:
        return _conflict(request, workshop, form, conflict, by_script=by_script)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _again(request, workshop, form, refusal.status, by_script=by_script)
    if by_script:
        versions = {f"version-{item.pk}": item.version for item in workshop.agenda.all()}
        return JsonResponse({"version": saved.version, **versions})
    messages.success(request, _("The minutes are saved."))
    return HttpResponseRedirect(reverse("workshops:minutes", args=[workshop.pk]))


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def minutes_send(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Send the minutes to those who were there."""
    send_minutes(workshop=workshop, by=request.user)
    messages.success(request, _("The minutes are on their way to those who were there."))
    return HttpResponseRedirect(reverse("workshops:minutes", args=[workshop.pk]))


@policy("workshops.approve_minutes", Workshop, select=with_head)
@require_POST
def minutes_approve(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Approve the minutes; `in` names the later meeting at which it is done."""
    later = request.POST.get("in", "")
    at = None
    if later:
        visible = Workshop.objects.visible_to(request.user)
        known = later.isdecimal() and len(later) <= ID_DIGITS
        at = get_object_or_404(visible, pk=int(later) if known else 0)
    approve_minutes(workshop=workshop, by=request.user, in_workshop=at)
    messages.success(request, _("The minutes are approved and locked."))
    return HttpResponseRedirect(reverse("workshops:minutes", args=[(at or workshop).pk]))


@policy("workshops.view_workshop", Workshop, select=with_head)
@require_safe
def minutes_pdf(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The minutes as PDF: for writers at any time, for others once they are sent."""
    context = minutes_page.context(workshop, request.user)
    if context["minutes"].pk is None or not (context["writes"] or context["read"]):
        raise Http404
    return _pdf(workshop, context["minutes"], sees_names=context["sees_names"])


@policy(PUBLIC)
@require_safe
@by_answer_link
def guest_minutes(request: HttpRequest, invitation: Any) -> HttpResponse:
    """The minutes for somebody who has a personal link: those that were sent, without names."""
    workshop = invitation.workshop
    found = get_object_or_404(Minutes.objects.exclude(state=MinutesState.DRAFT), workshop=workshop)
    context = {
        "workshop": workshop, "minutes": found, "invitation": invitation,
        "read": reading(workshop, found), "sees_names": False,
    }  # fmt: skip
    return render(request, "workshops/minutes/guest.html", context)


def _pdf(workshop: Workshop, found: Minutes, *, sees_names: bool) -> HttpResponse:
    with override(workshop.language):
        context = {
            "workshop": workshop, "minutes": found, "read": reading(workshop, found),
            "sees_names": sees_names, "region": workshop.programme.region,
        }  # fmt: skip
        html = render_to_string("workshops/minutes/pdf.html", context)
        name = _("Minutes %(day)s") % {"day": f"{workshop.local_start:%Y-%m-%d}"}
        return download(html_to_pdf(html), f"{name}.pdf", "application/pdf")


def _again(
    request: SignedInRequest, workshop: Workshop, form: MinutesForm, status: int, *, by_script: bool
) -> HttpResponse:
    if by_script:
        return JsonResponse({"errors": form.errors}, status=status)
    context = minutes_page.context(workshop, request.user, form)
    return render(request, "workshops/minutes/page.html", context, status=status)


def _conflict(
    request: SignedInRequest,
    workshop: Workshop,
    form: MinutesForm,
    conflict: Conflict,
    *,
    by_script: bool,
) -> HttpResponse:
    if by_script:
        return JsonResponse({"conflict": str(conflict)}, status=409)
    # Sent again, the form carries the stored versions: then what stands in it holds.
    stored = {f"version-{item.pk}": str(item.version) for item in workshop.agenda.all()}
    carry(form, version=str(conflict.version), **stored)
    theirs = [(form[name].label, text) for name, text in conflict.theirs.items()]
    context = minutes_page.context(workshop, request.user, form, theirs=theirs, refusal=conflict)
    return render(request, "workshops/minutes/page.html", context, status=409)

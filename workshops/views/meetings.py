"""A meeting's overview and what is decided there: announce, cancel, tell of a change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops import meeting_page
from workshops.domain import cancel as cancelling
from workshops.domain import plan
from workshops.forms.meetings import CancelForm
from workshops.meeting_counts import counts_of
from workshops.meeting_page import for_overview
from workshops.models import Workshop
from workshops.views.select import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("workshops.view_workshop", Workshop, select=for_overview)
@require_safe
def workshop(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The overview: what comes next, who comes, when and where, agenda, materials, tasks."""
    context = meeting_page.context(workshop, request.user)
    return render(request, "workshops/meetings/page.html", context)


@policy("workshops.edit", Workshop, select=for_overview)
@require_POST
def announce(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Announce a draft; when something is missing, the page says what."""
    try:
        plan.announce(workshop=workshop, by=request.user)
    except Refusal as refusal:
        context = meeting_page.context(
            workshop, request.user, refused=[str(refusal), *refusal.details]
        )
        return render(request, "workshops/meetings/page.html", context, status=refusal.status)
    messages.success(request, _("The meeting is announced."))
    return HttpResponseRedirect(workshop.get_absolute_url())


@policy("workshops.edit", Workshop, select=for_page)
@form_page
def cancel(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Cancel with a reason. The page says who will get a letter."""
    form = CancelForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cancelling.cancel(
                    workshop=workshop, by=request.user, reason=form.cleaned_data["reason"]
                )
            except Refusal as refusal:
                form.add_error("reason", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The meeting is cancelled."))
                return HttpResponseRedirect(workshop.get_absolute_url())
    context = {"workshop": workshop, "form": form, "counts": counts_of(workshop)}
    return render(request, "workshops/meetings/cancel.html", context, status=status)


@policy("workshops.invite", Workshop, select=for_page)
@form_page
def tell_change(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Send the letter about a changed time or room, or decide not to (`act` is "keep")."""
    if request.method == "POST":
        if request.POST.get("act") == "keep":
            plan.keep_untold(workshop=workshop, by=request.user)
            messages.info(request, _("No letter is sent. The answer page shows the new facts."))
        else:
            plan.tell_change(workshop=workshop, by=request.user)
            messages.success(request, _("The letter about the change is on its way."))
        return HttpResponseRedirect(workshop.get_absolute_url())
    if not workshop.untold:
        return HttpResponseRedirect(workshop.get_absolute_url())
    context = {
        "workshop": workshop,
        "counts": counts_of(workshop),
        "changed": [meeting_page.CHANGED[what] for what in workshop.untold],
    }
    return render(request, "workshops/meetings/change.html", context)


@policy("workshops.invite", Workshop, select=for_page)
@require_POST
def newcomers(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Take over those who joined the earlier meeting since this one was planned."""
    count = plan.bring_newcomers(workshop=workshop, by=request.user)
    text = ngettext(
        "%(count)d guest is taken over from the earlier meeting.",
        "%(count)d guests are taken over from the earlier meeting.",
        count,
    )
    messages.success(request, text % {"count": count})
    return HttpResponseRedirect(workshop.get_absolute_url())

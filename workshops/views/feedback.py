"""Feedback: asked for, given behind a link, read as figures."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import PUBLIC, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops.domain.feedback import (
    FEEDBACK,
    LEAST_ANSWERS,
    ask_for_feedback,
    give_feedback,
    results_of,
)
from workshops.domain.links import opened
from workshops.forms.minutes import FeedbackForm
from workshops.models import FeedbackGiven, Invitation, Workshop
from workshops.queries import with_head
from workshops.views.by_link import by_link


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@by_link(partial(opened, purpose=FEEDBACK))
def feedback(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The form behind the link; once it is sent, the thanks. GET changes nothing."""
    given = FeedbackGiven.objects.filter(invitation=invitation).exists()
    form = FeedbackForm(request.POST or None)
    status = 200
    if request.method == "POST" and not given:
        status = 422
        if form.is_valid():
            try:
                give_feedback(invitation=invitation, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return HttpResponseRedirect(request.path)
    context = {"workshop": invitation.workshop, "form": form, "given": given}
    return render(request, "workshops/feedback/form.html", context, status=status)


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_POST
def feedback_ask(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Write to everybody who came."""
    count = ask_for_feedback(workshop=workshop, by=request.user)
    said = ngettext("%(count)s guest is asked.", "%(count)s guests are asked.", count)
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("workshops:feedback_results", args=[workshop.pk]))


@policy("workshops.write_minutes", Workshop, select=with_head)
@require_safe
def feedback_results(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """What came in, from three answers on."""
    results = results_of(workshop)
    most = max(results.ratings.values()) if results else 0
    context = {
        "workshop": workshop,
        "results": results,
        "bars": [(number, count, count * 100 // most) for number, count in results.ratings.items()]
        if results
        else [],
        "least": LEAST_ANSWERS,
        "came": workshop.invitations.filter(attended_at__isnull=False).count(),
        "title": _("How people found it"),
    }
    return render(request, "workshops/feedback/results.html", context)

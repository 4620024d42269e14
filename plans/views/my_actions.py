"""The list of one's own actions over all places, and its quick buttons."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import SIGNED_IN, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from plans import my_actions as page
from plans.board_page import Trouble
from plans.domain.actions import set_state
from plans.forms.board import MoveForm


@policy(SIGNED_IN)
@require_safe
def my_actions(request: SignedInRequest) -> HttpResponse:
    """All that the reader is responsible for, what is overdue first."""
    context = page.context(request.user, timezone.localdate())
    return render(request, "plans/my/page.html", context)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def my_action_state(request: SignedInRequest, action_id: int) -> HttpResponse:
    """Move an action of one's own on. GET leads to the list, as after signing in again."""
    action = get_object_or_404(
        page.responsible_for(request.user).select_related("participation"), pk=action_id
    )
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('plans:my_actions')}#action-{action.pk}")
    form = MoveForm(request.POST)
    if not form.is_valid():
        trouble = Trouble(_("The button could not be read. Try again."), "", "")
        return _again(request, action.pk, trouble, 422)
    sent = form.cleaned_data
    try:
        action = set_state(
            action=action, state=sent["state"], by=request.user, version=sent["version"]
        )
    except Refusal as refusal:
        return _again(request, action.pk, Trouble.of(refusal, sent["state"]), refusal.status)
    messages.success(
        request,
        _("“%(title)s” now stands under “%(state)s”.")
        % {"title": action.title, "state": action.get_state_display()},
    )
    return HttpResponseRedirect(f"{reverse('plans:my_actions')}#action-{action.pk}")


def _again(request: SignedInRequest, action: int, trouble: Trouble, status: int) -> HttpResponse:
    """The list once more, with what went wrong at the action."""
    context = page.context(request.user, timezone.localdate(), {action: trouble})
    return render(request, "plans/my/page.html", context, status=status)

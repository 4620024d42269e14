"""The list of one's own actions over all places, and its quick buttons."""

from __future__ import annotations

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from plans.domain.actions import save_action
from plans.forms.actions import StateForm
from plans.models import Action
from plans.my_actions import my_context, responsible_for
from plans.views.board import moved_text

MINE = "plans/my/page.html"


@page(SIGNED_IN, template=MINE)
def my_actions(request: SignedInRequest) -> Context:
    """All that the reader is responsible for, what is overdue first."""
    return my_context(request.user, timezone.localdate())


@form_page(SIGNED_IN, template=MINE)
def my_action_state(request: SignedInRequest, action_id: int) -> Posting[Action]:
    """Move an action of one's own on."""
    action = get_object_or_404(
        responsible_for(request.user).select_related("participation"), pk=action_id
    )
    url = f"{reverse('plans:my_actions')}#action-{action.pk}"
    return Posting(
        form=StateForm(request.POST),
        verb=partial(save_action, action=action, by=request.user),
        done=moved_text,
        to=url,
        back=url,
        context=lambda: my_context(request.user, timezone.localdate()) | {"moved": action.pk},
    )

"""The board: cards by state, and a card's move to another one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.views.work import for_page
from plans.board_page import board_context, card_context
from plans.domain.actions import save_action
from plans.forms.actions import StateForm
from plans.models import Action

BOARD = "plans/board/page.html"


@page("plans.view", Participation, BOARD, select=for_page)
def board(request: SignedInRequest, participation: Participation) -> Context:
    """All actions by state. `?goal=`, `?responsible=` and `?theme=` narrow it."""
    return board_context(participation, request.user, request.GET)


@form_page("plans.edit", Participation, BOARD, select=for_page)
def board_move(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[Action]:
    """Move a card. The script gets it drawn anew; when refused it shows the page that says why."""
    action = get_object_or_404(participation.actions, pk=action_id)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    url = f"{reverse('plans:board', args=[participation.pk])}{query}#action-{action.pk}"

    def answer(saved: Action) -> dict[str, Any]:
        card = card_context(participation, request.GET, saved.pk)
        html = render_to_string("plans/board/card.html", card, request)
        return {"card": html, "state": saved.state, "message": moved_text(saved)}

    return Posting(
        form=StateForm(request.POST),
        verb=partial(save_action, action=action, by=request.user),
        done=moved_text,
        to=url,
        back=url,
        answer=answer,
        context=lambda: board_context(participation, request.user, request.GET, moved=action.pk),
    )


def moved_text(action: Action) -> str:
    """Where an action stands after its move."""
    facts = {"title": action.title, "state": action.get_state_display()}
    return _("“%(title)s” now stands under “%(state)s”.") % facts

"""The board: cards by state, and a card's move to another one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.addresses import address
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page, wants_json
from plans.board_page import Board, Trouble
from plans.domain.actions import set_state
from plans.forms.board import MoveForm
from plans.models import Action


@policy("plans.view", Participation, select=for_page)
@require_safe
def board(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """All actions by state. `?goal=`, `?responsible=` and `?theme=` narrow it."""
    context = Board(participation, request, request.user).context()
    return render(request, "plans/board/page.html", context)


@policy("plans.edit", Participation, select=for_page)
@require_http_methods(["GET", "HEAD", "POST"])
def board_move(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Move a card: from the script as JSON with the card drawn anew, from a form with a redirect.

    GET leads to the card, since signing in again after an expired session ends up here.
    """
    action = get_object_or_404(participation.actions, pk=action_id)
    if request.method != "POST":
        return _to_card(request, participation, action)
    form = MoveForm(request.POST)
    if not form.is_valid():
        trouble = Trouble(_complaint(form), "", request.POST.get("reason", "").strip()[:240])
        return _troubled(request, participation, action, trouble, 422)
    sent: dict[str, Any] = form.cleaned_data
    try:
        action = set_state(action=action, by=request.user, **sent)
    except Refusal as refusal:
        trouble = Trouble.of(refusal, sent["state"], sent["reason"])
        return _troubled(request, participation, action, trouble, refusal.status)
    said = _("“%(title)s” now stands under “%(state)s”.") % {
        "title": action.title,
        "state": action.get_state_display(),
    }
    if wants_json(request):
        card = Board(participation, request, request.user).card_of(action.pk)
        return JsonResponse({"card": card, "state": action.state, "message": said})
    messages.success(request, said)
    return _to_card(request, participation, action)


def _troubled(
    request: SignedInRequest,
    participation: Participation,
    action: Action,
    trouble: Trouble,
    status: int,
) -> HttpResponse:
    """The card with what went wrong and what was sent, alone for a script or on its page."""
    board = Board(participation, request, request.user)
    if wants_json(request):
        card = board.card_of(action.pk, trouble)
        state = board.state_of(action.pk)
        answer = {"card": card, "state": state, "message": trouble.message}
        return JsonResponse(answer, status=status)
    context = board.context({action.pk: trouble})
    return render(request, "plans/board/page.html", context, status=status)


def _to_card(
    request: SignedInRequest, participation: Participation, action: Action
) -> HttpResponse:
    query = request.GET.urlencode()
    url = address("plans:board", participation.pk)
    return HttpResponseRedirect(f"{url}{'?' if query else ''}{query}#action-{action.pk}")


def _complaint(form: MoveForm) -> str:
    if "reason" in form.errors:
        return str(form.errors["reason"][0])
    return _("The card could not be read. Choose again where it goes.")

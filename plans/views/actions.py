"""The list of actions with its inline editing, an action's page, and what is sent from them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.views.work import for_page, time_now, wants_json
from plans.action_list import list_context
from plans.action_page import action_context
from plans.action_rows import with_needs
from plans.action_saves import failed_row, row_values, saved_answer
from plans.domain.actions import move_action, remove_action, save_action
from plans.forms.actions import RowForm, StateForm
from plans.models import Action

PAGE = "plans/actions/page.html"

action_form = partial(form_page, "plans.edit", Participation, select=for_page)


def action_of(participation: Participation, action_id: int) -> Action:
    """The action of this place, with what every page of it names; 404 for another place's."""
    related = participation.actions.select_related("goal", "organisation", "responsible_user")
    action = get_object_or_404(with_needs(related), pk=action_id)
    action.participation = participation
    return action


def action_url(participation: Participation, action_id: int) -> str:
    """The page of an action."""
    return reverse("plans:action", args=[participation.pk, action_id])


@page("plans.view", Participation, select=for_page)
def action_list_view(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The list, grouped by goal. The address filters it; `?order=1` puts it in order."""
    context = list_context(participation, request.user, request.GET)
    name = "plans/actions/order.html" if context["ordering"] else "plans/actions/list.html"
    return render(request, name, context)


@page("plans.view", Participation, PAGE, select=for_page)
def action(request: SignedInRequest, participation: Participation, action_id: int) -> Context:
    """Everything about one action."""
    return action_context(action_of(participation, action_id), request.user)


@action_form()
def action_row(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Save a row of the list: from the script as JSON, from a form with a redirect.

    GET leads to the row, since signing in again after an expired session ends up here.
    """
    one = action_of(participation, action_id)
    back = f"{reverse('plans:actions', args=[participation.pk])}#action-{one.pk}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _row_failed(request, one, form, form_errors(form), 422)
    try:
        saved = save_action(
            action=one, by=request.user, version=form.cleaned_data["version"], **form.values()
        )
    except Refusal as refusal:
        return _row_refused(request, one, form, refusal)
    if wants_json(request):
        return JsonResponse(saved_answer(participation, saved))
    messages.success(request, _("Saved %(time)s") % {"time": time_now()})
    return HttpResponseRedirect(back)


def form_errors(form: RowForm) -> dict[str, list[str]]:
    """The form's errors as a script reads them."""
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def _row_refused(
    request: SignedInRequest, one: Action, form: RowForm, refusal: Refusal
) -> HttpResponse:
    """A rule said no, or somebody else was faster: both values are shown, nothing is lost."""
    if not isinstance(refusal, Conflict):
        errors = {refusal.field if refusal.field in form.fields else "all": [str(refusal)]}
        return _row_failed(request, one, form, errors, refusal.status, code=refusal.code)
    theirs = row_values(refusal.theirs)
    if wants_json(request):
        answer = {
            "code": refusal.code, "message": str(refusal),
            "theirs": theirs, "version": refusal.version,
        }  # fmt: skip
        return JsonResponse(answer, status=refusal.status)
    shown = failed_row(one, form, {}, theirs=theirs, version=refusal.version)
    return _list_again(request, one.participation, shown, refusal.status)


def _row_failed(
    request: SignedInRequest,
    one: Action,
    form: RowForm,
    errors: dict[str, list[str]],
    status: int,
    code: str = "invalid",
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": code, "errors": errors}, status=status)
    shown = failed_row(one, form, errors)
    return _list_again(request, one.participation, shown, status)


def _list_again(
    request: SignedInRequest, participation: Participation, failed: dict[str, Any], status: int
) -> HttpResponse:
    """The whole list once more, with what was sent in the fields of its row."""
    context = list_context(participation, request.user, {})
    return render(request, "plans/actions/list.html", context | {"failed": failed}, status=status)


@action_form(PAGE)
def action_state(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[Action]:
    """Move an action on from its page."""
    action = action_of(participation, action_id)
    form = StateForm(request.POST)
    return Posting(
        form=form,
        verb=partial(save_action, action=action, by=request.user),
        done=_("Saved %(time)s") % {"time": time_now()},
        to=action_url(participation, action.pk),
        back=action_url(participation, action.pk),
        context=lambda: action_context(action, request.user, state_form=form),
    )


@action_form()
def action_move(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[Action]:
    """Put an action one place higher or lower: `to` is "up" or "down"."""
    action = action_of(participation, action_id)
    up = request.POST.get("to") == "up"
    url = reverse("plans:actions", args=[participation.pk])
    return Posting(
        verb=partial(move_action, action=action, by=request.user, up=up),
        to=f"{url}?order=1#action-{action.pk}",
    )


@action_form(PAGE)
def action_remove(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[None]:
    """Take an action away. When it is used, its page says where."""
    action = action_of(participation, action_id)
    return Posting(
        verb=partial(remove_action, action=action, by=request.user),
        done=_("“%(title)s” is removed.") % {"title": action.title},
        to=reverse("plans:actions", args=[participation.pk]),
        back=action_url(participation, action.pk),
        context=lambda: action_context(action, request.user),
    )

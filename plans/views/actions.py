"""The list of actions with its inline editing, an action's page, and what is sent from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page, time_now, wants_json
from plans import action_list, action_page, action_saves
from plans.domain.actions import move_action, remove_action, save_action, set_state
from plans.forms.actions import FIELD_OF_CODE, RowForm, StateForm
from plans.models import Action

form_page = require_http_methods(["GET", "HEAD", "POST"])


def action_of(participation: Participation, action_id: int) -> Action:
    """The action of this place, with what every page of it names; 404 for another place's."""
    action = get_object_or_404(
        participation.actions.select_related("goal", "organisation", "responsible_user"),
        pk=action_id,
    )
    action.participation = participation
    return action


def action_url(participation: Participation, action_id: int) -> str:
    """The page of an action."""
    return reverse("plans:action", args=[participation.pk, action_id])


@policy("plans.view", Participation, select=for_page)
@require_safe
def action_list_view(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The list, grouped by goal. The address filters it; `?order=1` puts it in order."""
    context = action_list.context(participation, request.user, request.GET)
    name = "plans/actions/order.html" if context["ordering"] else "plans/actions/list.html"
    return render(request, name, context)


@policy("plans.view", Participation, select=for_page)
@require_safe
def action(request: SignedInRequest, participation: Participation, action_id: int) -> HttpResponse:
    """Everything about one action."""
    one = action_of(participation, action_id)
    return render(request, "plans/actions/page.html", action_page.context(one, request.user))


@policy("plans.edit", Participation, select=for_page)
@form_page
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
        return JsonResponse(action_saves.saved_answer(participation, saved))
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
        field = FIELD_OF_CODE.get(refusal.code, "all")
        errors = {field if field in form.fields else "all": [str(refusal)]}
        return _row_failed(request, one, form, errors, refusal.status, code=refusal.code)
    theirs = action_saves.row_values(refusal.theirs)
    if wants_json(request):
        answer = {
            "code": refusal.code, "message": str(refusal),
            "theirs": theirs, "version": refusal.version,
        }  # fmt: skip
        return JsonResponse(answer, status=refusal.status)
    shown = action_saves.failed_row(one, form, {}, theirs=theirs, version=refusal.version)
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
    shown = action_saves.failed_row(one, form, errors)
    return _list_again(request, one.participation, shown, status)


def _list_again(
    request: SignedInRequest, participation: Participation, failed: dict[str, Any], status: int
) -> HttpResponse:
    """The whole list once more, with what was sent in the fields of its row."""
    context = action_list.context(participation, request.user, {})
    return render(request, "plans/actions/list.html", context | {"failed": failed}, status=status)


@policy("plans.edit", Participation, select=for_page)
@require_POST
def action_state(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Move an action on from its page."""
    one = action_of(participation, action_id)
    form = StateForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            set_state(
                action=one, by=request.user, version=sent["version"], state=sent["state"],
                reason=sent["state_reason"],
            )  # fmt: skip
        except Refusal as refusal:
            field = FIELD_OF_CODE.get(refusal.code)
            form.add_error(field if field in form.fields else None, str(refusal))
            version = refusal.version if isinstance(refusal, Conflict) else None
            return _page_again(request, one, refusal.status, form, version)
        messages.success(request, _("Saved %(time)s") % {"time": time_now()})
        return HttpResponseRedirect(action_url(participation, one.pk))
    return _page_again(request, one, 422, form)


def _page_again(
    request: SignedInRequest,
    one: Action,
    status: int,
    form: StateForm | None = None,
    version: int | None = None,
) -> HttpResponse:
    context = action_page.context(one, request.user, state_form=form, version=version)
    return render(request, "plans/actions/page.html", context, status=status)


@policy("plans.edit", Participation, select=for_page)
@require_POST
def action_move(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Put an action one place higher or lower: `to` is "up" or "down"."""
    one = action_of(participation, action_id)
    move_action(action=one, by=request.user, up=request.POST.get("to") == "up")
    url = reverse("plans:actions", args=[participation.pk])
    return HttpResponseRedirect(f"{url}?order=1#action-{one.pk}")


@policy("plans.edit", Participation, select=for_page)
@require_POST
def action_remove(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Take an action away. When it is used, its page says where."""
    one = action_of(participation, action_id)
    try:
        remove_action(action=one, by=request.user)
    except Refusal as refusal:
        context = action_page.context(one, request.user) | {"refused": str(refusal)}
        return render(request, "plans/actions/page.html", context, status=refusal.status)
    messages.success(request, _("“%(title)s” is removed.") % {"title": one.title})
    return HttpResponseRedirect(reverse("plans:actions", args=[participation.pk]))

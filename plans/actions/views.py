"""Actions: the list with its rows, the page and form of one, documents, board, "my actions"."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import time_of_day
from core.downloads import stored
from core.held_form import wants_json
from core.policy import SIGNED_IN
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from plans.actions.forms import ActionForm, RowForm, StateForm
from plans.actions.pages import (
    action_context,
    add_label,
    board_context,
    card_context,
    failed_row,
    list_context,
    my_context,
    responsible_for,
    row_values,
    saved_answer,
)
from plans.actions.rows import with_needs
from plans.actions.services import (
    add_action,
    attach_document,
    move_action,
    remove_action,
    remove_document,
    save_action,
)
from plans.actions.values import people_of, refuse_locked
from plans.blockers import lock_reason
from plans.models import Action, ActionDocument, ActionState, Goal

PAGE = "plans/actions/page.html"

action_form = partial(form_page, "plans.edit", Participation, select=with_head)


def action_of(participation: Participation, action_id: int, *, needs: bool = True) -> Action:
    """The action of this place, with what every page of it names; 404 for another place's.

    With what it waits for, but where the page asks for that itself.
    """
    related = participation.actions.select_related("goal", "organisation", "responsible_user")
    action = get_object_or_404(with_needs(related) if needs else related, pk=action_id)
    action.participation = participation
    return action


def action_url(participation: Participation, action_id: int) -> str:
    """The page of an action."""
    return reverse("plans:action", args=[participation.pk, action_id])


@page("plans.view", Participation, select=with_head)
def action_list_view(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The list, grouped by goal. The address filters it; `?order=1` puts it in order."""
    context = list_context(participation, request.user, request.GET)
    name = "plans/actions/order.html" if context["ordering"] else "plans/actions/list.html"
    return render(request, name, context)


@page("plans.view", Participation, PAGE, select=with_head)
def action(request: SignedInRequest, participation: Participation, action_id: int) -> Context:
    """Everything about one action."""
    return action_context(action_of(participation, action_id, needs=False), request.user)


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
    messages.success(request, _("Saved %(time)s") % {"time": time_of_day()})
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
        done=_("Saved %(time)s") % {"time": time_of_day()},
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


FORM = "plans/actions/form.html"


@action_form(FORM)
def action_add(request: SignedInRequest, participation: Participation) -> Posting[Action]:
    """Add an action; `?goal=` chooses the goal. Before the gate it is an idea."""
    refuse_locked(participation, ActionState.IDEA)
    return Posting(
        form=_action_form(request, participation, initial={"goal": _goal(request, participation)}),
        verb=partial(add_action, participation=participation, by=request.user),
        done=lambda action: _("“%(title)s” is in the plan.") % {"title": action.title},
        to=lambda action: action_url(participation, action.pk),
        context=_form_context(participation)
        | {
            "title": add_label(participation.programme),
            "back": reverse("plans:actions", args=[participation.pk]),
        },
    )


@action_form(FORM)
def action_edit(
    request: SignedInRequest, participation: Participation, action_id: int
) -> Posting[Action]:
    """Change all of an action."""
    action = action_of(participation, action_id)
    refuse_locked(participation, action.state)
    url = action_url(participation, action.pk)
    return Posting(
        form=_action_form(request, participation, row=action),
        verb=partial(save_action, action=action, by=request.user),
        done=_("Saved."),
        to=url,
        context=_form_context(participation)
        | {"action": action, "title": action.title, "back": url},
    )


def _action_form(request: SignedInRequest, participation: Participation, **more: Any) -> ActionForm:
    ideas_only = bool(lock_reason(participation))
    return ActionForm(
        request.POST or None,
        participation=participation,
        user=request.user,
        ideas_only=ideas_only,
        **more,
    )


def _goal(request: SignedInRequest, participation: Participation) -> Goal | None:
    asked = request.GET.get("goal", "")
    return next((goal for goal in participation.goals.all() if str(goal.pk) == asked), None)


def _form_context(participation: Participation) -> dict[str, Any]:
    return {
        "people": [str(person) for person in people_of(participation)],
        "lock": lock_reason(participation),
    }


@action_form()
def document_add(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Add files to an action. Each stands for itself: a refused one takes no others along."""
    action = action_of(participation, action_id)
    files = request.FILES.getlist("files")
    added, errors = 0, []
    for upload in files:
        try:
            attach_document(action=action, upload=upload, by=request.user)
        except Refusal as refusal:
            errors.append(str(refusal))
        else:
            added += 1
    if added:
        text = ngettext("%(count)d file added", "%(count)d files added", added)
        messages.success(request, text % {"count": added})
    if request.method != "POST" or (files and not errors):
        return HttpResponseRedirect(_documents_url(participation, action))
    context = action_context(action, request.user) | {
        "file_errors": errors or [_("Choose a file first.")]
    }
    return render(request, PAGE, context, status=Refusal.status if errors else 422)


@page("plans.view", Participation, select=with_head)
def document(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> HttpResponse:
    """A document, as an attachment that no browser opens in our name."""
    found = _document(action_of(participation, action_id), document_id)
    try:
        return stored(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@action_form()
def document_remove(
    request: SignedInRequest, participation: Participation, action_id: int, document_id: int
) -> Posting[None]:
    """Delete a document."""
    action = action_of(participation, action_id)
    document = _document(action, document_id)
    return Posting(
        verb=partial(remove_document, document=document, by=request.user),
        done=_("%(name)s is removed.") % {"name": document.name},
        to=_documents_url(participation, action),
    )


def _document(action: Action, document_id: int) -> ActionDocument:
    document = get_object_or_404(action.documents, pk=document_id)
    document.action = action
    return document


def _documents_url(participation: Participation, action: Action) -> str:
    return f"{action_url(participation, action.pk)}#documents"


BOARD = "plans/board/page.html"


@page("plans.view", Participation, BOARD, select=with_head)
def board(request: SignedInRequest, participation: Participation) -> Context:
    """All actions by state. `?goal=`, `?responsible=` and `?theme=` narrow it."""
    return board_context(participation, request.user, request.GET)


@form_page("plans.edit", Participation, BOARD, select=with_head)
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
    return _("“%(title)s” is now “%(state)s”.") % facts


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

"""Adding an action and changing all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from places.models import Participation
from places.views.work import for_page
from plans.action_differences import differences
from plans.action_list import add_label
from plans.domain.action_rules import FIELDS, people_of, refuse_locked
from plans.domain.actions import add_action, save_action
from plans.domain.dependencies import set_needs
from plans.domain.lock import lock_reason
from plans.forms.actions import FIELD_OF_CODE, ActionForm
from plans.models import Action, ActionState, Goal
from plans.views.actions import action_of, action_url, form_page


@policy("plans.edit", Participation, select=for_page)
@form_page
def action_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Add an action; `?goal=` chooses the goal. Before the gate it is an idea."""
    refuse_locked(participation, ActionState.IDEA)
    ideas_only = bool(lock_reason(participation))
    about: dict[str, Any] = {
        "participation": participation,
        "user": request.user,
        "ideas_only": ideas_only,
    }
    if request.method != "POST":
        form = ActionForm(initial=_initial(request, participation), **about)
        return _form(request, participation, form)
    form = ActionForm(request.POST, **about)
    if not form.is_valid():
        return _form(request, participation, form, 422)
    try:
        with transaction.atomic():
            one = add_action(participation=participation, by=request.user, **form.values())
            set_needs(action=one, needs=form.cleaned_data["needs"], by=request.user)
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        return _form(request, participation, form, refusal.status)
    messages.success(request, _("“%(title)s” is in the plan.") % {"title": one.title})
    return HttpResponseRedirect(action_url(participation, one.pk))


@policy("plans.edit", Participation, select=for_page)
@form_page
def action_edit(
    request: SignedInRequest, participation: Participation, action_id: int
) -> HttpResponse:
    """Change all of an action."""
    one = action_of(participation, action_id)
    refuse_locked(participation, one.state)
    about: dict[str, Any] = {
        "participation": participation,
        "user": request.user,
        "action": one,
        "ideas_only": bool(lock_reason(participation)),
    }
    if request.method != "POST":
        form = ActionForm(initial=_stored(one) | {"version": one.version}, **about)
        return _form(request, participation, form, one=one)
    form = ActionForm(request.POST, **about)
    if not form.is_valid():
        return _form(request, participation, form, 422, one=one)
    try:
        with transaction.atomic():
            # Both or neither: what it waits for counts the version up for the rest.
            version = set_needs(
                action=one,
                needs=form.cleaned_data["needs"],
                by=request.user,
                version=form.cleaned_data["version"] or 0,
            )
            save_action(action=one, by=request.user, version=version, **form.values())
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        theirs = []
        if isinstance(refusal, Conflict):
            # Sent again, the form carries the stored version: then what stands in it holds.
            carry(form, version=str(refusal.version))
            theirs = differences(form, _stored(action_of(participation, one.pk)))
        return _form(request, participation, form, refusal.status, one=one, theirs=theirs)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(action_url(participation, one.pk))


def _initial(request: SignedInRequest, participation: Participation) -> dict[str, Any]:
    asked = request.GET.get("goal", "")
    goal = None
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:  # noqa: PLR2004 - a bigint
        goal = Goal.objects.filter(participation=participation, pk=int(asked)).first()
    return {"goal": goal}


def _stored(one: Action) -> dict[str, Any]:
    stored = {name: getattr(one, name) for name in FIELDS if name != "responsible_user"}
    return stored | {
        "partners": list(one.partners.all()),
        "needs": list(Action.objects.filter(needed_by_rows__action=one)),
    }


def _form(
    request: SignedInRequest,
    participation: Participation,
    form: ActionForm,
    status: int = 200,
    *,
    one: Action | None = None,
    theirs: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    back = (
        action_url(participation, one.pk)
        if one
        else reverse("plans:actions", args=[participation.pk])
    )
    context = {
        "participation": participation,
        "form": form,
        "action": one,
        "theirs": theirs or [],
        "title": one.title if one else add_label(participation.programme),
        "people": [str(person) for person in people_of(participation)],
        "lock": lock_reason(participation),
        "back": back,
    }
    return render(request, "plans/actions/form.html", context, status=status)

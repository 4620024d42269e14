"""Who stands behind the target picture: write down a pledge, change it, settle it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import policy
from core.requests import SignedInRequest
from places.models import Participation
from places.views.work import for_page
from plans.domain.lock import refuse_locked_plan
from plans.domain.pledges import add_pledge, remove_pledge, save_pledge, settle_pledge
from plans.forms.target import PLEDGE_FIELDS, SETTLE_FIELDS, PledgeForm, SettleForm
from plans.models import Pledge, PledgeState
from plans.views.sending import form_page, remove_page, send
from plans.views.target import page_url, page_with_form

_FACTS = ("sector", "organisation", "person", "text", "given_on", "due_on")


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def pledge_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Write down what somebody commits to."""
    refuse_locked_plan(participation)
    region = participation.programme.region
    form = PledgeForm(request.POST or None, region=region, user=request.user)
    sent = send(
        request,
        form,
        lambda values: add_pledge(participation=participation, by=request.user, **_facts(values)),
        PLEDGE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("The pledge is written down."))
        return _to_pledges(participation)
    context = _context(participation, _("Write down a pledge"))
    context["button"] = _("Write down the pledge")
    return form_page(request, participation, form, sent, context)


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def pledge_edit(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> HttpResponse:
    """Correct a pledge."""
    pledge = _pledge(participation, pledge_id)
    stored = {name: getattr(pledge, name) for name in (*_FACTS, "version")}
    region = participation.programme.region
    form = PledgeForm(request.POST or None, initial=stored, region=region, user=request.user)
    sent = send(
        request,
        form,
        lambda values: save_pledge(
            pledge=pledge, by=request.user, version=_version(values), **_facts(values)
        ),
        PLEDGE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Saved."))
        return _to_pledges(participation)
    context = _context(participation, _("Change a pledge")) | {
        "remove": ("plans:pledge_remove", pledge.pk)
    }
    return form_page(request, participation, form, sent, context)


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def pledge_settle(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> HttpResponse:
    """Say whether a pledge was kept, and what came of it."""
    pledge = _pledge(participation, pledge_id)
    is_open = pledge.state == PledgeState.OPEN
    stored = {
        "state": None if is_open else pledge.state,
        "settled_on": pledge.settled_on or timezone.localdate(),
        "note": pledge.note,
        "version": pledge.version,
    }
    form = SettleForm(request.POST or None, initial=stored)
    sent = send(
        request,
        form,
        lambda values: settle_pledge(pledge=pledge, by=request.user, **values),
        SETTLE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Saved."))
        return _to_pledges(participation)
    context = _context(participation, _("What became of the pledge")) | {"pledge": pledge}
    return form_page(request, participation, form, sent, context, "plans/target/settle.html")


@policy("plans.edit", Participation, select=for_page)
@page_with_form
def pledge_remove(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> HttpResponse:
    """Remove a pledge, after a question."""
    pledge = _pledge(participation, pledge_id)
    if request.method == "POST":
        remove_pledge(pledge=pledge, by=request.user)
        messages.success(request, _("The pledge is removed."))
        return _to_pledges(participation)
    context = _context(participation, _("Remove a pledge")) | {
        "what": f"{pledge.person}: {pledge.text}"
    }
    return remove_page(request, participation, context)


def _pledge(participation: Participation, pledge_id: int) -> Pledge:
    """The pledge, when the plan may be written. Refusal: plan_locked."""
    refuse_locked_plan(participation)
    pledge = get_object_or_404(participation.pledges.select_related("organisation"), pk=pledge_id)
    pledge.participation = participation
    return pledge


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _FACTS}


def _version(values: dict[str, Any]) -> int:
    """The version that was read; a form without one read nothing."""
    return values["version"] or 0


def _context(participation: Participation, title: str) -> dict[str, Any]:
    return {"title": title, "back": page_url(participation, "pledges")}


def _to_pledges(participation: Participation) -> HttpResponseRedirect:
    return HttpResponseRedirect(page_url(participation, "pledges"))

"""Claims: handing one in, and the page where it is read, decided and paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from grants import claim_page as page
from grants.domain.claims import approve_claim, claim, pay, return_claim, withdraw_claim
from grants.domain.release import claimable
from grants.forms.claims import FIELD_OF_CODE, PAY_FIELD_OF_CODE, ClaimForm, PayForm, ReturnForm
from grants.models import Claim, Instalment
from grants.views.grant import to_support
from places.models import Participation
from places.views.work import for_page

#: GET on an address that only takes POST leads to the claim: signing in again after an expired
#: session ends up there.
form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("grants.claim", Participation, select=for_page)
@form_page
def claim_add(
    request: SignedInRequest, participation: Participation, instalment_id: int
) -> HttpResponse:
    """Claim an instalment."""
    instalment = get_object_or_404(
        Instalment.objects.select_related("grant__payee", "grant__payer", "step"),
        pk=instalment_id,
        grant__participation=participation,
    )
    instalment.grant.participation = participation
    costs = list(page.free_costs(instalment.grant))
    returned = page.last_returned(instalment)
    # What was written is not written twice: the returned text is where the next one begins.
    first = {"status_text": returned.status_text} if returned else {}
    form = ClaimForm(request.POST or None, costs=costs, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = claim(
                    instalment=instalment,
                    by=request.user,
                    status_text=form.cleaned_data["status_text"],
                    costs=form.chosen(),
                )
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Handed in. Somebody else decides, and you get mail."))
                return _to_claim(participation, made)
    context = {
        "participation": participation,
        "currency": participation.programme.currency,
        "instalment": instalment,
        "answer": claimable(instalment, participation),
        "returned": returned,
        "form": form,
        "costs": form.rows(),
    }
    return render(request, "grants/claim_form.html", context, status=status)


@policy("grants.view", Participation, select=for_page)
@require_safe
def claim_page(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> HttpResponse:
    """A claim with all that it rests on, and what may be done with it."""
    return _page(request, participation, find_claim(participation, claim_id))


@policy("grants.claim", Participation, select=for_page)
@form_page
def claim_withdraw(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> HttpResponse:
    """Take one's own claim back."""
    found = find_claim(participation, claim_id)
    if request.method != "POST":
        return _to_claim(participation, found)
    try:
        withdraw_claim(claim=found, by=request.user)
    except Refusal as refusal:
        return _refused(request, participation, claim_id, refusal)
    messages.success(request, _("The claim is taken back. The costs can be claimed again."))
    return to_support(participation)


@policy("grants.decide", Participation, select=for_page)
@form_page
def claim_approve(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> HttpResponse:
    """Approve a claim, as a second person."""
    found = find_claim(participation, claim_id)
    if request.method != "POST":
        return _to_claim(participation, found)
    try:
        approve_claim(claim=found, by=request.user)
    except Refusal as refusal:
        return _refused(request, participation, claim_id, refusal)
    messages.success(request, _("Approved. The claimer has got a letter. Now it can be paid."))
    return _to_claim(participation, found)


@policy("grants.decide", Participation, select=for_page)
@form_page
def claim_return(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> HttpResponse:
    """Give a claim back with the reason, as a second person."""
    found = find_claim(participation, claim_id)
    if request.method != "POST":
        return _to_claim(participation, found)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, participation, found, {"return_form": form}, 422)
    try:
        return_claim(claim=found, reason=form.cleaned_data["reason"], by=request.user)
    except Refusal as refusal:
        form.add_error("reason" if refusal.code == "reason_needed" else None, str(refusal))
        forms = {"return_form": form}
        return _page(
            request, participation, find_claim(participation, claim_id), forms, refusal.status
        )
    messages.success(request, _("Returned. The claimer has got a letter with your reason."))
    return to_support(participation)


@policy("grants.pay", Participation, select=for_page)
@form_page
def claim_pay(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> HttpResponse:
    """Enter the payment of an approved claim."""
    found = find_claim(participation, claim_id)
    if request.method != "POST":
        return _to_claim(participation, found)
    form = PayForm(request.POST)
    if not form.is_valid():
        return _page(request, participation, found, {"pay_form": form}, 422)
    try:
        pay(claim=found, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(PAY_FIELD_OF_CODE.get(refusal.code), str(refusal))
        forms = {"pay_form": form}
        return _page(
            request, participation, find_claim(participation, claim_id), forms, refusal.status
        )
    messages.success(request, _("The payment is entered. The claimer has got a letter."))
    return to_support(participation)


def find_claim(participation: Participation, claim_id: int) -> Claim:
    """The claim of this place, with what its pages show; otherwise 404."""
    found = get_object_or_404(
        Claim.objects.select_related(
            "instalment__grant__payee", "instalment__grant__payer", "instalment__step",
            "instalment__payment__by", "claimed_by", "decided_by",
        ),
        pk=claim_id,
        instalment__grant__participation=participation,
    )  # fmt: skip
    found.instalment.grant.participation = participation
    return found


def _page(
    request: SignedInRequest,
    participation: Participation,
    found: Claim,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page.context(found, request.user) | (forms or {})
    return render(request, "grants/claim.html", context, status=status)


def _refused(
    request: SignedInRequest, participation: Participation, claim_id: int, refusal: Refusal
) -> HttpResponse:
    messages.error(request, str(refusal))
    return _page(request, participation, find_claim(participation, claim_id), status=refusal.status)


def _to_claim(participation: Participation, found: Claim) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("grants:claim", args=[participation.pk, found.pk]))

"""Claims: handing one in, reading, deciding, paying; the claim pack."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from grants.claims import pack, pages, services
from grants.claims.forms import ClaimForm, PayForm, ReturnForm
from grants.models import Claim, Instalment
from jobs.documents import Asked, document
from jobs.kinds import Made
from places.models import Participation
from places.queries import with_head

PAGE = "grants/claims/page.html"


@form_page("grants.claim", Participation, "grants/claims/form.html", select=with_head)
def claim_add(
    request: SignedInRequest, participation: Participation, instalment_id: int
) -> Posting[Claim]:
    """Claim an instalment."""
    instalment = get_object_or_404(
        Instalment.objects.select_related("grant__payee", "grant__payer", "step"),
        pk=instalment_id,
        grant__participation=participation,
    )
    instalment.grant.participation = participation
    returned = pages.last_returned(instalment)
    form = ClaimForm(
        request.POST or None,
        costs=list(pages.free_costs(instalment.grant)),
        # What was written is not written twice: the returned text is where the next one begins.
        initial={"status_text": returned.status_text} if returned else {},
    )
    return Posting(
        form=form,
        verb=partial(services.claim, instalment=instalment, by=request.user),
        done=_("Handed in. Somebody else decides, and you get mail."),
        to=_url,
        context=lambda: pages.claim_form_context(instalment, form, returned),
    )


@page("grants.view", Participation, PAGE, select=with_head)
def claim_page(request: SignedInRequest, participation: Participation, claim_id: int) -> Context:
    """A claim with all that it rests on, and what may be done with it."""
    return pages.context(find_claim(participation, claim_id), request.user)


@form_page("grants.claim", Participation, PAGE, select=with_head)
def claim_withdraw(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> Posting[Claim]:
    """Take one's own claim back."""
    done = _("The claim is taken back. The costs can be claimed again.")
    return _act(
        request, find_claim(participation, claim_id), services.withdraw_claim, done, _support_url
    )


@form_page("grants.decide", Participation, PAGE, select=with_head)
def claim_approve(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> Posting[Claim]:
    """Approve a claim, as a second person."""
    done = _("Approved. The claimer has got a letter. Now it can be paid.")
    return _act(request, find_claim(participation, claim_id), services.approve_claim, done, _url)


@form_page("grants.decide", Participation, PAGE, select=with_head)
def claim_return(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> Posting[Claim]:
    """Give a claim back with the reason, as a second person."""
    claim = find_claim(participation, claim_id)
    done = _("Returned. The claimer has got a letter with your reason.")
    form = ReturnForm(request.POST or None)
    return _act(request, claim, services.return_claim, done, _support_url, return_form=form)


@form_page("grants.pay", Participation, PAGE, select=with_head)
def claim_pay(
    request: SignedInRequest, participation: Participation, claim_id: int
) -> Posting[Claim]:
    """Enter the payment of an approved claim."""
    claim = find_claim(participation, claim_id)
    done = _("The payment is entered. The claimer has got a letter.")
    form = PayForm(request.POST or None)
    return _act(request, claim, services.pay, done, _support_url, pay_form=form)


def _exists(_asked: Asked, participation: Participation, claim_id: int) -> Claim:
    return find_claim(participation, claim_id)


_pack = partial(document, rule="grants.view", model=Participation, select=with_head, check=_exists)


@_pack("grants.pack_pdf", gettext_lazy("Claim as PDF"))
def pack_pdf(asked: Asked, participation: Participation, claim_id: int) -> Made:
    """The claim as one PDF."""
    asked.step(_("Drawing the pages"))
    claim = find_claim(participation, claim_id)
    return Made(pack.pdf(claim), pack.pack_name(claim, "pdf"), pack.PDF_TYPE)


@_pack("grants.pack_zip", gettext_lazy("Claim with its receipts"))
def pack_zip(asked: Asked, participation: Participation, claim_id: int) -> Made:
    """The PDF with every receipt and a list of them, sent as it is read from a file."""
    asked.step(_("Drawing the pages and packing the receipts"))
    claim = find_claim(participation, claim_id)
    return Made(pack.zip_file(claim, asked.step), pack.pack_name(claim, "zip"), pack.ZIP_TYPE)


def find_claim(participation: Participation, claim_id: int) -> Claim:
    """The claim of this place, with what its pages show; otherwise 404."""
    claim = get_object_or_404(
        Claim.objects.select_related(
            "instalment__grant__payee", "instalment__grant__payer", "instalment__step",
            "instalment__payment__by", "claimed_by", "decided_by",
        ),
        pk=claim_id,
        instalment__grant__participation=participation,
    )  # fmt: skip
    claim.instalment.grant.participation = participation
    return claim


def _act(
    request: SignedInRequest,
    claim: Claim,
    verb: Callable[..., Any],
    done: str,
    to: Callable[[Claim], str],
    **sent: Form,
) -> Posting[Any]:
    """One of the forms on a claim's page. The page is shown by its own address alone."""
    participation = claim.instalment.grant.participation

    def context() -> Context:
        # The claim anew: somebody else may have decided.
        return pages.context(find_claim(participation, claim.pk), request.user, **sent)

    return Posting(
        form=next(iter(sent.values()), None),
        verb=partial(verb, claim=claim, by=request.user),
        done=done,
        to=to(claim),
        back=_url(claim),
        context=context,
    )


def _url(claim: Claim) -> str:
    return reverse("grants:claim", args=[claim.instalment.grant.participation_id, claim.pk])


def _support_url(claim: Claim) -> str:
    return reverse("grants:grant", args=[claim.instalment.grant.participation_id])

"""The support: its page, the agreement, its signing, a report that came in."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import uploads
from core.downloads import stored
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from grants.agreement import pages as support_page
from grants.agreement.forms import (
    SETS,
    AgreeForm,
    AgreementForm,
    FileForm,
    ReportForm,
    with_halves,
    with_more,
)
from grants.agreement.services import agree, attach_agreement, missing
from grants.claims.release import receive_report
from grants.models import Grant, Instalment, Trigger
from grants.queries import grant_of, grant_or_404
from places.models import Participation
from places.queries import with_head

AGREEMENT = "grants/agreement/form.html"
manage_page = partial(form_page, "grants.manage", Participation, select=with_head)


@page("grants.view", Participation, "grants/agreement/page.html", select=with_head)
def support(request: SignedInRequest, participation: Participation) -> Context:
    """What needs whom, what is paid and left, the instalments and the agreement."""
    return support_page.context(participation, request.user)


@manage_page(AGREEMENT)
def agreement(
    request: SignedInRequest, participation: Participation
) -> Posting[Grant] | HttpResponse:
    """Make the agreement, write its draft, or change the signed one with a reason.

    `add` gives one more row of a kind, `halve` divides the sum in two; neither stores anything.
    """
    form = AgreementForm(
        participation, grant_of(participation), request.POST or None, user=request.user
    )
    other = None
    if request.POST.get("add") in SETS:
        other = with_more(request.POST, request.POST["add"])
    elif "halve" in request.POST:
        other = with_halves(request.POST, form)
    if other is not None:
        form = AgreementForm(participation, form.grant, other, user=request.user)
        # A row more is no attempt to save: nothing is complained about yet.
        context = _agreement(form) | {"participation": participation, "quiet": True}
        return render(request, AGREEMENT, context | {"facts": form.facts})
    return Posting(
        form=form.facts,
        name="facts",
        formsets=form.sets.values(),
        verb=partial(form.save, by=request.user),
        done=_told,
        to=_url(participation),
        context=_agreement(form),
    )


def _agreement(form: AgreementForm) -> dict[str, object]:
    currency = form.participation.programme.currency
    return {"currency": currency, "grant": form.grant, "form": form, "signed": form.signed}


def _told(saved: Grant) -> str:
    return _("The agreement is changed.") if saved.agreed_on else _("The draft is saved.")


@manage_page("grants/agreement/sign.html")
def sign(
    request: SignedInRequest, participation: Participation
) -> Posting[Grant] | HttpResponseRedirect:
    """Sign the draft: what is in it, what is missing, the day and the paper."""
    grant = grant_or_404(participation)
    if grant.agreed_on is not None:
        return HttpResponseRedirect(_url(participation))
    first = {"agreed_on": timezone.localdate(), "version": grant.version}
    return Posting(
        form=AgreeForm(request.POST or None, request.FILES or None, initial=first),
        verb=partial(agree, grant=grant, by=request.user),
        done=_("The agreement is signed. Instalments can be claimed."),
        to=_url(participation),
        context=lambda: (
            support_page.context(participation, request.user) | {"missing": missing(grant)}
        ),
    )


@manage_page("grants/agreement/file.html")
def agreement_file_add(request: SignedInRequest, participation: Participation) -> Posting[Grant]:
    """Add the signed agreement as a file, or put a better one in its place."""
    grant = grant_or_404(participation)
    return Posting(
        form=FileForm(request.POST or None, request.FILES or None),
        verb=partial(attach_agreement, grant=grant, by=request.user),
        done=_("The file is added."),
        to=_url(participation),
        context={"grant": grant},
    )


@page("grants.view", Participation, select=with_head)
def agreement_file(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The signed agreement, as an attachment that no browser opens in our name."""
    grant = grant_or_404(participation)
    if not grant.agreement:
        raise Http404
    extension = uploads.extension_of(grant.agreement.name or "")
    name = f"{slugify(_('Agreement'))}-{slugify(participation.place.name)}.{extension}"
    try:
        return stored(grant.agreement, name, uploads.KINDS[extension][0])
    except FileNotFoundError as error:
        raise Http404 from error


@manage_page("grants/agreement/report.html")
def report(
    request: SignedInRequest, participation: Participation, instalment_id: int
) -> Posting[Instalment]:
    """Note that the report of an instalment came in."""
    grant = grant_or_404(participation)
    instalment = get_object_or_404(grant.instalments, pk=instalment_id, trigger=Trigger.REPORT)
    instalment.grant = grant
    first = instalment.report_received_on or timezone.localdate()
    return Posting(
        form=ReportForm(request.POST or None, initial={"on": first}),
        verb=partial(receive_report, instalment=instalment, by=request.user),
        done=_("The report is recorded. The instalment can be claimed."),
        to=_url(participation),
        context={"instalment": instalment},
    )


def _url(participation: Participation) -> str:
    return reverse("grants:grant", args=[participation.pk])

"""The support: its page, the agreement, its signing, a report that came in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import stored
from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from grants import support_page
from grants.agreement_form import SETS, AgreementForm, with_halves, with_more
from grants.domain.agreement import agree, change_agreement, make_grant, missing, save_grant
from grants.domain.agreement_files import attach_agreement, content_type
from grants.domain.release import receive_report
from grants.forms.grant import AgreeForm, FileForm, ReportForm
from grants.models import Grant, Trigger
from places.models import Participation
from places.views.work import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("grants.view", Participation, select=for_page)
@require_safe
def support(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """What needs whom, what is paid and left, the instalments and the agreement."""
    return render(request, "grants/support.html", support_page.context(participation, request.user))


@policy("grants.manage", Participation, select=for_page)
@form_page
def agreement(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Make the agreement, write its draft, or change the signed one with a reason.

    `add` gives one more row of a kind, `halve` divides the sum in two; neither stores anything.
    """
    grant = support_page.grant_of(participation)
    if request.method != "POST":
        return _agreement(request, AgreementForm(participation, grant))
    form = AgreementForm(participation, grant, request.POST)
    if request.POST.get("add") in SETS:
        more = with_more(request.POST, request.POST["add"])
        return _agreement(request, AgreementForm(participation, grant, more), quiet=True)
    if "halve" in request.POST:
        halved = with_halves(request.POST, form)
        return _agreement(request, AgreementForm(participation, grant, halved), quiet=True)
    if not form.is_valid():
        return _agreement(request, form, 422)
    try:
        saved = _save(request, participation, form)
    except Refusal as refusal:
        form.refuse(refusal)
        theirs = None
        if isinstance(refusal, Conflict):
            theirs = refusal.theirs
            form.take_over(refusal)
        return _agreement(request, form, refusal.status, theirs=theirs)
    if saved.agreed_on:
        messages.success(request, _("The agreement is changed."))
    else:
        messages.success(request, _("The draft is saved."))
    return to_support(participation)


def _save(request: SignedInRequest, participation: Participation, form: AgreementForm) -> Grant:
    said = form.content()
    version = form.facts.cleaned_data["version"] or 0
    grant = form.grant
    if grant is None:
        facts = {name: value for name, value in said.items() if name not in SETS}
        rows = {name: value for name, value in said.items() if name in SETS}
        with transaction.atomic():
            grant = make_grant(participation=participation, by=request.user, **facts)
            return save_grant(grant=grant, by=request.user, version=grant.version, **rows)
    if grant.agreed_on is None:
        return save_grant(grant=grant, by=request.user, version=version, **said)
    reason = form.facts.cleaned_data["reason"]
    return change_agreement(grant=grant, by=request.user, version=version, reason=reason, **said)


def _agreement(
    request: SignedInRequest,
    form: AgreementForm,
    status: int = 200,
    *,
    theirs: dict[str, Any] | None = None,
    quiet: bool = False,
) -> HttpResponse:
    context = {
        "participation": form.participation,
        "currency": form.participation.programme.currency,
        "grant": form.grant,
        "form": form,
        "facts": form.facts,
        "signed": form.signed,
        "theirs": theirs,
        # A row more is no attempt to save: nothing is complained about yet.
        "quiet": quiet,
    }
    return render(request, "grants/agreement.html", context, status=status)


@policy("grants.manage", Participation, select=for_page)
@form_page
def sign(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Sign the draft: what is in it, what is missing, the day and the paper."""
    grant = _grant(participation)
    if grant.agreed_on is not None:
        return to_support(participation)
    first = {"agreed_on": timezone.localdate(), "version": grant.version}
    form = AgreeForm(request.POST or None, request.FILES or None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _sign(request, grant, form)
            except Refusal as refusal:
                field = "file" if refusal.code.startswith(("file_", "picture_")) else None
                if refusal.code in {"agreed_in_future", "agreed_before_signed"}:
                    field = "agreed_on"
                form.add_error(field, [str(refusal), *refusal.details])
                status = refusal.status
            else:
                messages.success(request, _("The agreement is signed. Instalments can be claimed."))
                return to_support(participation)
    context = support_page.context(participation, request.user)
    context |= {"form": form, "missing": missing(grant)}
    return render(request, "grants/sign.html", context, status=status)


def _sign(request: SignedInRequest, grant: Grant, form: AgreeForm) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        agree(grant=grant, by=request.user, version=data["version"], agreed_on=data["agreed_on"])
        if data["file"]:
            attach_agreement(grant=grant, upload=data["file"], by=request.user)


@policy("grants.manage", Participation, select=for_page)
@form_page
def agreement_file_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Add the signed agreement as a file, or put a better one in its place."""
    grant = _grant(participation)
    form = FileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                attach_agreement(grant=grant, upload=form.cleaned_data["file"], by=request.user)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The file is added."))
                return to_support(participation)
    context = {"participation": participation, "form": form, "grant": grant}
    return render(request, "grants/file.html", context, status=status)


@policy("grants.view", Participation, select=for_page)
@require_safe
def agreement_file(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The signed agreement, as an attachment that no browser opens in our name."""
    grant = _grant(participation)
    if not grant.agreement:
        raise Http404
    extension = (grant.agreement.name or "").rpartition(".")[2]
    name = f"{slugify(_('Agreement'))}-{slugify(participation.place.name)}.{extension}"
    try:
        return stored(grant.agreement, name, content_type(grant))
    except FileNotFoundError as error:
        raise Http404 from error


@policy("grants.manage", Participation, select=for_page)
@form_page
def report(
    request: SignedInRequest, participation: Participation, instalment_id: int
) -> HttpResponse:
    """Note that the report of an instalment came in."""
    grant = _grant(participation)
    instalment = get_object_or_404(grant.instalments, pk=instalment_id, trigger=Trigger.REPORT)
    instalment.grant = grant
    form = ReportForm(request.POST or None, initial={"on": instalment.report_received_on}
                      if instalment.report_received_on else None)  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                receive_report(instalment=instalment, on=form.cleaned_data["on"], by=request.user)
            except Refusal as refusal:
                form.add_error("on", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The report is noted. The instalment may be claimed."))
                return to_support(participation)
    context = {"participation": participation, "form": form, "instalment": instalment}
    return render(request, "grants/report.html", context, status=status)


def _grant(participation: Participation) -> Grant:
    grant = support_page.grant_of(participation)
    if grant is None:
        raise Http404
    return grant


def to_support(participation: Participation) -> HttpResponseRedirect:
    """The way back to the page of the support."""
    return HttpResponseRedirect(reverse("grants:grant", args=[participation.pk]))

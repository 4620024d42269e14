"""A funding line: plan it, change it, move it on, record what came in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.policy import policy
from core.requests import SignedInRequest
from core.web.conflict import carry
from places.models import Participation
from places.views.work import for_page
from plans import line_page
from plans.domain import funding
from plans.domain.bounds import warnings
from plans.domain.lines import FIELDS as LINE_FACTS
from plans.domain.lock import refuse_locked_plan
from plans.domain.match import fits
from plans.forms import funding as forms_of
from plans.models import FundingLine, FundingSource, SourceKind
from plans.views.actions import action_of
from plans.views.sending import Sent, send
from plans.words import words_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("plans.fund", Participation, select=for_page)
@form_page
def line_add(
    request: SignedInRequest, participation: Participation, action_id: int, source_id: int
) -> HttpResponse:
    """Plan to apply to a source, with an own sum."""
    refuse_locked_plan(participation)
    action = action_of(participation, action_id)
    source = get_object_or_404(FundingSource.objects.visible_to(request.user), pk=source_id)
    (found,) = fits(action, [source])
    usual = {
        "asked": found.sum or None,
        "hours": found.hours or None,
        "deadline": found.deadline,
        "responsible": request.user.get_full_name(),
    }
    form = forms_of.LineForm(request.POST or None, initial=usual, source=source)
    made: list[FundingLine] = []
    sent = send(
        request,
        form,
        lambda _values: made.append(
            funding.add_line(action=action, source=source, by=request.user, **form.facts())
        ),
        forms_of.LINE_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Written down. Now it is to be applied for."))
        _warn(request, made[0])
        return _to(participation, made[0])
    context = {"action": action, "source": source, "match": found}
    return _form_page(request, participation, form, sent, context)


@policy("plans.fund", Participation, select=for_page)
@form_page
def line_edit(request: SignedInRequest, participation: Participation, line_id: int) -> HttpResponse:
    """Correct a line."""
    refuse_locked_plan(participation)
    line = _line(participation, line_id)
    stored = {name: getattr(line, name) for name in (*LINE_FACTS, "version")}
    form = forms_of.LineForm(request.POST or None, initial=stored, source=line.source)
    sent = send(
        request,
        form,
        lambda values: funding.save_line(
            line=line, by=request.user, version=values["version"] or 0, **form.facts()
        ),
        forms_of.LINE_FIELDS,
    )
    if sent.done:
        line.refresh_from_db()
        messages.success(request, _("Saved."))
        _warn(request, line)
        return _to(participation, line)
    context = {"action": line.action, "source": line.source, "line": line}
    return _form_page(request, participation, form, sent, context)


@policy("plans.view", Participation, select=for_page)
@require_safe
def line(request: SignedInRequest, participation: Participation, line_id: int) -> HttpResponse:
    """A line: its facts, what comes next, what has come in."""
    return _page(request, participation, _line(participation, line_id))


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_asked(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """The application is sent."""
    line = _line(participation, line_id)
    form = forms_of.AskedForm(request.POST, prefix="asked")
    return _moved(
        request, line, "asked", form, forms_of.ASKED_FIELDS, funding.mark_asked,
        _("The application is sent. Now wait for the answer."),
    )  # fmt: skip


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_granted(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """The money is granted, or the hours are promised."""
    line = _line(participation, line_id)
    form = forms_of.GrantedForm(request.POST, source=line.source, prefix="granted")
    in_hours = line.source.kind == SourceKind.HOURS
    fields = forms_of.PROMISED_FIELDS if in_hours else forms_of.GRANTED_FIELDS
    return _moved(
        request, line, "granted", form, fields, funding.mark_granted,
        _("Granted. The gap is smaller now."),
    )  # fmt: skip


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_refused(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """The application was refused."""
    line = _line(participation, line_id)
    form = forms_of.RefusedForm(request.POST, prefix="refused")
    return _moved(
        request, line, "refused", form, forms_of.REFUSED_FIELDS, funding.mark_refused,
        _("Written down. Perhaps another source fits."),
    )  # fmt: skip


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_reported(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """The final report is handed in."""
    line = _line(participation, line_id)
    form = forms_of.ReportedForm(request.POST, prefix="reported")
    return _moved(
        request, line, "reported", form, forms_of.REPORTED_FIELDS, funding.mark_reported,
        _("The final report is handed in."),
    )  # fmt: skip


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_payment(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """Record money that came in."""
    line = _line(participation, line_id)
    form = forms_of.PaymentForm(request.POST, prefix="payment")
    return _moved(
        request, line, "payment", form, forms_of.PAYMENT_FIELDS, funding.record_payment,
        _("The payment is recorded."),
    )  # fmt: skip


@policy("plans.fund", Participation, select=for_page)
@require_POST
def payment_remove(
    request: SignedInRequest, participation: Participation, line_id: int, payment_id: int
) -> HttpResponse:
    """Take away a payment that was recorded by mistake."""
    line = _line(participation, line_id)
    payment = get_object_or_404(line.payments, pk=payment_id)
    reason = request.POST.get("reason", "")
    funding.remove_payment(payment=payment, reason=reason, by=request.user)
    messages.success(request, _("The payment is taken away."))
    return _to(participation, line)


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_back(request: SignedInRequest, participation: Participation, line_id: int) -> HttpResponse:
    """Take the last step back: it was set by mistake."""
    line = _line(participation, line_id)
    form = forms_of.BackForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    funding.step_back(line=line, by=request.user, version=version)
    messages.success(request, _("The last step is taken back."))
    return _to(participation, line)


@policy("plans.fund", Participation, select=for_page)
@require_POST
def line_remove(
    request: SignedInRequest, participation: Participation, line_id: int
) -> HttpResponse:
    """Take a line away."""
    line = _line(participation, line_id)
    funding.remove_line(line=line, by=request.user)
    messages.success(request, _("It is no longer among the action's money."))
    return HttpResponseRedirect(reverse("plans:funding", args=[participation.pk]))


def _moved(
    request: SignedInRequest,
    line: FundingLine,
    name: str,
    form: forms.Form,
    fields: Mapping[str, str],
    verb: Callable[..., object],
    done: str,
) -> HttpResponse:
    """Carry out a form of the line's page, or show the page again with what was written."""
    sent = send(request, form, lambda values: verb(line=line, by=request.user, **values), fields)
    participation = line.action.participation
    if sent.done:
        messages.success(request, done)
        return _to(participation, line)
    # Somebody may have moved the line meanwhile: the page shows how it stands now.
    fresh = _line(participation, line.pk)
    if "version" in form.fields:
        carry(form, version=str(fresh.version))
    return _page(request, participation, fresh, sent.status, **{name: form})


def _page(
    request: SignedInRequest,
    participation: Participation,
    line: FundingLine,
    status: int = 200,
    **bound: forms.Form,
) -> HttpResponse:
    context = line_page.context(participation, line, request.user, **bound)
    return render(request, "plans/funding/line.html", context, status=status)


def _form_page(
    request: SignedInRequest,
    participation: Participation,
    form: forms.Form,
    sent: Sent,
    context: dict[str, Any],
) -> HttpResponse:
    shared = {
        "participation": participation,
        "words": words_of(participation.programme),
        "form": form,
        "theirs": sent.theirs,
        "currency": context["source"].currency,
        "in_hours": context["source"].kind == SourceKind.HOURS,
    }
    return render(request, "plans/funding/line_form.html", shared | context, status=sent.status)


def _line(participation: Participation, line_id: int) -> FundingLine:
    lines = FundingLine.objects.select_related("source", "action").prefetch_related("payments")
    line = get_object_or_404(lines, action__participation=participation, pk=line_id)
    line.action.participation = participation
    return line


def _warn(request: SignedInRequest, line: FundingLine) -> None:
    if line.source.kind == SourceKind.HOURS:
        return
    for sentence in warnings(line.source, line.asked, line.action.cost):
        messages.warning(request, sentence)


def _to(participation: Participation, line: FundingLine) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:line", args=[participation.pk, line.pk]))

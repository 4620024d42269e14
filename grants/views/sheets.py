"""One month of one person: reading it, handing it in, confirming it, sending it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.money import ZERO
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from grants import hours_page
from grants.costs_page import grant_of
from grants.domain.sheet_rules import leader_ids, may_confirm, month_name
from grants.domain.sheets import confirm_sheet, reopen_sheet, send_back, submit_sheet
from grants.forms.hours import NoteForm
from grants.models import MonthSheet, SheetState
from grants.totals import rate_of, rates_of, value_of
from places.models import Participation
from places.views.work import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("grants.view", Participation, select=for_page)
@require_safe
def sheet(request: SignedInRequest, participation: Participation, sheet_id: int) -> HttpResponse:
    """A person's month with its lines, for its owner and those who answer for hours."""
    found = _sheet(request, participation, sheet_id)
    return _page(request, found, NoteForm(initial={"version": found.version}))


@policy("grants.enter_hours", Participation, select=for_page)
@form_page
def submit(request: SignedInRequest, participation: Participation, sheet_id: int) -> HttpResponse:
    """Hand in one's own month; GET leads to it."""
    found = _sheet(request, participation, sheet_id)
    if request.method == "POST":
        submit_sheet(sheet=found, by=request.user)
        messages.success(
            request,
            _("%(month)s is handed in and waits to be confirmed.")
            % {"month": month_name(found.month)},
        )
    return HttpResponseRedirect(hours_page.month_url(participation, found.month))


@policy("grants.enter_hours", Participation, select=for_page)
@form_page
def reopen(request: SignedInRequest, participation: Participation, sheet_id: int) -> HttpResponse:
    """Take one's own month back; GET leads to it."""
    found = _sheet(request, participation, sheet_id)
    if request.method == "POST":
        reopen_sheet(sheet=found, by=request.user)
        messages.success(
            request, _("%(month)s can be changed again.") % {"month": month_name(found.month)}
        )
    return HttpResponseRedirect(hours_page.month_url(participation, found.month))


@policy("grants.confirm_hours", Participation, select=for_page)
@form_page
def confirm(request: SignedInRequest, participation: Participation, sheet_id: int) -> HttpResponse:
    """Confirm somebody else's month; GET leads to the sheet."""
    found = _sheet(request, participation, sheet_id)
    if request.method != "POST":
        return _to_sheet(found)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else 0  # noqa: PLR2004
    confirm_sheet(sheet=found, by=request.user, version=version)
    messages.success(request, _("The hours are confirmed."))
    return HttpResponseRedirect(hours_page.month_url(participation, found.month))


@policy("grants.confirm_hours", Participation, select=for_page)
@form_page
def return_sheet(
    request: SignedInRequest, participation: Participation, sheet_id: int
) -> HttpResponse:
    """Send somebody's month back with a note; GET leads to the sheet."""
    found = _sheet(request, participation, sheet_id)
    if request.method != "POST":
        return _to_sheet(found)
    form = NoteForm(request.POST)
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            send_back(sheet=found, by=request.user, note=data["note"], version=data["version"])
        except Refusal as refusal:
            form.add_error("note" if refusal.code == "note_missing" else None, str(refusal))
            status = refusal.status
        else:
            messages.success(
                request, _("The sheet is sent back. %(name)s gets a letter.") % {"name": found.user}
            )
            return HttpResponseRedirect(hours_page.month_url(participation, found.month))
    return _page(request, found, form, status)


def _sheet(request: SignedInRequest, participation: Participation, sheet_id: int) -> MonthSheet:
    grant = grant_of(participation)
    found = get_object_or_404(hours_page.readable_sheets(participation, request.user), pk=sheet_id)
    assert grant is not None  # noqa: S101 - the sheet has it; tells mypy
    found.grant = grant
    return found


def _page(
    request: SignedInRequest, found: MonthSheet, form: NoteForm, status: int = 200
) -> HttpResponse:
    participation, user = found.grant.participation, request.user
    entries, rates = list(found.entries.all()), rates_of(found.grant)
    values = [
        value_of(one.quantity, rate_of(one.kind, one.rate, found.state, rates)) for one in entries
    ]
    total = hours_page.entries_total(entries)
    decides = found.state == SheetState.SUBMITTED and may_confirm(
        found.user_id, user, participation, leader_ids(participation)
    )
    context = {
        "participation": participation,
        "sheet": found,
        "own": found.user_id == user.pk,
        "month_name": month_name(found.month),
        "back_url": hours_page.month_url(participation, found.month),
        "entries": [
            (one, hours_page.entry_words(one), value)
            for one, value in zip(entries, values, strict=True)
        ],
        "value": sum(values, ZERO),
        "amount": hours_page.amount_words(total),
        "standing": hours_page.standing(found),
        "decides": decides,
        "form": form,
    }
    return render(request, "grants/hours/sheet.html", context, status=status)


def _to_sheet(found: MonthSheet) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        reverse("grants:sheet", args=[found.grant.participation_id, found.pk])
    )

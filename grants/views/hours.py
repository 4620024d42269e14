"""Hours: the page, the lines of one's own sheet, the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from grants import hours_export, hours_page
from grants.costs_page import grant_of
from grants.domain.sheet_rules import first_of, leader_ids, month_name, refuse_closed
from grants.domain.sheets import add_entry, remove_entry, save_entry
from grants.forms.hours import FIELD_OF_CODE, EntryForm, filled
from grants.models import Grant, WorkEntry
from grants.views.costs import agreed_grant
from places.models import Participation
from places.views.work import for_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("grants.view", Participation, select=for_page)
@require_safe
def hours(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """One's own month, what waits for one's confirmation, all months. `?month=2026-03`."""
    context = hours_page.context(participation, request.user, request.GET)
    return render(request, "grants/hours/page.html", context)


@policy("grants.enter_hours", Participation, select=for_page)
@form_page
def entry_add(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Write a line on one's own sheet."""
    grant = agreed_grant(participation)
    leads = request.user.pk in leader_ids(participation)
    if request.method != "POST":
        month = hours_page.asked_month(request.GET.get("month", ""), grant)
        return _form(request, grant, EntryForm(leads=leads, month=month))
    form = EntryForm(request.POST, leads=leads)
    if not form.is_valid():
        return _form(request, grant, form, 422)
    month = form.cleaned_data["month"]
    try:
        entry = add_entry(
            grant=grant, by=request.user, month=first_of(month) if month else None, **form.work()
        )
    except Refusal as refusal:
        return _refused(request, grant, form, refusal)
    messages.success(
        request, _("Written on the sheet for %(month)s.") % {"month": month_name(entry.sheet.month)}
    )
    return _to_month(participation, entry)


@policy("grants.enter_hours", Participation, select=for_page)
@form_page
def entry_edit(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> HttpResponse:
    """Correct a line of one's own open sheet."""
    entry, grant = _own_entry(request, participation, sheet_id, entry_id)
    refuse_closed(entry.sheet)
    leads = request.user.pk in leader_ids(participation)
    if request.method != "POST":
        return _form(request, grant, EntryForm(leads=leads, initial=filled(entry)), entry=entry)
    form = EntryForm(request.POST, leads=leads)
    if not form.is_valid():
        return _form(request, grant, form, 422, entry)
    version = form.cleaned_data["version"]
    try:
        save_entry(entry=entry, by=request.user, version=version, **form.work())
    except Refusal as refusal:
        return _refused(request, grant, form, refusal, entry)
    messages.success(request, _("The line is corrected."))
    return _to_month(participation, entry)


@policy("grants.enter_hours", Participation, select=for_page)
@form_page
def entry_remove(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> HttpResponse:
    """Take a line off one's own open sheet; GET leads to the month."""
    entry, _grant = _own_entry(request, participation, sheet_id, entry_id)
    if request.method == "POST":
        remove_entry(entry=entry, by=request.user)
        messages.success(request, _("The line is removed."))
    return _to_month(participation, entry)


@policy("grants.read_sheets", Participation, select=for_page)
@require_safe
def hours_xlsx(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Hours as a workbook: by month without names, by person, each line."""
    grant = grant_of(participation)
    if grant is None:
        raise Http404
    today = timezone.localdate()
    name = file_name(participation.place.name, _("hours"), ending="xlsx", on=today)
    return download(hours_export.workbook(grant), name, XLSX_TYPE)


def _own_entry(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> tuple[WorkEntry, Grant]:
    """A line of one's own sheet; everybody else's is not to be found."""
    grant = grant_of(participation)
    entry = get_object_or_404(
        WorkEntry.objects.select_related("sheet"),
        pk=entry_id, sheet=sheet_id, sheet__user=request.user,
        sheet__grant__participation=participation,
    )  # fmt: skip
    assert grant is not None  # noqa: S101 - the sheet has it; tells mypy
    entry.sheet.grant = grant
    return entry, grant


def _form(
    request: SignedInRequest,
    grant: Grant,
    form: EntryForm,
    status: int = 200,
    entry: WorkEntry | None = None,
    theirs: dict[str, Any] | None = None,
) -> HttpResponse:
    month = entry.sheet.month if entry is not None else form["month"].value()
    context = {
        "participation": grant.participation, "grant": grant, "form": form, "entry": entry,
        "theirs": theirs, "month_key": str(month or "")[:7],
    }  # fmt: skip
    return render(request, "grants/hours/form.html", context, status=status)


def _refused(
    request: SignedInRequest,
    grant: Grant,
    form: EntryForm,
    refusal: Refusal,
    entry: WorkEntry | None = None,
) -> HttpResponse:
    form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
    theirs = None
    if isinstance(refusal, Conflict):
        # Sent again, the form carries the stored version: then what stands in it holds.
        carry(form, version=str(refusal.version))
        theirs = refusal.theirs
    return _form(request, grant, form, refusal.status, entry, theirs)


def _to_month(participation: Participation, entry: WorkEntry) -> HttpResponseRedirect:
    return HttpResponseRedirect(hours_page.month_url(participation, entry.sheet.month))

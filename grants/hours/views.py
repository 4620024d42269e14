"""Hours: the page, the lines of one's own sheet, a month of one person, the workbook."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from grants.hours import pages as hours_export
from grants.hours import pages as hours_page
from grants.hours.forms import ConfirmForm, EntryForm, NoteForm
from grants.hours.services import (
    add_entry,
    confirm_sheet,
    remove_entry,
    reopen_sheet,
    save_entry,
    send_back,
    submit_sheet,
)
from grants.hours.work import leader_ids, month_name, refuse_closed
from grants.models import MonthSheet, WorkEntry
from grants.queries import agreed_grant, grant_or_404
from places.models import Participation
from places.queries import with_head

FORM = "grants/hours/form.html"
SHEET = "grants/hours/sheet.html"
enter_page = partial(form_page, "grants.enter_hours", Participation, select=with_head)
confirm_page = partial(form_page, "grants.confirm_hours", Participation, SHEET, select=with_head)


@page("grants.view", Participation, "grants/hours/page.html", select=with_head)
def hours(request: SignedInRequest, participation: Participation) -> Context:
    """One's own month, what waits for one's confirmation, all months. `?month=2026-03`."""
    return hours_page.context(participation, request.user, request.GET)


@enter_page(FORM)
def entry_add(request: SignedInRequest, participation: Participation) -> Posting[WorkEntry]:
    """Write a line on one's own sheet."""
    grant = agreed_grant(participation)
    form = EntryForm(
        request.POST or None,
        leads=request.user.pk in leader_ids(participation),
        month=hours_page.asked_month(request.GET.get("month", ""), grant),
    )
    return Posting(
        form=form,
        verb=partial(add_entry, grant=grant, by=request.user),
        done=_written,
        to=_month_of,
        context=lambda: {"month_key": str(form["month"].value() or "")[:7]},
    )


def _written(entry: WorkEntry) -> str:
    return _("Written on the sheet for %(month)s.") % {"month": month_name(entry.sheet.month)}


@enter_page(FORM)
def entry_edit(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> Posting[WorkEntry]:
    """Correct a line of one's own open sheet."""
    entry = _own_entry(request, participation, sheet_id, entry_id)
    refuse_closed(entry.sheet)
    leads = request.user.pk in leader_ids(participation)
    return Posting(
        form=EntryForm(request.POST or None, leads=leads, entry=entry),
        verb=partial(save_entry, entry=entry, by=request.user),
        done=_("The line is corrected."),
        to=_month_of,
        context={"entry": entry, "month_key": f"{entry.sheet.month:%Y-%m}"},
    )


@enter_page()
def entry_remove(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> Posting[None]:
    """Take a line off one's own open sheet."""
    entry = _own_entry(request, participation, sheet_id, entry_id)
    return Posting(
        verb=partial(remove_entry, entry=entry, by=request.user),
        done=_("The line is removed."),
        to=_month_of(entry),
    )


@page("grants.read_sheets", Participation, select=with_head)
def hours_xlsx(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Hours as a workbook: by month without names, by person, each line."""
    grant = grant_or_404(participation)
    today = timezone.localdate()
    name = file_name(participation.place.name, _("hours"), ending="xlsx", on=today)
    return download(hours_export.workbook(grant), name, XLSX_TYPE)


@page("grants.view", Participation, SHEET, select=with_head)
def sheet(request: SignedInRequest, participation: Participation, sheet_id: int) -> Context:
    """A person's month with its lines, for its owner and those who answer for hours."""
    return hours_page.sheet_context(_sheet(request, participation, sheet_id), request.user)


@enter_page()
def submit(
    request: SignedInRequest, participation: Participation, sheet_id: int
) -> Posting[MonthSheet]:
    """Hand in one's own month."""
    month_sheet = _sheet(request, participation, sheet_id)
    words = {"month": month_name(month_sheet.month)}
    return Posting(
        verb=partial(submit_sheet, sheet=month_sheet, by=request.user),
        done=_("%(month)s is handed in and waits to be confirmed.") % words,
        to=hours_page.month_url(participation, month_sheet.month),
    )


@enter_page()
def reopen(
    request: SignedInRequest, participation: Participation, sheet_id: int
) -> Posting[MonthSheet]:
    """Take one's own month back."""
    month_sheet = _sheet(request, participation, sheet_id)
    return Posting(
        verb=partial(reopen_sheet, sheet=month_sheet, by=request.user),
        done=_("%(month)s can be changed again.") % {"month": month_name(month_sheet.month)},
        to=hours_page.month_url(participation, month_sheet.month),
    )


@confirm_page()
def confirm(
    request: SignedInRequest, participation: Participation, sheet_id: int
) -> Posting[MonthSheet]:
    """Confirm somebody else's month."""
    month_sheet = _sheet(request, participation, sheet_id)
    return Posting(
        form=ConfirmForm(request.POST or None),
        name="confirm_form",
        verb=partial(confirm_sheet, sheet=month_sheet, by=request.user),
        done=_("The hours are confirmed."),
        to=hours_page.month_url(participation, month_sheet.month),
        back=_sheet_url(month_sheet),
        context=lambda: hours_page.sheet_context(
            _sheet(request, participation, sheet_id), request.user
        ),
    )


@confirm_page()
def return_sheet(
    request: SignedInRequest, participation: Participation, sheet_id: int
) -> Posting[MonthSheet]:
    """Send somebody's month back with a note."""
    month_sheet = _sheet(request, participation, sheet_id)
    form = NoteForm(request.POST or None)
    return Posting(
        form=form,
        verb=partial(send_back, sheet=month_sheet, by=request.user),
        done=_("The sheet is sent back. %(name)s gets a letter.") % {"name": month_sheet.user},
        to=hours_page.month_url(participation, month_sheet.month),
        back=_sheet_url(month_sheet),
        context=lambda: hours_page.sheet_context(
            _sheet(request, participation, sheet_id), request.user, form
        ),
    )


def _own_entry(
    request: SignedInRequest, participation: Participation, sheet_id: int, entry_id: int
) -> WorkEntry:
    """A line of one's own sheet; everybody else's is not to be found."""
    entry = get_object_or_404(
        WorkEntry.objects.select_related("sheet__grant"),
        pk=entry_id, sheet=sheet_id, sheet__user=request.user,
        sheet__grant__participation=participation,
    )  # fmt: skip
    entry.sheet.grant.participation = participation
    return entry


def _sheet(request: SignedInRequest, participation: Participation, sheet_id: int) -> MonthSheet:
    readable = hours_page.readable_sheets(participation, request.user)
    month_sheet = get_object_or_404(readable.select_related("grant"), pk=sheet_id)
    month_sheet.grant.participation = participation
    return month_sheet


def _sheet_url(month_sheet: MonthSheet) -> str:
    return reverse("grants:sheet", args=[month_sheet.grant.participation_id, month_sheet.pk])


def _month_of(entry: WorkEntry) -> str:
    return hours_page.month_url(entry.sheet.grant.participation, entry.sheet.month)

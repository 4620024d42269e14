"""The money of all places that the reader runs: on screen and as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.downloads import download
from core.exports import XLSX_TYPE, Column, Sheet, file_name, xlsx
from core.policy import policy
from core.requests import SignedInRequest
from reports import money_page
from reports.collect import money as collected


@policy("plans.money_overview")
@require_safe
def money(request: SignedInRequest) -> HttpResponse:
    """The overview. `?programme=` filters, `?sort=` sorts, `?page=` turns pages."""
    return render(request, "reports/money.html", money_page.context(request.user, request.GET))


@policy("plans.money_overview")
@require_safe
def money_xlsx(request: SignedInRequest) -> HttpResponse:
    """The same places in the same order as a workbook; all of them, not one page."""
    today = timezone.localdate()
    programmes = money_page.run_programmes(request.user)
    asked = money_page.Asked.read(request.GET, programmes)
    rows = money_page.rows_of(asked, programmes)
    covers = programmes[asked.programme].name if asked.programme else _("All that you run")
    facts = [
        (_("Report"), _("Money of places")),
        (_("Covers"), covers),
        (_("As of"), date_format(today, "DATE_FORMAT")),
        (_("Missing"), _("What each action costs less what is granted for it, never below zero.")),
    ]
    book = xlsx(
        [
            Sheet(_("Places"), collected.columns(), collected.export_rows(rows, programmes)),
            Sheet(_("About"), [Column(_("What"), width=20), Column(_("Value"), width=80)], facts),
        ]
    )
    return download(book, file_name(_("Money"), ending="xlsx", on=today), XLSX_TYPE)

"""The money of all places that the reader runs: on screen and as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.requests import SignedInRequest
from core.web.shell import Context, page
from reports.money import pages, sums


@page("plans.money_overview", template="reports/money/page.html")
def money(request: SignedInRequest) -> Context:
    """The overview. `?programme=` filters, `?sort=` sorts, `?page=` turns pages."""
    return pages.context(request.user, request.GET)


@page("plans.money_overview")
def money_xlsx(request: SignedInRequest) -> HttpResponse:
    """The same places in the same order as a workbook; all of them, not one page."""
    today = timezone.localdate()
    programmes = pages.run_programmes(request.user)
    asked = pages.Asked.read(request.GET, programmes)
    covers = programmes[asked.programme].name if asked.programme else _("All that you run")
    book = sums.workbook(pages.rows_of(asked, programmes), programmes, covers=covers, on=today)
    return download(book, file_name(_("Money"), ending="xlsx", on=today), XLSX_TYPE)

"""The money of all places that the reader runs: on screen and as a workbook."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import XLSX_TYPE, file_name
from core.requests import SignedInRequest
from core.web.shell import Context, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from places.models import Participation
from reports.money import pages, sums

#: Places whose table is made at once.
FEW = 2000


@page("plans.money_overview", template="reports/money/page.html")
def money(request: SignedInRequest) -> Context:
    """The overview. `?programme=` filters, `?sort=` sorts, `?page=` turns pages."""
    return pages.context(request.user, request.GET)


def _is_small(asked: Asked) -> bool:
    places = Participation.objects.counted().filter(programme__in=pages.run_programmes(asked.user))
    return not places.order_by()[FEW : FEW + 1].exists()


@document(
    "reports.money",
    gettext_lazy("Money as a workbook"),
    "plans.money_overview",
    at_once=_is_small,
)
def money_xlsx(asked: Asked) -> Made:
    """The same places in the same order as a workbook; all of them, not one page."""
    today = timezone.localdate()
    programmes = pages.run_programmes(asked.user)
    read = pages.Asked.read(asked.GET, programmes)
    covers = programmes[read.programme].name if read.programme else _("All that you run")
    book = sums.workbook(pages.rows_of(read, programmes), programmes, covers=covers, on=today)
    return Made(book, file_name(_("Money"), ending="xlsx", on=today), XLSX_TYPE)

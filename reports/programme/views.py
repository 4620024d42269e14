"""Progress reports of a programme and of the reader's own portfolio."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, file_name
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, page
from people.models import User
from places.models import Participation
from programmes.models import Programme
from reports.programme import report, table
from reports.queries import reportable_by


def _with_owner(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region", "owner", "method_version")


def _places(user: User) -> QuerySet[Participation]:
    """All places that the reader sees, those that most need somebody first."""
    visible = Participation.objects.visible_to(user)
    return visible.order_by("attention_on", "place__name", "pk")


@page(SIGNED_IN, template="reports/index.html")
def index(request: SignedInRequest) -> Context:
    """Which reports there are for this reader."""
    places = reportable_by(request.user).select_related("place__municipality", "programme")
    shown = ShortPaginator(places.order_by("place__name", "pk"), PER_PAGE)
    return {
        "programmes": Programme.objects.run_by(request.user)
        .select_related("region")
        .order_by("name"),
        "places": shown.get_page(request.GET.get("page")),
    }


@page("reports.programme", Programme, "reports/programme/page.html", select=_with_owner)
def programme(request: SignedInRequest, programme: Programme) -> Context:
    """The programme's progress on screen, with its exports."""
    places, today = _places(request.user), timezone.localdate()
    told = report.collect(programme, places, on=today, palette="page")
    shown = Paginator(told.lines, PER_PAGE).get_page(request.GET.get("page"))
    return {"report": told, "page": shown}


@page("reports.programme", Programme, select=_with_owner)
def programme_pdf(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's progress as PDF."""
    today = timezone.localdate()
    content = report.pdf(report.collect(programme, _places(request.user), on=today))
    name = file_name(programme.name, _("progress"), ending="pdf", on=today)
    return download(content, name, "application/pdf")


@page("reports.programme", Programme)
def programme_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's places as a workbook."""
    places = _places(request.user).filter(programme=programme)
    return _workbook(places, programme.name, programme.name, _("progress"))


@page("reports.programme", Programme)
def programme_csv(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's places as CSV."""
    return _csv(_places(request.user).filter(programme=programme), programme.name, _("progress"))


@page(SIGNED_IN)
def portfolio_xlsx(request: SignedInRequest) -> HttpResponse:
    """All places that the reader sees, as a workbook."""
    return _workbook(_places(request.user), _("All places that you see"), _("My places"))


@page(SIGNED_IN)
def portfolio_csv(request: SignedInRequest) -> HttpResponse:
    """All places that the reader sees, as CSV."""
    return _csv(_places(request.user), _("My places"))


def _workbook(places: QuerySet[Participation], about: str, *name: str) -> HttpResponse:
    today = timezone.localdate()
    book = table.workbook(places, on=today, about=about)
    return download(book, file_name(*name, ending="xlsx", on=today), XLSX_TYPE)


def _csv(places: QuerySet[Participation], *name: str) -> HttpResponse:
    today = timezone.localdate()
    text = table.csv(places, on=today)
    return download(text, file_name(*name, ending="csv", on=today), CSV_TYPE)

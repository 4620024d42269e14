"""Progress reports of a programme and of the reader's own portfolio."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render as render_page
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, file_name
from core.policy import SIGNED_IN, policy
from core.requests import SignedInRequest
from places.models import Participation
from programmes.models import Programme
from reports import render
from reports.collect.programme import collect
from reports.queries import reportable_by

#: The list of single reports is for picking one; who has more places uses the portfolio's files.
MOST_PLACES = 200


def _with_owner(programmes: QuerySet[Any]) -> QuerySet[Any]:
    return programmes.select_related("region", "owner", "method_version")


def _places(request: SignedInRequest, programme: Programme) -> QuerySet[Participation]:
    visible = Participation.objects.visible_to(request.user).filter(programme=programme)
    return visible.order_by("attention_on", "place__name", "pk")


@policy(SIGNED_IN)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Which reports there are for this reader."""
    programmes = Programme.objects.run_by(request.user).select_related("region").order_by("name")
    places = (
        reportable_by(request.user)
        .select_related("place__municipality", "programme")
        .order_by("place__name", "pk")[:MOST_PLACES]
    )
    return render_page(request, "reports/index.html", {"programmes": programmes, "places": places})


@policy("reports.programme", Programme, select=_with_owner)
@require_safe
def programme(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's progress on screen, with its exports."""
    today = timezone.localdate()
    report = collect(programme, _places(request, programme), on=today, palette="page")
    return render_page(
        request, "reports/programme.html", {"report": report, "programme": programme}
    )


@policy("reports.programme", Programme, select=_with_owner)
@require_safe
def programme_pdf(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's progress as PDF."""
    today = timezone.localdate()
    pdf = render.programme_pdf(collect(programme, _places(request, programme), on=today))
    return download(
        pdf, file_name(programme.name, _("progress"), ending="pdf", on=today), "application/pdf"
    )


@policy("reports.programme", Programme)
@require_safe
def programme_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's places as a workbook."""
    today = timezone.localdate()
    book = render.progress_xlsx(_places(request, programme), on=today, about=programme.name)
    return download(
        book, file_name(programme.name, _("progress"), ending="xlsx", on=today), XLSX_TYPE
    )


@policy("reports.programme", Programme)
@require_safe
def programme_csv(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The programme's places as CSV."""
    today = timezone.localdate()
    text = render.progress_csv(_places(request, programme), on=today)
    return download(
        text, file_name(programme.name, _("progress"), ending="csv", on=today), CSV_TYPE
    )


@policy(SIGNED_IN)
@require_safe
def portfolio_xlsx(request: SignedInRequest) -> HttpResponse:
    """All places that the reader sees, as a workbook."""
    today = timezone.localdate()
    own = Participation.objects.visible_to(request.user).order_by(
        "attention_on", "place__name", "pk"
    )
    book = render.progress_xlsx(own, on=today, about=_("All places that you see"))
    return download(book, file_name(_("My places"), ending="xlsx", on=today), XLSX_TYPE)


@policy(SIGNED_IN)
@require_safe
def portfolio_csv(request: SignedInRequest) -> HttpResponse:
    """All places that the reader sees, as CSV."""
    today = timezone.localdate()
    own = Participation.objects.visible_to(request.user).order_by(
        "attention_on", "place__name", "pk"
    )
    return download(
        render.progress_csv(own, on=today),
        file_name(_("My places"), ending="csv", on=today),
        CSV_TYPE,
    )

"""How many places of a programme are still active, and which."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from continuity import overview
from continuity.figures import still_active
from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.policy import policy
from core.requests import SignedInRequest
from programmes.models import Programme


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region")


@policy("continuity.overview", Programme, select=_with_region)
@require_safe
def page(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The share of places still active, and the list behind it. `?months=`, `?answer=` filter."""
    return render(
        request, "continuity/overview/page.html", overview.context(programme, request.GET)
    )


@policy("continuity.overview", Programme, select=_with_region)
@require_safe
def places_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The list as a workbook, with the filters of the page."""
    filters = overview.read_filters(request.GET, still_active([programme]).months)
    today = timezone.localdate()
    name = file_name(programme.name, _("After the support"), ending="xlsx", on=today)
    return download(overview.workbook(programme, filters), name, XLSX_TYPE)

"""The progress report of one place."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import file_name
from core.requests import SignedInRequest
from core.web.shell import page
from places.models import Participation
from reports.place import report


def _with_names(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    return participations.select_related(
        "place__municipality", "programme__region", "programme__owner", "method_version"
    )


@page("places.export", Participation, select=_with_names)
def place_pdf(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The report as PDF in the reader's language."""
    today = timezone.localdate()
    content = report.pdf(report.collect(participation, on=today))
    name = file_name(participation.place.name, _("progress"), ending="pdf", on=today)
    return download(content, name, "application/pdf")

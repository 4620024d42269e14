"""The progress report of one place."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.downloads import download
from core.exports import file_name
from core.policy import policy
from places.models import Participation
from reports import render
from reports.collect.place import collect


def _with_names(participations: QuerySet[Any]) -> QuerySet[Any]:
    return participations.select_related(
        "place__municipality", "programme__region", "programme__owner", "method_version"
    )


@policy("places.export", Participation, select=_with_names)
@require_safe
def place_pdf(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The report as PDF in the reader's language."""
    today = timezone.localdate()
    pdf = render.place_pdf(collect(participation, on=today))
    name = file_name(participation.place.name, _("progress"), ending="pdf", on=today)
    return download(pdf, name, "application/pdf")

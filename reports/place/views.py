"""The progress report of one place."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import PDF_TYPE, file_name
from jobs.documents import Asked, document
from jobs.kinds import Made
from places.models import Participation
from reports.place import report


def _with_names(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    return participations.select_related(
        "place__municipality",
        "place__area",
        "programme__region",
        "programme__owner",
        "method_version",
    )


@document(
    "reports.place",
    gettext_lazy("Progress report"),
    "places.export",
    Participation,
    select=_with_names,
)
def place_pdf(asked: Asked, participation: Participation) -> Made:
    """The report as PDF in the reader's language."""
    today = timezone.localdate()
    asked.step(_("Reading what has happened"))
    found = report.collect(participation, on=today)
    asked.step(_("Drawing the pages"))
    name = file_name(participation.place.name, _("progress"), ending="pdf", on=today)
    return Made(report.pdf(found), name, PDF_TYPE)

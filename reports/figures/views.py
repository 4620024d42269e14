"""The named figures of what somebody follows, as files."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import PDF_TYPE, XLSX_TYPE, file_name
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import page
from jobs.documents import Asked as AskedFor
from jobs.documents import document
from jobs.kinds import Made
from places.dashboard.pages import Asked, ask
from reports.figures import files


def _asked(user: object, query: object) -> Asked:
    return ask(user, query, timezone.localdate())  # type: ignore[arg-type]


@document("reports.figures_pdf", gettext_lazy("Figures as PDF"), SIGNED_IN)
def figures_pdf(asked: AskedFor) -> Made:
    """The figures on paper."""
    found = _asked(asked.user, asked.GET)
    name = file_name(found.covers, _("figures"), ending="pdf", on=found.today)
    return Made(files.pdf(found), name, PDF_TYPE)


@document(
    "reports.figures_xlsx",
    gettext_lazy("Figures as a workbook"),
    SIGNED_IN,
    at_once=lambda _asked: True,
)
def figures_xlsx(asked: AskedFor) -> Made:
    """The figures as a workbook: a few rows, made at once."""
    found = _asked(asked.user, asked.GET)
    name = file_name(found.covers, _("figures"), ending="xlsx", on=found.today)
    return Made(files.workbook(found), name, XLSX_TYPE)


@page(SIGNED_IN)
def figures_json(request: SignedInRequest) -> JsonResponse:
    """The figures as JSON; docs/report-schema.md describes it."""
    found = _asked(request.user, request.GET)
    response = JsonResponse(files.json_of(found), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response

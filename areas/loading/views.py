"""Bringing a statistical office's file into the register of areas."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.loading import services
from areas.loading.columns import COLUMNS
from areas.loading.forms import LoadForm
from areas.models import AreaImport, AreaImportState
from core.downloads import download
from core.exports import CSV_TYPE
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.pages import standing
from people.models import Region, User
from people.models.region import Country
from people.scope import scope_of

RIGHT = "areas.import_areas"
#: So many imports are listed below the form.
LISTED = 20


def _countries(user: User) -> list[str]:
    """The countries whose areas the user may bring in."""
    if user.is_staff:
        return list(Country.values)
    own = Region.objects.filter(pk__in=scope_of(user).regions)
    return sorted(set(own.values_list("country", flat=True)))


@form_page(RIGHT, template="areas/loading/form.html")
def imports(request: SignedInRequest) -> Posting[AreaImport]:
    """Choose a file; below, what was brought in before."""
    countries = _countries(request.user)
    return Posting(
        form=LoadForm(request.POST or None, request.FILES or None, countries=countries),
        verb=partial(services.ask_for, by=request.user),
        to=lambda kept: reverse("areas:import", args=[kept.pk]),
        context=lambda: {
            "columns": list(COLUMNS),
            "imports": AreaImport.objects.visible_to(request.user)[:LISTED],
        },
    )


@page(RIGHT)
def template(request: HttpRequest) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    return download(COLUMNS.template_csv().encode("utf-8-sig"), "areas.csv", CSV_TYPE)


def _with_job(imports: Any) -> Any:
    return imports.select_related("job")


@page(RIGHT, AreaImport, "areas/loading/import.html", select=_with_job)
def shown(request: SignedInRequest, area_import: AreaImport) -> Context:
    """What became of a file. The page follows the work by itself."""
    job = area_import.job
    return {
        "kept": area_import,
        "job": job,
        "standing": standing(job) if job else None,
        "done": area_import.state == AreaImportState.DONE,
        "more": max(0, area_import.faulty - len({fault[0] for fault in area_import.faults})),
    }


@form_page(RIGHT, AreaImport, select=_with_job)
def again(request: SignedInRequest, area_import: AreaImport) -> Posting[AreaImport]:
    """Bring in the rows that fit, and leave the others out."""
    return Posting(
        verb=partial(services.leave_out, kept=area_import, by=request.user),
        done=_("The rows that fit are being brought in."),
        to=reverse("areas:import", args=[area_import.pk]),
    )

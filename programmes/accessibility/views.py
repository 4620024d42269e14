"""The statement for everybody, a form without sign-in, and the page that edits it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.throttle import client_address, within
from core.web.shell import Context, Posting, form_page, page
from people.models import Region
from programmes.accessibility import pages, services
from programmes.accessibility.forms import ReportForm, StatementForm
from programmes.models import AccessibilityStatement

REPORT = "programmes/accessibility/report.html"
#: Reports from one address, and to one region from all: more is a program.
MOST_REPORTS, REPORT_SECONDS = 5, 3600
MOST_FOR_REGION, REGION_SECONDS = 50, 86_400


@page(PUBLIC, template="programmes/accessibility/statement.html")
def statement(request: HttpRequest, slug: str) -> Context:
    """The region's statement."""
    return pages.statement(_region(slug), request.user)


@form_page(PUBLIC, template=REPORT)
def statement_report(request: HttpRequest, slug: str) -> Posting[None] | HttpResponse:
    """Report what does not work, with or without a name."""
    region = _region(slug)
    if request.method == "POST" and not _may_report(request, region):
        context = {"region": region, "form": ReportForm(request.POST), "too_many": True}
        return render(request, REPORT, context, status=429)
    form = ReportForm(request.POST or None)

    def tell(**told: Any) -> None:
        if not form.cleaned_data["website"]:
            services.report(region=region, **told)

    return Posting(
        form=form,
        verb=tell,
        to=reverse("programmes:statement_reported", args=[region.slug]),
        context={"region": region},
    )


@page(PUBLIC, template="programmes/accessibility/reported.html")
def statement_reported(request: HttpRequest, slug: str) -> Context:
    """The report has left."""
    return {"region": _region(slug)}


@form_page("programmes.edit_statement", Region, "programmes/accessibility/form.html")
def statement_edit(request: SignedInRequest, region: Region) -> Posting[AccessibilityStatement]:
    """What the region says itself."""
    return Posting(
        form=StatementForm(request.POST or None, instance=pages.statement_of(region)),
        verb=partial(services.save_statement, region=region, by=request.user),
        done=_("The statement is saved."),
        to=reverse("programmes:statement", args=[region.slug]),
    )


def _region(slug: str) -> Region:
    return get_object_or_404(Region, slug=slug)


def _may_report(request: HttpRequest, region: Region) -> bool:
    here = within(
        "accessibility-report",
        client_address(request),
        limit=MOST_REPORTS,
        seconds=REPORT_SECONDS,
    )
    return here and within(
        "accessibility-region", str(region.pk), limit=MOST_FOR_REGION, seconds=REGION_SECONDS
    )

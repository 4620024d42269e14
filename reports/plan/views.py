"""A place's plan as files: the draft, or an adopted version with `?version=`."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.policy import PUBLIC
from core.web.shell import page
from places.models import Participation
from places.queries import with_head
from plans.models import PlanVersion
from plans.versions.views import shared, unlisted
from plans.words import words_of
from reports.plan import document, file, workbook
from reports.plan.file import PlanFile, of_draft, of_version

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Digits of a version's number; longer ones are nobody's.
NUMBER_DIGITS = 5


@page("places.export", Participation, select=with_head)
def plan_pdf(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The plan as PDF, for the council."""
    asked = _asked(request, participation)
    return download(file.pdf(asked), _name(asked, "pdf"), "application/pdf")


@page("places.export", Participation, select=with_head)
def plan_docx(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The plan as a Word document, for those who write on."""
    asked = _asked(request, participation)
    return download(document.docx(asked), _name(asked, "docx"), DOCX_TYPE)


@page("places.export", Participation, select=with_head)
def plan_xlsx(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The plan as a workbook. Its first sheet can be imported again."""
    version = _version(request, participation)
    book = workbook.book(version or participation)
    words = words_of(participation.programme)
    on = version.adopted_on if version else timezone.localdate()
    name = _named(participation.place.name, words.plan, on, "xlsx", draft=version is None)
    return download(book, name, XLSX_TYPE)


@page(PUBLIC)
def plan_public_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """A shared plan as PDF, in the programme's language and without names of persons."""
    version = shared(key)
    with translation.override(version.content["programme"]["language"]):
        asked = of_version(version, public=True)
        answer = download(file.pdf(asked), _name(asked, "pdf"), "application/pdf")
    return unlisted(answer)


def _asked(request: HttpRequest, participation: Participation) -> PlanFile:
    version = _version(request, participation)
    return of_version(version) if version else of_draft(participation, on=timezone.localdate())


def _version(request: HttpRequest, participation: Participation) -> PlanVersion | None:
    """The adopted plan that the address names; None for the draft."""
    number = request.GET.get("version", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS):
        raise Http404
    return get_object_or_404(participation.plan_versions, number=int(number))


def _name(asked: PlanFile, ending: str) -> str:
    plan = asked.plan
    return _named(plan.place, plan.words.plan, asked.on, ending, draft=asked.version is None)


def _named(place: str, plan: str, on: dt.date, ending: str, *, draft: bool) -> str:
    return file_name(place, plan, _("draft") if draft else "", ending=ending, on=on)

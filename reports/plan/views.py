"""A place's plan as files: the draft, or an adopted version with `?version=`."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import DOCX_TYPE, PDF_TYPE, XLSX_TYPE, file_name
from jobs.documents import Asked, document, public_document
from jobs.kinds import Made
from places.models import Participation
from places.queries import with_head
from plans.models import Action, PlanVersion
from plans.versions.views import shared, unlisted
from plans.words import words_of
from reports.plan import document as word
from reports.plan import file, workbook
from reports.plan.file import PlanFile, of_draft, of_version

#: Digits of a version's number; longer ones are nobody's.
NUMBER_DIGITS = 5
#: Actions of a plan whose document or workbook is made at once.
FEW = 200


def _version(asked: Asked, participation: Participation) -> PlanVersion | None:
    """The adopted plan that the address names; None for the draft."""
    number = asked.GET.get("version", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS):
        raise Http404
    return get_object_or_404(participation.plan_versions, number=int(number))


def _is_small(_asked: Asked, participation: Participation) -> bool:
    return not Action.objects.filter(participation=participation).order_by()[FEW : FEW + 1].exists()


_plan = partial(
    document, rule="places.export", model=Participation, select=with_head, check=_version
)


@_plan("reports.plan_pdf", gettext_lazy("Plan as PDF"))
def plan_pdf(asked: Asked, participation: Participation) -> Made:
    """The plan as PDF, for the council."""
    asked.step(_("Drawing the pages"))
    plan = _asked_for(asked, participation)
    return Made(file.pdf(plan), _name(plan, "pdf"), PDF_TYPE)


@_plan("reports.plan_docx", gettext_lazy("Plan as a Word document"), at_once=_is_small)
def plan_docx(asked: Asked, participation: Participation) -> Made:
    """The plan as a Word document, for those who write on."""
    plan = _asked_for(asked, participation)
    return Made(word.docx(plan), _name(plan, "docx"), DOCX_TYPE)


@_plan("reports.plan_xlsx", gettext_lazy("Plan as a workbook"), at_once=_is_small)
def plan_xlsx(asked: Asked, participation: Participation) -> Made:
    """The plan as a workbook. Its first sheet can be imported again."""
    version = _version(asked, participation)
    book = workbook.book(version or participation)
    words = words_of(participation.programme)
    on = version.adopted_on if version else timezone.localdate()
    name = _named(participation.place.name, words.plan, on, "xlsx", draft=version is None)
    return Made(book, name, XLSX_TYPE)


def _what_it_hangs_on(key: str) -> dict[str, Any]:
    """An adopted plan never changes; how it is laid out may, with a version of the platform."""
    version = shared(key)
    return {
        "language": version.content["programme"]["language"],
        "plan": version.pk,
        "platform": settings.VERSION,
    }


@public_document(
    "reports.plan_public",
    gettext_lazy("Shared plan"),
    stamp=_what_it_hangs_on,
    marked=unlisted,
)
def plan_public_pdf(key: str) -> Made:
    """A shared plan as PDF, in the programme's language and without names of persons."""
    plan = of_version(shared(key), public=True)
    return Made(file.pdf(plan), _name(plan, "pdf"), PDF_TYPE)


def _asked_for(asked: Asked, participation: Participation) -> PlanFile:
    version = _version(asked, participation)
    return of_version(version) if version else of_draft(participation, on=timezone.localdate())


def _name(asked: PlanFile, ending: str) -> str:
    plan = asked.plan
    return _named(plan.place, plan.words.plan, asked.on, ending, draft=asked.version is None)


def _named(place: str, plan: str, on: dt.date, ending: str, *, draft: bool) -> str:
    return file_name(place, plan, _("draft") if draft else "", ending=ending, on=on)

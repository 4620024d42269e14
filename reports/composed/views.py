"""Own reports: put together, made as a job, read, taken out."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import DOCX_TYPE, PDF_TYPE, XLSX_TYPE, file_name
from core.policy import thing_for
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs import kinds
from jobs.documents import Asked, document
from jobs.kinds import Made
from jobs.models import Job
from jobs.running import Work
from programmes.models import Programme
from programmes.stamps import stamp
from reports.composed import pages, services
from reports.composed.forms import CompositionForm, SpanForm
from reports.models import Composition, Edition, Logos
from reports.periodic import workbook
from reports.periodic.drawn import Paper, checksum_words, drawn, logos_of
from reports.queries import with_composition, with_programme
from reports.template.filling import docx
from reports.template.services import content_of, template_of

FORM = "reports/composed/form.html"


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region", "owner")


# --- Putting together


def _form(
    request: SignedInRequest, programme: Programme, composition: Composition | None
) -> Posting[Composition]:
    one = composition or Composition(programme=programme, sections=_usual())
    seen = stamp(services.values_of(one)) if composition else 0
    initial: dict[str, Any] = {"seen": seen}
    if composition is not None:
        initial["chosen"] = composition.chosen.all()
    form = CompositionForm(
        request.POST or None, instance=one, initial=initial, programme=programme, user=request.user
    )
    chosen = request.POST.getlist("sections") if request.POST else one.sections
    return Posting(
        form=form,
        verb=partial(
            services.save_composition,
            programme=programme,
            composition=composition,
            by=request.user,
        ),
        done=_("Saved."),
        to=lambda made: made.get_absolute_url(),
        context=lambda: {
            "programme": programme,
            "composition": composition,
            "choices": pages.choices(chosen),
        },
        version_field="seen",
    )


def _usual() -> list[str]:
    """What a new report begins with: everything, in the order of the reports for a period."""
    return [choice.key for choice in pages.choices([])]


@form_page("reports.programme", Programme, FORM, select=_with_region)
def own_new(request: SignedInRequest, programme: Programme) -> Posting[Composition]:
    """Put a report together."""
    return _form(request, programme, None)


@form_page("reports.compose", Composition, FORM, select=with_programme)
def own_edit(request: SignedInRequest, composition: Composition) -> Posting[Composition]:
    """Change how a report is put together."""
    return _form(request, composition.programme, composition)


@form_page("reports.compose", Composition, "reports/composed/own.html", select=with_programme)
def own(request: SignedInRequest, composition: Composition) -> Posting[Job]:
    """How it is put together, what was made of it, and the form that has it made."""
    return Posting(
        form=SpanForm(request.POST or None, initial=pages.suggested(composition)),
        verb=partial(services.ask_for, composition=composition, by=request.user),
        done="",
        to=lambda job: reverse("jobs:job", args=[job.pk]),
        context=lambda: pages.context(composition, request.user),
    )


@form_page("reports.compose", Composition, "reports/composed/remove.html", select=with_programme)
def own_remove(request: SignedInRequest, composition: Composition) -> Posting[Programme]:
    """Take a report away with what was made of it."""
    return Posting(
        verb=partial(services.remove_composition, composition=composition, by=request.user),
        done=_("Removed."),
        to=lambda programme: reverse("reports:programme_reports", args=[programme.pk]),
    )


# --- Making


def make_own(work: Work) -> Made:
    """Make an own report, and draw its PDF."""
    asked = work.parameters
    composition = thing_for(work.by, "reports.compose", Composition, asked["own"], with_programme)
    work.step(_("Reading the figures"))
    edition = services.make(
        composition=composition,
        by=work.by,
        key=f"job:{work.job.pk}",
        starts_on=dt.date.fromisoformat(asked["from"]),
        ends_on=dt.date.fromisoformat(asked["to"]),
    )
    work.step(_("Drawing the pages"))
    return _pdf(edition)


kinds.register(services.JOB, gettext_lazy("Own report"), make_own)


# --- What was made


@page("reports.read_edition", Edition, "reports/composed/edition.html", select=with_composition)
def edition(request: SignedInRequest, edition: Edition) -> Context:
    """An own report as it was made."""
    return pages.edition_context(edition, request.user)


_file = partial(document, rule="reports.read_edition", model=Edition, select=with_composition)


def _always(_asked: Asked, _edition: Edition) -> bool:
    return True


def _pdf(edition: Edition) -> Made:
    content = edition.content
    programme = edition.composition.programme
    with translation.override(content["language"]):
        logos = logos_of(programme.region, content, getattr(programme, "report_rules", None))
        kept = {Logos.ALL: len(logos), Logos.REGION: 1, Logos.NONE: 0}[Logos(edition.logos)]
        paper = Paper(logos[:kept], checksum_words(edition.content_sha256))
        return Made(drawn(content, paper), _name(edition, "pdf"), PDF_TYPE)


@_file("reports.edition_pdf", gettext_lazy("Own report as PDF"))
def edition_pdf(asked: Asked, edition: Edition) -> Made:
    """The report as PDF."""
    asked.step(_("Drawing the pages"))
    return _pdf(edition)


@_file("reports.edition_docx", gettext_lazy("Own report as a Word document"), at_once=_always)
def edition_docx(_asked: Asked, edition: Edition) -> Made:
    """The report as a Word document."""
    content = edition.content
    with translation.override(content["language"]):
        template = content_of(template_of(edition.composition.programme.region))
        made = docx(content, template)
        return Made(made, _name(edition, "docx"), DOCX_TYPE)


@_file("reports.edition_xlsx", gettext_lazy("Own report as a workbook"), at_once=_always)
def edition_xlsx(_asked: Asked, edition: Edition) -> Made:
    """The report's figures as a workbook."""
    content = edition.content
    with translation.override(content["language"]):
        return Made(workbook.book(content), _name(edition, "xlsx"), XLSX_TYPE)


@_file("reports.edition_json", gettext_lazy("Own report as JSON"), at_once=_always)
def edition_json(_asked: Asked, edition: Edition) -> Made:
    """The report as JSON, as docs/report-schema.md describes it."""
    text = json.dumps(edition.content, ensure_ascii=False, indent=1)
    return Made(text.encode(), _name(edition, "json"), "application/json")


def _name(edition: Edition, ending: str) -> str:
    return file_name(edition.content["title"], ending=ending, on=edition.ends_on)

"""Periodic reports: lists, one report, writing, deciding, files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import DOCX_TYPE, PDF_TYPE, XLSX_TYPE, file_name
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from places.models import Participation
from places.queries import with_head
from places.reporting import PARTS
from programmes.models import Programme
from programmes.stamps import stamp
from reports.composed import pages as own
from reports.models import Report, ReportRules, ReportText
from reports.periodic import drawn, pages, services, workbook
from reports.periodic.collect import Content, content_of
from reports.periodic.forms import BeginForm, CommentForm, PeriodForm, RulesForm, TextForm
from reports.queries import with_subject
from reports.template.filling import docx
from reports.template.services import content_of as template_content
from reports.template.services import template_of

PAGE = "reports/periodic/report.html"
#: The longest ISO day in an address.
DAY = 10


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region", "owner")


# --- Lists


@page(
    "programmes.view_programme",
    Programme,
    "reports/periodic/programme.html",
    select=_with_region,
)
def programme_reports(request: SignedInRequest, programme: Programme) -> Context:
    """The reports of a programme and of its places, what is due, and its own reports."""
    return {
        **pages.programme_context(request.user, programme),
        **own.list_context(request.user, programme),
    }


@page("places.view_participation", Participation, "reports/periodic/place.html", select=with_head)
def place_reports(request: SignedInRequest, participation: Participation) -> Context:
    """The reports of a place, and what is due."""
    return pages.place_context(request.user, participation)


@form_page("reports.programme", Programme, "reports/periodic/rules.html", select=_with_region)
def programme_rules(request: SignedInRequest, programme: Programme) -> Posting[ReportRules]:
    """What the funder wants of the reports."""
    rules = services.rules_of(programme)
    seen = stamp(services.rule_values(rules))
    return Posting(
        form=RulesForm(
            request.POST or None, request.FILES or None, instance=rules, initial={"seen": seen}
        ),
        fields={"file": "logo"},
        context={"rules": rules},
        verb=partial(services.set_rules, programme=programme, by=request.user),
        done=_("Saved."),
        to=reverse("reports:programme_reports", args=[programme.pk]),
        version_field="seen",
    )


# --- Beginning


def _suggested(asked: QueryDict) -> dict[str, Any]:
    """What the link that leads here suggests. A wrong value is as good as none."""
    found: dict[str, Any] = {"final": asked.get("final") == "1"}
    for name, key in (("starts_on", "from"), ("ends_on", "to"), ("due_on", "due")):
        try:
            found[name] = dt.date.fromisoformat(asked.get(key, "")[:DAY])
        except ValueError:
            found[name] = None
    return found


def _begin(
    request: SignedInRequest, programme: Programme, participation: Participation | None
) -> Posting[Report]:
    return Posting(
        form=BeginForm(request.POST or None, initial=_suggested(request.GET)),
        verb=partial(
            services.begin, programme=programme, participation=participation, by=request.user
        ),
        done=_("The report is begun. Its figures are filled in; write the summary first."),
        to=lambda report: report.get_absolute_url(),
        context={"programme": programme},
    )


@form_page("reports.programme", Programme, "reports/periodic/begin.html", select=_with_region)
def programme_begin(request: SignedInRequest, programme: Programme) -> Posting[Report]:
    """Begin a report of a programme."""
    return _begin(request, programme, None)


@form_page("reports.begin_at_place", Participation, "reports/periodic/begin.html", select=with_head)
def place_begin(request: SignedInRequest, participation: Participation) -> Posting[Report]:
    """Begin a report of a place."""
    return _begin(request, participation.programme, participation)


# --- One report


@page("reports.read", Report, PAGE, select=with_subject)
def report(request: SignedInRequest, report: Report) -> Context:
    """A report with all its parts."""
    return {
        **pages.report_context(report, request.user),
        "return_form": CommentForm(),
    }


@form_page("reports.write", Report, "reports/periodic/write.html", select=with_subject)
def report_write(request: SignedInRequest, report: Report, part: str) -> Posting[ReportText]:
    """Write one part."""
    chosen = next((one for one in PARTS if one.key == part), None)
    if chosen is None:
        raise Http404
    row = report.texts.filter(part=part).first()
    initial = {"text": row.text, "version": row.version} if row else {"version": 0}
    return Posting(
        form=TextForm(request.POST or None, initial=initial),
        verb=partial(services.write, report=report, part=part, by=request.user),
        done=_("Saved."),
        to=f"{report.get_absolute_url()}#{part}",
        context=lambda: pages.write_context(report, chosen, request.user),
    )


@form_page("reports.write", Report, "reports/periodic/period.html", select=with_subject)
def report_period(request: SignedInRequest, report: Report) -> Posting[Report]:
    """Move the period or the day."""
    initial = {name: getattr(report, name) for name in PeriodForm.base_fields}
    return Posting(
        form=PeriodForm(request.POST or None, initial=initial),
        verb=partial(services.set_period, report=report, by=request.user),
        done=_("Saved. The figures follow the period."),
        to=report.get_absolute_url(),
        version_field="stamp",
    )


@form_page("reports.write", Report, PAGE, select=with_subject)
def report_hand_in(request: SignedInRequest, report: Report) -> Posting[Report]:
    """Hand it in."""
    done = _("Handed in. Somebody else reads and decides, and you are told.")
    return _act(request, report, services.hand_in, done)


@form_page("reports.decide", Report, PAGE, select=with_subject)
def report_return(request: SignedInRequest, report: Report) -> Posting[Report]:
    """Give it back with a comment, as a second person."""
    done = _("Returned. The writers have got a letter with your comment.")
    return _act(
        request, report, services.return_report, done, form=CommentForm(request.POST or None)
    )


@form_page("reports.decide", Report, PAGE, select=with_subject)
def report_approve(request: SignedInRequest, report: Report) -> Posting[Report]:
    """Approve it, as a second person."""
    done = _("Approved and frozen. The PDF is being drawn; the bell tells when it is ready.")
    return _act(request, report, services.approve, done)


@form_page("reports.decide", Report, PAGE, select=with_subject)
def report_correct(request: SignedInRequest, report: Report) -> Posting[Report]:
    """Begin a new version of an approved one."""
    done = _("A new version is begun with the same texts. The approved one stays as it is.")
    return _act(request, report, services.correct, done)


def _act(
    request: SignedInRequest, report: Report, verb: Any, done: str, form: Any = None
) -> Posting[Report]:
    return Posting(
        form=form,
        name="return_form",
        verb=partial(verb, report=report, by=request.user),
        done=done,
        to=lambda made: made.get_absolute_url(),
        back=report.get_absolute_url(),
        context=lambda: {
            **pages.report_context(report, request.user),
            **({} if form else {"return_form": CommentForm()}),
        },
    )


# --- Files


_file = partial(document, rule="reports.take_out", model=Report, select=with_subject)


def _is_kept(_asked: Asked, report: Report) -> bool:
    return bool(report.file)


def _always(_asked: Asked, _report: Report) -> bool:
    return True


@_file("reports.report_pdf", gettext_lazy("Report as PDF"), at_once=_is_kept)
def report_pdf(asked: Asked, report: Report) -> Made:
    """The report as PDF; of an approved one the file that is kept."""
    content = content_of(report)
    if not report.file:
        asked.step(_("Drawing the pages"))
        made = drawn.pdf(report, content)
        if report.is_approved:
            sha256 = hashlib.sha256(made).hexdigest()
            services.keep_file(report=report, content=made, sha256=sha256)
            report.refresh_from_db(fields=["file", "file_sha256"])
        if not report.file:
            return Made(made, _name(report, content, "pdf"), PDF_TYPE)
    with report.file.open("rb") as file:
        kept = file.read()
    if hashlib.sha256(kept).hexdigest() != report.file_sha256:
        raise Refusal("damaged", _("The kept PDF is not what was approved. Tell the operators."))
    return Made(kept, _name(report, content, "pdf"), PDF_TYPE)


@_file("reports.report_docx", gettext_lazy("Report as a Word document"), at_once=_always)
def report_docx(_asked: Asked, report: Report) -> Made:
    """The report as a Word document, for those who write on."""
    content = content_of(report)
    with translation.override(content["language"]):
        made = docx(content, template_content(template_of(report.programme.region)))
        return Made(made, _name(report, content, "docx"), DOCX_TYPE)


@_file("reports.report_xlsx", gettext_lazy("Report as a workbook"), at_once=_always)
def report_xlsx(_asked: Asked, report: Report) -> Made:
    """The report's figures as a workbook, a sheet for each table."""
    content = content_of(report)
    with translation.override(content["language"]):
        return Made(workbook.book(content), _name(report, content, "xlsx"), XLSX_TYPE)


@_file("reports.report_json", gettext_lazy("Report as JSON"), at_once=_always)
def report_json(_asked: Asked, report: Report) -> Made:
    """The report as JSON, as docs/report-schema.md describes it."""
    content = content_of(report)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Made(text.encode(), _name(report, content, "json"), "application/json")


def _name(report: Report, content: Content, ending: str) -> str:
    return file_name(content["title"], content["name"], ending=ending, on=report.ends_on)

"""Second and third breath: values to HTML, HTML to PDF. Workbooks and CSV beside them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.components import strip
from core.exports import Column, Sheet, csv_bytes, xlsx
from core.pdf import html_to_pdf
from places.models import Participation
from plans.models import PlanVersion
from plans.versions.reading import read
from reports.collect import plan_sheets, table
from reports.collect.place import PlaceReport
from reports.collect.plan import PlanFile
from reports.collect.programme import ProgrammeReport


def place_html(report: PlaceReport) -> str:
    """The place's report as a whole HTML document, in the active language."""
    one = report.participation
    drawn = strip(
        one.progress,
        one.gate_state,
        one.gate_after,
        "md",
        titles=[step.step.title for step in report.steps],
        palette="paper",
    )
    return render_to_string(
        "reports/place_pdf.html", {"report": report, "one": one, "strip": drawn}
    )


def programme_html(report: ProgrammeReport) -> str:
    """The programme's report as a whole HTML document, in the active language."""
    return render_to_string(
        "reports/programme_pdf.html", {"report": report, "programme": report.programme}
    )


def place_pdf(report: PlaceReport) -> bytes:
    """The place's report as PDF."""
    return html_to_pdf(place_html(report))


def programme_pdf(report: ProgrammeReport) -> bytes:
    """The programme's report as PDF."""
    return html_to_pdf(programme_html(report))


def progress_xlsx(participations: QuerySet[Participation], *, on: dt.date, about: str) -> bytes:
    """The progress table as a workbook, with a sheet that says what it is and from when."""
    facts = [
        (_("Report"), _("Progress of places")),
        (_("Covers"), about),
        (_("As of"), date_format(on, "DATE_FORMAT")),
        (
            _("State of things"),
            _("What needs somebody today, most pressing reason first, in words."),
        ),
        (
            _("Inhabitants"),
            _("The latest figure in the register; its source is on the place's page."),
        ),
    ]
    return xlsx(
        [
            Sheet(_("Places"), table.columns(), table.rows(participations, on=on)),
            Sheet(_("About"), [Column(_("What"), width=20), Column(_("Value"), width=80)], facts),
        ]
    )


def progress_csv(participations: QuerySet[Participation], *, on: dt.date) -> bytes:
    """The progress table as CSV."""
    return csv_bytes(table.columns(), table.rows(participations, on=on))


def plan_html(asked: PlanFile) -> str:
    """The plan as a whole HTML document, in the active language."""
    return render_to_string("reports/plan_pdf.html", {"file": asked, "plan": asked.plan})


def plan_pdf(asked: PlanFile) -> bytes:
    """The plan as PDF."""
    return html_to_pdf(plan_html(asked))


def plan_xlsx(source: Participation | PlanVersion) -> bytes:
    """The draft of a place, or an adopted plan, as a workbook: actions, goals, funding."""
    if isinstance(source, PlanVersion):
        return xlsx(plan_sheets.of_version(read(source.content)))
    return xlsx(plan_sheets.of_draft(source))

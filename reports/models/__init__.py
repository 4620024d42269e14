"""Reports for a period, reports that a programme puts together itself, Word templates."""

from reports.models.composed import Audience, Composition, Edition, Logos, Period, Places, Rhythm
from reports.models.periodic import (
    COMMENT_LENGTH,
    TEXT_LENGTH,
    WRITTEN_IN,
    Report,
    ReportRules,
    ReportState,
    ReportText,
    logo_path,
    report_path,
)
from reports.models.template import WordTemplate, template_path

__all__ = [
    "COMMENT_LENGTH",
    "TEXT_LENGTH",
    "WRITTEN_IN",
    "Audience",
    "Composition",
    "Edition",
    "Logos",
    "Period",
    "Places",
    "Report",
    "ReportRules",
    "ReportState",
    "ReportText",
    "Rhythm",
    "WordTemplate",
    "logo_path",
    "report_path",
    "template_path",
]

"""The report on paper: HTML of its content, and the PDF of that."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from core.pdf import html_to_pdf
from outbox.letterhead.pages import logo_for_paper
from places.photos.services import for_paper
from reports.models import Report
from reports.periodic import shown
from reports.periodic.collect import Content

#: Rows of tables a unit of drawing has.
ROWS_A_UNIT = 400


def html(report: Report, content: Content) -> str:
    """The report as a whole HTML document, in its language."""
    face = report.participation.face if report.participation else None
    with translation.override(content["language"]):
        parts = shown.parts(content, "paper")
        context: dict[str, Any] = {
            "report": report,
            "content": content,
            "summary": next((part for part in parts if part.key == "summary"), None),
            "parts": [part for part in parts if part.key != "summary"],
            "cover": shown.figures(content["cover"], content["currency"]),
            "period": shown.period_words(content),
            "logo": logo_for_paper(report.programme.region),
            "steps": _steps(content),
            "face": face,
            "photo": for_paper(face),
        }
        return render_to_string("reports/periodic/pdf.html", context)


def pdf(report: Report, content: Content) -> bytes:
    """The report as a tagged PDF."""
    rows = sum(len(block.get("rows", ())) for part in content["parts"] for block in part["blocks"])
    return html_to_pdf(html(report, content), units=1 + rows // ROWS_A_UNIT)


def _steps(content: Content) -> list[dict[str, Any]]:
    """The steps of one place for the cover, with the gate between them."""
    if not content["strip"]:
        return []
    rows: list[Any] = next(
        (
            block["rows"]
            for part in content["parts"]
            for block in part["blocks"]
            if block.get("key") == "steps"
        ),
        [],
    )
    return [
        {
            "level": level,
            "title": title.partition(" ")[2],
            "note": shown.value(day, "date") if day else words if level == "now" else "",
            "gate": number == content["strip"]["gate_after"] and number < len(rows),
            "passed": content["strip"]["gate_passed"],
        }
        for number, ((level, words), title, _of, day) in enumerate(rows, start=1)
    ]

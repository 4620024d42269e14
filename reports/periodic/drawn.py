"""The report on paper: HTML of its content, and the PDF of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import whole_date
from core.pdf import html_to_pdf
from outbox.letterhead.pages import logo_for_paper, picture_for_paper
from people.models import Region
from places.models import Photo
from places.photos.services import for_paper
from reports.models import Report, ReportRules
from reports.periodic import shown
from reports.periodic.collect import Content, content_before

#: Rows of tables a unit of drawing has.
ROWS_A_UNIT = 400
#: What has room on the cover beside the key figures.
SIGNS_A_LINE, LINES_ON_COVER = 46, 26
#: Shorter reports need no table of contents.
CONTENTS_FROM = 3


@dataclass(frozen=True, slots=True)
class Paper:
    """What a report's paper has beside its content: logos, and the line at its end.

    `compared`: figures that have moved since the report before (`shown.compared`).
    """

    logos: list[Logo]
    end: str
    compared: list[tuple[str, str, str, str]] = field(default_factory=list)
    #: What a place shows itself by.
    face: Photo | None = None


@dataclass(frozen=True, slots=True)
class Logo:
    """One at the head of the cover: its picture where there is one, and what it stands for."""

    name: str
    role: str = ""
    picture: str = ""


def logos_of(region: Region, content: Content, rules: ReportRules | None) -> list[Logo]:
    """The region, owner and co-owners, funders."""
    funder = picture_for_paper(rules.funder_logo) if rules is not None else ""
    found = [Logo(content["region"], picture=logo_for_paper(region))]
    found += [Logo(name) for name in content["co_owners"]]
    for number, name in enumerate(content["funders"]):
        found.append(Logo(name, str(_("Funder")), "" if number else funder))
    return found


def paper_of(report: Report, content: Content) -> Paper:
    """The paper of a report for a period. Call in its language."""
    programme = report.programme
    rules = getattr(programme, "report_rules", None)
    if report.is_approved:
        facts = {
            "who": report.decided_by,
            "by": report.handed_in_by,
            "day": whole_date(report.decided_at),
        }
        end = _("Handed in by %(by)s, approved by %(who)s on %(day)s.") % facts
        end += " " + checksum_words(report.content_sha256)
    else:
        figures = _("Figures as of %(day)s.") % {"day": whole_date(content["read_on"])}
        end = f"{report.get_state_display()}. {figures}"
    compared = shown.compared(content, content_before(report))
    face = report.participation.face if report.participation else None
    return Paper(logos_of(programme.region, content, rules), end, compared, face)


def checksum_words(sha256: str) -> str:
    """The line that says the content's checksum."""
    said = _("Checksum of the content (SHA-256):")
    return f"{said} {sha256}"


def html(content: Content, paper: Paper) -> str:
    """A report as a whole HTML document. Call in its language."""
    parts = shown.parts(content, "paper")
    summary = next((part for part in parts if part.key == "summary"), None)
    on_cover = summary is not None and _fits(summary.text)
    parts = [part for part in parts if not (on_cover and part.key == "summary")]
    context: dict[str, Any] = {
        "paper": paper,
        "photo": for_paper(paper.face),
        "content": content,
        "summary": summary if on_cover else None,
        "parts": parts,
        "with_contents": len(parts) >= CONTENTS_FROM,
        "cover": shown.figures(content["cover"], content["currency"]),
        "period": shown.period_words(content),
        "steps": _steps(content),
    }
    return render_to_string("reports/periodic/pdf.html", context)


def pdf(report: Report, content: Content) -> bytes:
    """A report for a period as a tagged PDF, in its language."""
    with translation.override(content["language"]):
        return drawn(content, paper_of(report, content))


def drawn(content: Content, paper: Paper) -> bytes:
    """The content as a tagged PDF. Call in its language."""
    rows = sum(len(block.get("rows", ())) for part in content["parts"] for block in part["blocks"])
    return html_to_pdf(html(content, paper), units=1 + rows // ROWS_A_UNIT)


def _fits(text: str) -> bool:
    """Whether a summary has room beside the key figures; a longer one is a chapter of its own."""
    lines = sum(1 + len(line) // SIGNS_A_LINE for line in text.split("\n"))
    return lines <= LINES_ON_COVER


def _steps(content: Content) -> list[dict[str, Any]]:
    """The steps for the cover; those of one place with the gate between them."""
    if not content["strip"]:
        return _steps_of_places(content)
    rows = _rows(content, "steps")
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


def _steps_of_places(content: Content) -> list[dict[str, Any]]:
    """The steps of a programme: where places are now, and what places have done."""
    found = []
    for title, here, done in _rows(content, "steps_of_places"):
        notes = [
            ngettext("%(count)d place here", "%(count)d places here", here) % {"count": here}
            if here else "",
            _("%(count)d have done it") % {"count": done} if done else "",
        ]  # fmt: skip
        found.append({
            "level": "now" if here else "ok" if done else "ahead",
            "title": title.partition(" ")[2],
            "note": ", ".join(note for note in notes if note),
            "gate": False,
        })  # fmt: skip
    return found


def _rows(content: Content, key: str) -> list[Any]:
    """The rows of the table of this key; none where it is not in the report."""
    found: list[Any] = next(
        (
            block["rows"]
            for part in content["parts"]
            for block in part["blocks"]
            if block.get("key") == key
        ),
        [],
    )
    return found

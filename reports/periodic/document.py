"""A report as a Word document with real headings and header rows, for those who write on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from reports.periodic.collect import Content
from reports.periodic.shown import period_words, value
from reports.plan import word

WIDTH = 16.6
_NUMBERS = ("number", "money", "hours")


def docx(content: Content) -> bytes:
    """The document, in the active language."""
    doc = word.new(f"{content['title']}: {content['name']}", content["region"])
    word.heading(doc, content["title"], 0)
    word.paragraphs(doc, f"{content['name']}, {period_words(content)}", "Subtitle")
    word.paragraphs(doc, content["under"])
    word.paragraphs(doc, f"{content['programme']}. {content['owner']}")
    if content["funders"]:
        funders = ", ".join(content["funders"])
        word.paragraphs(doc, _("Financed by %(names)s.") % {"names": funders})
    word.paragraphs(doc, content["funding_text"])
    parts_into(doc, content, WIDTH)
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def parts_into(doc: Any, content: Content, width: float) -> None:
    """Write the parts that say something behind what stands there. `width`: of a line, in cm."""
    for part in content["parts"]:
        if not (part["text"] or part["blocks"]):
            continue
        word.heading(doc, part["title"], 1)
        word.paragraphs(doc, part["text"])
        for block in part["blocks"]:
            _block(doc, block, content["currency"], width)


def _block(doc: Any, block: dict[str, Any], currency: str, width: float) -> None:
    if block["title"]:
        word.heading(doc, block["title"], 2)
    if block.get("note"):
        word.paragraphs(doc, block["note"])
    heads, rows, numbers = _table(block, currency)
    if rows:
        first = width * (0.36 if len(heads) > 2 else 0.66)  # noqa: PLR2004 - two leave more room
        rest = (width - first) / (len(heads) - 1)
        word.table(doc, heads, rows, [first, *[rest] * (len(heads) - 1)], numbers=numbers)


def _table(block: dict[str, Any], currency: str) -> tuple[list[str], list[list[str]], int]:
    """Headings, rows and how many columns at the end are numbers."""
    if block["type"] == "figures":
        rows = [
            [f"{one['label']} ({one['note']})" if one["note"] else one["label"],
             value(one["value"], one["kind"], currency)]
            for one in block["figures"]
        ]  # fmt: skip
        return [_("Figure"), _("Value")], rows, 1
    if block["type"] == "line":
        rows = [[value(day, "date"), value(found, "hours")] for day, found in block["points"]]
        day, aim = block["target"]
        rows.append([_("Target, %(day)s") % {"day": value(day, "date")}, value(aim, "hours")])
        return [block["goal"], block["unit"] or _("Value")], rows, 1
    if block["type"] == "bars":
        rows = [
            [" ".join(one for one in (name, detail) if one),
             *(value(found, block["kind"], currency) for found in values)]
            for detail, name, values in block["rows"]
        ]  # fmt: skip
        return [_("What"), *block["legend"]], rows, len(block["legend"])
    kinds = [column["kind"] for column in block["columns"]]
    heads = [column["title"] for column in block["columns"]]
    rows = [
        [value(found, kind) for found, kind in zip(row, kinds, strict=True)]
        for row in block["rows"]
    ]
    numbers = 0
    for kind in reversed(kinds):
        if kind not in _NUMBERS:
            break
        numbers += 1
    return heads, rows, numbers

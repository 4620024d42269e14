"""Word documents: the parts that every one of ours has.

The one place that knows python-docx's insides: header rows, language and descriptions of
pictures have no door of their own there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

#: The languages of the site as Word names them.
LOCALES = {"sv": "sv-SE", "da": "da-DK", "en": "en-GB"}
_PINE = RGBColor(0x1F, 0x5C, 0x45)
_INK = RGBColor(0x1D, 0x27, 0x21)
_LONG, _SHORT = Cm(29.7), Cm(21)
_PICTURE_WIDTH = Cm(15)
#: Signs that XML does not hold. A form lets some of them through.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new(title: str, author: str) -> Doc:
    """An empty A4 document with its title, author and the active language."""
    doc = Document()
    language = LOCALES.get(get_language() or "en", "en-GB")
    about = doc.core_properties
    about.title, about.author, about.language = clean(title)[:255], clean(author)[:255], language
    about.comments = ""
    _speak(doc, language)
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        doc.styles[name].font.color.rgb = _PINE
    subtitle = doc.styles["Subtitle"].font
    subtitle.color.rgb, subtitle.italic = _INK, False
    section = doc.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    return doc


def _speak(doc: Doc, language: str) -> None:
    """Say the language of all text, for spelling and for those who listen to it."""
    properties = doc.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    tag = properties.find(qn("w:lang"))
    if tag is None:
        tag = OxmlElement("w:lang")
        properties.append(tag)
    tag.set(qn("w:val"), language)


def turn(doc: Doc, *, wide: bool) -> None:
    """Go on with a page that lies or stands."""
    section = doc.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)


def clean(text: str) -> str:
    """Text without the signs that a document cannot hold."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n"))


def heading(doc: Doc, text: str, level: int) -> None:
    """A real heading; level 0 is the document's title."""
    doc.add_heading(clean(text), level)


def paragraphs(doc: Doc, text: str, style: str | None = None) -> None:
    """Running text; an empty line starts a new paragraph."""
    for part in clean(text).split("\n\n"):
        if part.strip():
            doc.add_paragraph(part.strip(), style=style)


def picture(doc: Doc, content: bytes, description: str) -> None:
    """A picture with its description for those who cannot see it."""
    drawn = doc.add_picture(BytesIO(content), width=_PICTURE_WIDTH)
    drawn._inline.docPr.set("descr", clean(description))  # noqa: SLF001 - has no other door


def table(
    doc: Doc,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    numbers: int = 0,
) -> None:
    """A table whose first row is a header row, repeated on every page.

    `widths` are centimetres. The last `numbers` columns hold sums and stand at the right.
    """
    filled = list(rows)
    made = doc.add_table(rows=1 + len(filled), cols=len(headings), style="Table Grid")
    made.autofit = False
    first_number = len(headings) - numbers
    for row, texts in zip(made.rows, [headings, *filled], strict=True):
        is_head = texts is headings
        _mark(row, "w:tblHeader" if is_head else "w:cantSplit")
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Cm(widths[number])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(clean(text))
            run.bold, run.font.size = is_head, Pt(9.5)
            if number >= first_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    doc.add_paragraph()


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - has no other door

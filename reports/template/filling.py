"""A report as a Word document: in the region's own template, else as this platform sets it.

A template is a Word file with fields in double braces. What a template may say is a short list:
the fields of FIELDS, `{% if field %}`, and `{% for figure in figures %}`. Everything else is
refused when the file is added and once more whenever it is filled: Jinja would let a template
reach into Python, or run for ever.
"""

from __future__ import annotations

import re
import zipfile
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx import Document
from docx.document import Document as Doc
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Length
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.refusals import Refusal
from reports.periodic import document
from reports.periodic.collect import Content
from reports.periodic.shown import figures, period_words, value
from reports.plan import word

#: Where all parts of the report stand. A paragraph of its own.
PARTS = "parts"
_HERE = "\ue000parts\ue000"
#: Of one file inside the template, and tags in all of it: docxtpl reads them with patterns.
MOST_BYTES = 2 * 1024 * 1024
MOST_TAGS = 300
#: What the writer of the parts asks for; lent where the template has it not.
STYLES = ("Heading 1", "Heading 2", "Table Grid")


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a template may name."""

    name: str
    told: str | Promise

    @property
    def written(self) -> str:
        """As it stands in the file."""
        loop = "{% for figure in figures %}"
        return loop if self.name == "figures" else f"{{{{ {self.name} }}}}"


FIELDS = (
    Field("title", gettext_lazy("The place, the programme, or the name of the own report")),
    Field("name", gettext_lazy("Which report it is: “Progress report 2”")),
    Field("period", gettext_lazy("First and last day of the period")),
    Field("under", gettext_lazy("The line below the title: municipality, inhabitants, month")),
    Field("programme", gettext_lazy("The programme")),
    Field("region", gettext_lazy("The region")),
    Field("owner", gettext_lazy("Who owns the programme")),
    Field("funders", gettext_lazy("The funders, with commas between them")),
    Field("funding_text", gettext_lazy("The sentence that the funder demands")),
    Field("read_on", gettext_lazy("The day on which the figures were read")),
    Field("summary", gettext_lazy("The summary that stands on the cover")),
    Field("figures", gettext_lazy("One line for each key figure, with figure.value, "
                                  "figure.label and figure.note, until {% endfor %}")),
    Field(PARTS, gettext_lazy("The whole report with its headings and tables. It must stand in a "
                              "paragraph of its own")),
)  # fmt: skip
NAMES = frozenset(field.name for field in FIELDS)
FIGURE = frozenset({"value", "label", "note"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or,
    nodes.Const,
)  # fmt: skip


def docx(content: Content, template: bytes | None) -> bytes:
    """The document, in the active language. Raises Refusal for a template that does not hold."""
    return document.docx(content) if template is None else filled(content, template)


def filled(content: Content, template: bytes) -> bytes:
    """The report in a region's template.

    Refusals: template_broken, template_field, template_act, template_parts.
    """
    refuse_unsafe(template)
    made = DocxTemplate(BytesIO(template))
    try:
        made.render(_values(content), _Careful(autoescape=True, undefined=StrictUndefined))
    except TemplateSyntaxError as error:
        raise Refusal(
            "template_act",
            _("The template cannot be read at a field: %(why)s") % {"why": error.message},
            field="file",
        ) from error
    except (ValueError, KeyError, AttributeError, SyntaxError, OpcError) as error:
        raise _broken() from error
    kept = BytesIO()
    made.docx.save(kept)
    doc = Document(BytesIO(kept.getvalue()))
    _put_parts(doc, content)
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def _values(content: Content) -> dict[str, Any]:
    summary = next((part["text"] for part in content["parts"] if part["key"] == "summary"), "")
    said = {
        "period": period_words(content),
        "funders": ", ".join(content["funders"]),
        "read_on": value(content["read_on"], "date"),
        "summary": summary,
        PARTS: _HERE,
    }
    of_content = {name: str(content[name]) for name in NAMES & content.keys() if name != PARTS}
    texts = {name: word.clean(text) for name, text in (of_content | said).items()}
    shown = [
        {name: word.clean(one[name]) for name in FIGURE}
        for one in figures(content["cover"], content["currency"])
    ]
    return {**texts, "figures": shown}


def _put_parts(doc: Doc, content: Content) -> None:
    """The parts in the place of their field, set in the template's own styles."""
    body = doc.element.body
    here = [one for one in doc.paragraphs if one.text.strip() == _HERE]
    if len(here) != 1 or _said(doc).count(_HERE) != 1:
        raise Refusal(
            "template_parts",
            _("The field {{ parts }} must stand once, in a paragraph of its own and in no table."),
            field="file",
        )
    _lend_styles(doc)
    earlier = set(body)
    section = doc.sections[-1]
    room = Length(
        (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    )
    told = [part for part in content["parts"] if part["key"] != "summary" or part["blocks"]]
    document.parts_into(doc, {**content, "parts": told}, max(room.cm, 8.0))
    place = here[0]._p  # noqa: SLF001 - has no other door
    for element in [one for one in body if one not in earlier]:
        place.addprevious(element)
    body.remove(place)


def _said(doc: Doc) -> str:
    """All text of the document's body, tables too."""
    return "".join(one.text or "" for one in doc.element.body.iter(qn("w:t")))


def _lend_styles(doc: Doc) -> None:
    ours = Document().styles
    there = {style.name for style in doc.styles}
    for name in STYLES:
        if name not in there:
            doc.styles.element.append(deepcopy(ours[name].element))


# --- What a template may say


class _Careful(SandboxedEnvironment):
    """Reads templates that name our fields and do nothing else.

    docxtpl hands over every piece of the file that may hold fields: body, heads, feet, notes,
    properties.
    """

    def from_string(self, source: Any, *args: Any, **options: Any) -> Any:
        _look(self.parse(source), frozenset())
        return super().from_string(source, *args, **options)


def _look(node: nodes.Node, targets: frozenset[str]) -> None:
    """Raise Refusal for what is not on the short list. `targets`: names that a loop gives."""
    if isinstance(node, nodes.Name):
        if node.name not in NAMES | targets:
            raise _unknown(node.name)
    elif isinstance(node, nodes.Getattr):
        of = node.node.name if isinstance(node.node, nodes.Name) else ""
        if of not in targets or node.attr not in FIGURE:
            raise _unknown(f"{of}.{node.attr}")
    elif isinstance(node, nodes.For):
        of = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if of != "figures" or targets or not isinstance(node.target, nodes.Name):
            raise _refused(node.iter)
        for child in node.body:
            _look(child, frozenset({node.target.name}))
    elif isinstance(node, _ALLOWED):
        for child in node.iter_child_nodes():
            _look(child, targets)
    else:
        raise _refused(node)


def _unknown(name: str) -> Refusal:
    return Refusal(
        "template_field",
        _("The template names {{ %(name)s }}, which a report has not. The list below says which "
          "fields there are.") % {"name": name[:80]},
        field="file",
    )  # fmt: skip


def _refused(node: nodes.Node) -> Refusal:
    named = next(
        (one.name for one in [node, *node.find_all(nodes.Name)] if isinstance(one, nodes.Name)), ""
    )
    return Refusal(
        "template_act",
        _("The template does more than naming fields (%(what)s). It may hold fields, "
          "{%% if field %%} and {%% for figure in figures %%}, and nothing else.")
        % {"what": " ".join(part for part in (type(node).__name__.lower(), named[:80]) if part)},
        field="file",
    )  # fmt: skip


def _broken() -> Refusal:
    return Refusal(
        "template_broken",
        _("The template cannot be filled. Save it again as a Word document and add that file."),
        field="file",
    )


_LINK = b"relationships/hyperlink"
_OUTSIDE = re.compile(
    rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE
)


def refuse_unsafe(template: bytes) -> None:
    """Refuse what fetches from elsewhere when opened, and what would take long to read.

    Refusals: template_broken, template_outside, template_large.
    """
    tags = 0
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            for entry in archive.infolist():
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                if entry.file_size > MOST_BYTES:
                    raise _too_large()
                data = archive.read(entry)
                if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                    raise _broken()
                if any(_LINK not in one for one in _OUTSIDE.findall(data)):
                    raise Refusal(
                        "template_outside",
                        _("The template fetches something from elsewhere when it is opened. Put "
                          "pictures into the file itself."),
                        field="file",
                    )  # fmt: skip
                tags += data.count(b"{") if entry.filename.startswith("word/") else 0
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise _broken() from error
    if tags > 2 * MOST_TAGS:
        raise _too_large()


def _too_large() -> Refusal:
    return Refusal(
        "template_large",
        _("The template is too large. Keep its text short: the report fills itself in."),
        field="file",
    )

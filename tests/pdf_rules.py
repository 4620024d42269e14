"""What a PDF of ours must hold for those who have it read aloud: rules of PDF/UA-1, by pypdf.

`broken_rules(pdf, html)` lists what is wrong in words. Text is read as a screen reader does: along
the tree of tags, and compared with the order of the HTML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

_HEADING = re.compile(r"/H([1-6])$")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
#: What is not read: what a picture says in its alternative, and what stands on each page.
_UNREAD = frozenset({"head", "style", "script", "svg", "title", "template"})
_ON_EACH_PAGE = frozenset({"footing", "r-running", "r-head", "r-tail"})
#: The text of a marked piece, by its page's number as an object and its own.
Texts = dict[tuple[int, int], str]
_VOID = frozenset({"meta", "link", "br", "img", "hr", "input", "col", "wbr", "base", "source"})


def broken_rules(pdf: bytes, html: str) -> list[str]:
    """What is wrong with the PDF of this HTML; nothing when it is as it should be."""
    reader = PdfReader(io.BytesIO(pdf))
    return [*_of_document(reader, html), *_of_fonts(reader), *_of_tags(reader, html)]


def _of_document(reader: PdfReader, html: str) -> Iterator[str]:
    root: Any = reader.trailer["/Root"]
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "it is not tagged"
    language = re.search(r"<html[^>]*\blang=[\"']?([\w-]+)", html)
    if language is None or root.get("/Lang") != language[1]:
        yield f"its language is {root.get('/Lang')!r}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "its title is not shown"
    title = reader.metadata.title if reader.metadata else ""
    if not title or not title.strip():
        yield "it has no title"
    known = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    if not re.search(rb"pdfuaid:part(>|=.)1", known):
        yield "it does not say that it is PDF/UA"


def _of_fonts(reader: PdfReader) -> Iterator[str]:
    for name, font in {
        name: font for page in reader.pages for name, font in _fonts(page["/Resources"])
    }.items():
        inner = font.get("/DescendantFonts", [font])[0].get_object()
        described = inner.get("/FontDescriptor", {})
        if font.get("/Subtype") != "/Type3" and not any(file in described for file in _FILES):
            yield f"the font {name} is not embedded"


def _fonts(resources: Any) -> Iterator[tuple[str, Any]]:
    resources = resources.get_object()
    for font in resources.get("/Font", {}).values():
        found = font.get_object()
        yield str(found.get("/BaseFont", "?")), found
    for form in resources.get("/XObject", {}).values():
        if "/Resources" in form.get_object():
            yield from _fonts(form.get_object()["/Resources"])


def _of_tags(reader: PdfReader, html: str) -> Iterator[str]:
    tree: Any = reader.trailer["/Root"].get("/StructTreeRoot")
    if tree is None:
        return
    texts = _texts(reader)
    levels: list[int] = []
    for element in _elements(tree):
        kind = str(element.get("/S"))
        heading = _HEADING.match(kind)
        if heading:
            levels.append(int(heading[1]))
        if kind == "/Table":
            yield from _of_table(element, texts)
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure has no alternative text"
    yield from _of_headings(levels)
    yield from _of_order(_text_of(tree, texts), html)


def _of_table(table: Any, texts: Texts) -> Iterator[str]:
    """Each cell names its heads, or each head says whether it is of a column or of a row."""
    cells = list(_elements(table))
    heads = [cell for cell in cells if cell.get("/S") == "/TH"]
    if not heads:
        yield f"a table has no heads: {_text_of(table, texts)[:40]!r}"
    elif not all(_attribute(head, "/Scope") for head in heads):
        known = {head.get("/ID") for head in heads} - {None}
        for cell in cells:
            if cell.get("/S") != "/TD" or not _text_of(cell, texts).strip():
                continue
            if not known & set(_attribute(cell, "/Headers") or ()):
                yield f"a cell has no head: {_text_of(cell, texts)[:40]!r}"


def _of_headings(levels: list[int]) -> Iterator[str]:
    if not levels:
        yield "it has no heading"
    elif levels[0] != 1:
        yield f"it begins with a heading of level {levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"after a heading of level {before} comes one of level {after}"


def _of_order(read: str, html: str) -> Iterator[str]:
    """Each piece of the HTML's text is read, after the one before it."""
    read, at = _squeezed(read), 0
    for piece in _pieces(html):
        found = read.find(piece, at)
        if found < 0:
            elsewhere = "at another place" if piece in read else "not at all"
            yield f"{piece[:40]!r} is read {elsewhere}"
            return
        at = found + len(piece)


def _elements(root: Any) -> Iterator[Any]:
    for kid in _kids(root):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    some = kids if isinstance(kids, ArrayObject | list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in some]


def _attribute(element: Any, name: str) -> Any:
    given = element.get("/A", [])
    given = given.get_object() if isinstance(given, IndirectObject) else given
    some = given if isinstance(given, ArrayObject | list) else [given]
    return next((one.get_object()[name] for one in some if name in one.get_object()), None)


def _text_of(element: Any, texts: Texts, page: int = 0) -> str:
    own = element.raw_get("/Pg").idnum if "/Pg" in element else page
    said = ""
    for kid in _kids(element):
        if isinstance(kid, int):
            said += texts.get((own, kid), "")
        elif isinstance(kid, DictionaryObject):
            if "/MCID" in kid:
                where = kid.raw_get("/Pg").idnum if "/Pg" in kid else own
                said += texts.get((where, kid["/MCID"]), "")
            else:
                said += _text_of(kid, texts, own)
    return said


def _texts(reader: PdfReader) -> Texts:
    """The text of each marked piece, by the page's number as an object and its own."""
    found: Texts = {}
    for page in reader.pages:
        letters = {
            name: _letters(font.get_object())
            for name, font in page["/Resources"].get_object().get("/Font", {}).items()
        }
        number, marks, now = page.indirect_reference.idnum, [], {}
        for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
            if operator in {b"BDC", b"BMC"}:
                given = operands[1] if len(operands) > 1 else {}
                marks.append(given.get("/MCID") if isinstance(given, dict) else None)
            elif operator == b"EMC":
                marks.pop()
            elif operator == b"Tf":
                now = letters.get(operands[0], {})
            elif operator in {b"Tj", b"TJ"}:
                mark = next((one for one in reversed(marks) if one is not None), None)
                if mark is not None:
                    said = "".join(_decoded(one, now) for one in _strings(operands[0]))
                    found[number, mark] = found.get((number, mark), "") + said
    return found


def _strings(operand: Any) -> list[Any]:
    some = operand if isinstance(operand, list) else [operand]
    return [one for one in some if isinstance(one, str | bytes)]


def _decoded(text: Any, letters: dict[int, str]) -> str:
    raw = text if isinstance(text, bytes) else text.original_bytes
    codes = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
    return "".join(letters.get(code, "") for code in codes)


def _letters(font: Any) -> dict[int, str]:
    """What each glyph says, from the font's ToUnicode."""
    if "/ToUnicode" not in font:
        return {}
    told = font["/ToUnicode"].get_object().get_data().decode("ascii", "replace")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", re.sub(
        r"begincodespacerange.*?endcodespacerange", "", told, flags=re.DOTALL
    ))  # fmt: skip
    return {int(code, 16): bytes.fromhex(said).decode("utf-16-be") for code, said in pairs}


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text).casefold()


class _Reading(HTMLParser):
    """The pieces of text that are to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _VOID:
            return
        on_each_page = not _ON_EACH_PAGE.isdisjoint((given.get("class") or "").split())
        skipped = tag in _UNREAD or on_each_page
        if self.unread or skipped or given.get("aria-hidden") == "true":
            self.unread.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unread and tag == self.unread[-1]:
            self.unread.pop()

    def handle_data(self, data: str) -> None:
        if not self.unread and _squeezed(data):
            self.pieces.append(_squeezed(data))


def _pieces(html: str) -> list[str]:
    reading = _Reading()
    reading.feed(html)
    return reading.pieces

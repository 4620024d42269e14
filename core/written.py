"""Headings and lists in texts that people write: a line that begins with # or - is one.

No more of markdown than that: what was written before without a thought of it must stay as it
is. In a plain letter the signs stand as they were typed, as people write them anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

#: So many # begin a heading at most.
DEEPEST = 3
Kind = Literal["heading", "item", "line", ""]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, the items of a list, or the lines of a paragraph."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The parts of a text, in order; empty lines part them."""
    told = [_told(line.rstrip()) for line in text.replace("\r\n", "\n").split("\n")]
    for kind, group in groupby(told, key=lambda one: one[0]):
        lines = tuple(words for _kind, words in group)
        if kind == "heading":
            yield from (Block(kind, (one,)) for one in lines)
        elif kind:
            yield Block(kind, lines)


def drawn(block: Block, level: int = 3) -> SafeString:
    """A block as HTML; what is not safe is escaped."""
    if block.kind == "heading":
        return format_html(f"<h{level}>{{}}</h{level}>", block.lines[0])
    if block.kind == "item":
        items = format_html_join("", "<li>{}</li>", ((line,) for line in block.lines))
        return format_html("<ul>{}</ul>", items)
    lines = mark_safe("<br>".join(conditional_escape(line) for line in block.lines))
    return format_html("<p>{}</p>", lines)


def _told(line: str) -> tuple[Kind, str]:
    bare = line.lstrip()
    head = bare.lstrip("#")
    if 0 < len(bare) - len(head) <= DEEPEST and head.startswith(" ") and head.strip():
        return "heading", head.strip()
    if bare[:2] in {"- ", "* ", "• "} and bare[2:].strip():
        return "item", bare[2:].strip()
    return ("line", line) if bare else ("", "")

"""What people write, escaped for a letter.

A value such as a name stands in a letter that goes out in a region's name. It must not become a
header, a tag, a link or a line of its own.
"""

from __future__ import annotations

import re
import unicodedata

from outbox.headers import FORBIDDEN, TURNING, one_line
from outbox.slots import without_slots

#: A mail program makes a link of what looks like an address; a name must not bring one.
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}):/{1,}")
_WWW = re.compile(r"(?i)\bwww\.")
_MARKDOWN = re.compile(r"\]\s*\(")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def escape(value: object, limit: int = 300) -> str:
    """A value on one line that brings no link, no Markdown and no slot of its own."""
    line = one_line(without_slots(str(value)), limit)
    line = _SCHEME.sub(r"\1 ", line)
    line = _WWW.sub("www ", line)
    return _MARKDOWN.sub("] (", line)


def escape_lines(value: object, limit: int = 4000) -> str:
    """The same for a value of several lines; the lines stay."""
    lines = _BREAKS.split(str(value))
    return "\n".join(escape(line, limit) for line in lines)[:limit].strip()


def plain_lines(text: str) -> str:
    """A text whose lines end with a newline and that holds no control or turning characters."""
    text = _BREAKS.sub("\n", text)
    return "".join(
        character
        for character in text
        if character in "\n\t"
        or (unicodedata.category(character) not in FORBIDDEN and character not in TURNING)
    )

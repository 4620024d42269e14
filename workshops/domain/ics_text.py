"""Text of people on its way into a calendar entry.

icalendar escapes what has a meaning in a content line. What remains is taken out here: control
characters (a lone CR was a line break to it until 2026), the separators of other alphabets'
lines, marks that turn the direction of writing, halves of characters, and slots.
"""

from __future__ import annotations

import re

from outbox.slots import without_slots

_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"{}|\\^`\ud800-\udfff]")


def paragraphs(text: str) -> str:
    """Text of several lines: they end in a line feed and nothing else."""
    clean = _BAD.sub("", _BREAK.sub("\n", without_slots(text)))
    return clean.replace("\t", " ").strip()


def line(text: str) -> str:
    """Text on one line."""
    return " ".join(paragraphs(text).split())


def uri(text: str) -> str:
    """An address that can end no line and no parameter: what no URI may hold is left out."""
    return _NOT_IN_ADDRESS.sub("", without_slots(text))

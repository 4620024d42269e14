"""Slots: where something personal stands in a text that many letters share.

A slot is a name between two private-use characters. No keyboard types them, and `without_slots`
takes them out of whatever people write, so that no name or place can make one.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
SLOT = re.compile(f"{OPEN}([a-z_]+){CLOSE}")
_MARKS = str.maketrans("", "", OPEN + CLOSE)


def slot(name: str) -> str:
    """The mark for the personal value `name` (small letters and underscores)."""
    return f"{OPEN}{name}{CLOSE}"


def without_slots(text: str) -> str:
    """The text without the two characters that mark slots."""
    return text.translate(_MARKS)

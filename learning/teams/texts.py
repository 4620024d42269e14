"""Texts that members paste."""

from __future__ import annotations

from core.sheets.cells import fold


def without_repeats(text: str) -> str:
    """The text without a line that only repeats the one before it: a title copied twice."""
    kept: list[str] = []
    for line in text.splitlines():
        before = next((one for one in reversed(kept) if one.strip()), "")
        if line.strip() and fold(line) == fold(before):
            continue
        kept.append(line)
    return "\n".join(kept)

"""Texts that people wrote, in letters: no link, no Markdown and no slot of their own.

    text, html = written("support", context)

Every letter with a template of its own is made by `written`, so that all texts in all of them
are cleaned in the same way. Only addresses of pages, under `…url`, stand as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from django.template.loader import render_to_string

from core.plain_text import BREAKS, one_line, plain_lines, without_links
from outbox.slots import without_slots


def escape(value: object, limit: int = 300) -> str:
    """A value on one line that brings no link, no Markdown and no slot of its own."""
    return without_links(one_line(without_slots(str(value)), limit))


def escape_lines(value: object, limit: int = 4000) -> str:
    """The same for a value of several lines; the lines stay."""
    lines = BREAKS.split(str(value))
    return "\n".join(escape(line, limit) for line in lines)[:limit].strip()


def written(name: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """The text and the HTML of `letters/<name>`, made of facts that are cleaned."""
    clean = _cleaned(facts)
    return (
        render_to_string(f"letters/{name}.txt", clean),
        render_to_string(f"letters/{name}.html", clean),
    )


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one if key.endswith("url") else _clean(one) for key, one in facts.items()}


def _clean(value: Any) -> Any:
    if type(value) is str:
        return without_links(without_slots(plain_lines(value)))
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        return replace(value, **_cleaned(parts))
    return value

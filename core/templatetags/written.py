"""`{{ minutes.summary|written }}`: a text with its headings and lists (core.written)."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.written import blocks, drawn

register = template.Library()


@register.filter(is_safe=True)
def written(text: str | None, level: int = 3) -> SafeString:
    """The text as HTML; its headings have this level."""
    return mark_safe("".join(drawn(block, level) for block in blocks(text or "")))

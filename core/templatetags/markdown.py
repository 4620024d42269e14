"""`{{ step.guidance|markdown }}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from core import markdown as words

register = template.Library()


@register.filter(is_safe=True)
def markdown(text: str | None) -> SafeString:
    """Markdown as safe HTML; put it in an element of the class `prose`."""
    return words.markdown(text or "")

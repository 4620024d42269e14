"""Texts of the method on pages."""

from django import template
from django.utils.safestring import SafeString

from core.markdown import markdown as to_html

register = template.Library()


@register.simple_tag
def markdown(text: str, heading: int = 3) -> SafeString:
    """Markdown as safe HTML; `heading` is the level that a `#` becomes."""
    return to_html(text, heading)

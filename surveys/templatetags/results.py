"""Template tags of results."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.group_charts import mark
from core.palette import Palette

register = template.Library()

_SENTENCE = re.compile(r"^(.+?[.!?])\s+(.*)$", re.DOTALL)


@register.filter
def first_bold(text: str) -> SafeString:
    """The text with its first sentence in bold, as a paper's lead has it."""
    found = _SENTENCE.match(text)
    first, rest = found.groups() if found else (text, "")
    return format_html("<strong>{}</strong> {}", first, rest)


@register.filter
def signed(number: float) -> str:
    """A change with its sign: "+3", "−12", "0". A true minus stands as wide as the plus."""
    return f"+{number}" if number > 0 else f"\N{MINUS SIGN}{abs(number)}" if number else "0"


@register.simple_tag
def group_mark(name: str, palette: Palette | str = "") -> SafeString:
    """A group's mark; on a page where no palette is given."""
    return mark(name, "paper" if palette == "paper" else "page")


@register.simple_tag
def rate_bar(rate: int) -> SafeString:
    """A response rate as a thin bar; the number beside it says the same."""
    return format_html(
        '<svg class="rate-bar" width="100%" height="5" aria-hidden="true"><rect class="rate-all" '
        'width="100%" height="5" rx="2.5"/><rect class="rate-part" width="{}%" height="5" '
        'rx="2.5"/></svg>',
        rate,
    )

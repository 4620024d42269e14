"""The shape of a group of respondents, as one string without a template: a page draws hundreds."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from surveys.models import Mark

register = template.Library()

_SHAPES = {
    Mark.CIRCLE: '<circle cx="6" cy="6" r="5"/>',
    Mark.SQUARE: '<rect x="1.5" y="1.5" width="9" height="9"/>',
    Mark.TRIANGLE: '<path d="M6 1 11.4 11H.6Z"/>',
    Mark.DIAMOND: '<path d="M6 .6 11.4 6 6 11.4.6 6Z"/>',
}


@register.simple_tag
@lru_cache(maxsize=16)
def group_mark(mark: str, on: bool | str = True) -> SafeString:  # noqa: FBT001, FBT002 - a tag's
    """The shape; hollow where the group is not meant. Its name always stands beside it."""
    return format_html(
        '<svg class="group-mark {}{}" viewBox="0 0 12 12" width="12" height="12"'
        ' aria-hidden="true">{}</svg>',
        mark,
        " is-off" if on is False else "",
        mark_safe(_SHAPES[Mark(mark)]),
    )

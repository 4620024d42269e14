"""`{{ step.guidance|markdown }}`: markdown to safe HTML, for what methods say."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: What guidance needs. No pictures, no HTML of its own, no headings that break the page's order.
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "a", "h3", "h4", "hr"}
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}

register = template.Library()
_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


@register.filter(is_safe=True)
def markdown(text: str | None) -> SafeString:
    """The text as HTML; put it in an element of the class `prose`.

    Headings begin at level 3, since they stand inside a page's section.
    """
    return _html(text or "")


@lru_cache(maxsize=1024)
def _html(text: str) -> SafeString:
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS[token.tag]
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(
        nh3.clean(
            html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
        )
    )

"""A letter's HTML: its styles on its elements, and made anew when somebody has edited the text."""

from __future__ import annotations

from collections.abc import Collection

import css_inline
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from core.written import Block, blocks, drawn
from outbox.slots import slot
from people.models import Region

#: Nothing is fetched, neither from the network nor from the disk; what cannot be inlined
#: (the dark theme) stays for the programs that read it.
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
#: The line that parts a letter from its signature.
SIGNATURE = "\n-- \n"


def inline_styles(html: str) -> str:
    """The same HTML with its own styles on its elements, for programs that drop <style>."""
    return _INLINER.inline(html) if html else ""


def rerender(
    *, subject: str, text: str, language: str, region: Region | None, links: Collection[str]
) -> str:
    """The HTML part made anew from the text: paragraphs, and links for addresses.

    `links` are the names of the slots that become addresses. Styles are put inline.
    """
    body, _mark, below = text.replace("\r\n", "\n").partition(SIGNATURE)
    with override(language):
        html = render_to_string(
            "letters/edited.html",
            {
                "subject": subject,
                "region": region or "",
                "body": _paragraphs(body, links),
                "below": _paragraphs(below, links),
            },
        )
    return inline_styles(html)


def _addresses(line: str) -> SafeString:
    # urlize escapes everything that is not an address.
    return mark_safe(urlize(conditional_escape(line), nofollow=False))


def _paragraphs(text: str, links: Collection[str]) -> SafeString:
    html = "\n\n".join(
        drawn(Block(block.kind, tuple(_addresses(line) for line in block.lines)), 2)
        for block in blocks(text.strip())
    )
    for name in links:
        mark = slot(name)
        html = html.replace(
            mark, format_html('<a href="{0}" target="_blank" rel="noopener">{0}</a>', mark)
        )
    return mark_safe(html)

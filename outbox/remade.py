"""A letter's HTML made anew from its text, when somebody has edited the text."""

from __future__ import annotations

from collections.abc import Collection

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from outbox.inline import inline_styles
from outbox.slots import slot
from people.models import Region

#: The line that parts a letter from its signature.
SIGNATURE = "\n-- \n"


def html_of(
    *, subject: str, text: str, language: str, region: Region | None, links: Collection[str]
) -> str:
    """The HTML part with the same words: paragraphs, and links for addresses.

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


def _paragraphs(text: str, links: Collection[str]) -> SafeString:
    # urlize escapes everything that is not an address.
    html = linebreaks(mark_safe(urlize(conditional_escape(text.strip()), nofollow=False)))
    for name in links:
        mark = slot(name)
        html = html.replace(
            mark, format_html('<a href="{0}" target="_blank" rel="noopener">{0}</a>', mark)
        )
    return mark_safe(html)

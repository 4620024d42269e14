"""Tags for letters.

A mail program shows neither our style sheets nor inline SVG: what is drawn here is drawn with
boxes and signs, and says the same in words.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import palette
from core.components import strip_words
from outbox.letterhead.pages import Logo, logo_for_paper, logo_of
from outbox.slots import slot
from people.models import Region

register = template.Library()

SEGMENTS = {"d": palette.PINE, "n": palette.PINE_WASH, "a": palette.LINE}
#: Each state of the gate is a sign of its own, so that it is told apart without colour.
DIAMONDS = {
    "": ("◇", palette.LINE_STRONG),
    "closed": ("◇", palette.LINE_STRONG),
    "waiting": ("⬖", palette.RAPE),
    "passed": ("◆", palette.PINE),
    "conditions": ("◈", palette.PINE),
    "returned": ("◆", palette.FALU),
    "stopped": ("◆", palette.FALU),
}


@register.simple_tag
def letter_strip(progress: str, gate_state: str = "", gate_after: int | None = None) -> SafeString:
    """The six-step strip for a letter: boxes and a diamond, with its words below.

    The arguments are those of `core.components.strip`. Raises KeyError for an unknown
    letter or state.
    """
    marks = []
    for number, letter in enumerate(progress, start=1):
        edge = palette.PINE if letter == "n" else SEGMENTS[letter]
        marks.append(_box(SEGMENTS[letter], edge))
        if number == gate_after:
            marks.append(_diamond(*DIAMONDS[gate_state]))
    drawn = format_html_join("", "{}", ((mark,) for mark in marks))
    words = strip_words(progress, gate_state, gate_after)
    return format_html(
        '<p class="strip" aria-hidden="true">{}</p><p class="strip-words">{}</p>', drawn, words
    )


@register.simple_tag
def letter_strip_words(progress: str, gate_state: str = "", gate_after: int | None = None) -> str:
    """What the strip says, for the plain part of a letter."""
    return strip_words(progress, gate_state, gate_after)


@register.simple_tag
def letter_logo(region: object) -> Logo | None:
    """The region's logo with its address and size; None for the house's own sign."""
    return logo_of(region)


@register.simple_tag
def paper_logo(region: Region) -> SafeString | str:
    """The region's logo for the head of a PDF; "" without one.

    It has its text although the name stands below it: PDF/UA asks for one on every picture.
    """
    address = logo_for_paper(region)
    if not address:
        return ""
    return format_html('<p class="logo"><img src="{}" alt="{}"></p>', address, region.name)


@register.simple_tag
def letter_slot(name: str) -> str:
    """Where a sending's letter has something personal; filled when it is read or sent."""
    return slot(name)


def _box(fill: str, edge: str) -> SafeString:
    return format_html(
        '<span style="display:inline-block;width:26px;height:8px;margin-right:3px;'
        'border:1px solid {};border-radius:3px;background-color:{}"></span>',
        edge,
        fill,
    )


def _diamond(sign: str, colour: str) -> SafeString:
    return format_html(
        '<span style="display:inline-block;margin:0 3px 0 1px;font-size:18px;line-height:10px;'
        'color:{}">{}</span>',
        colour,
        sign,
    )

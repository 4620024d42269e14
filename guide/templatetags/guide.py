"""Tags of the guide: a way to a page, and a picture of one."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.policy import allowed
from places.models import Participation
from programmes.models import Programme

register = template.Library()

#: Width and height in CSS pixels of the two kinds of pictures; scripts/pictures.py takes them.
WIDE, PHONE = (1280, 800), (390, 760)


@register.simple_block_tag(takes_context=True)
def way(context: Context, content: SafeString, name: str, label: str) -> SafeString:
    """A line of a list: the page, as a link for who may open it, and what it is for."""
    url = address(context.get("user"), context.get("place"), name)
    head = format_html('<a href="{}">{}</a>', url, label) if url else label
    return format_html(
        '<li><span class="strong">{}</span> <span>{}</span></li>', head, content.strip()
    )


@register.simple_tag
def picture(name: str, caption: str, *, phone: bool = False) -> SafeString:
    """A picture from the demo in the reader's language, with its caption."""
    width, height = PHONE if phone else WIDE
    return format_html(
        '<figure class="guide-picture{}">'
        '<img src="{}" width="{}" height="{}" alt="" loading="lazy">'
        "<figcaption>{}</figcaption></figure>",
        " guide-phone" if phone else "",
        static(f"guide/{get_language()}/{name}.webp"),
        width,
        height,
        caption,
    )


def address(user: Any, place: Participation | None, name: str) -> str:
    """Where the page is for the reader; "" where it has none, or the reader may not open it."""
    if user is None or not user.is_authenticated:
        return ""
    try:
        url = reverse(name)
    except NoReverseMatch:
        if place is None:
            return ""
        url = reverse(name, args=[place.pk])
        if name == "places:gate" and not place.gate_after:
            return ""
    view = resolve(url).func
    rule = getattr(view, "policy", None)
    if rule is None:  # a page of the accounts' library, or the operators' room
        return url if user.is_staff or not name.startswith("admin:") else ""
    model = getattr(view, "policy_model", None)
    thing: Participation | Programme | None = place if model is Participation else None
    if model is Programme and place is not None:  # a page of the place's programme
        thing = place.programme
        url = reverse(name, args=[thing.pk])
    return url if allowed(user, rule, thing) else ""

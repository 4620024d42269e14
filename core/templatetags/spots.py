"""What apps above add to a page (`core.spots`)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core import spots

register = template.Library()


@register.simple_tag(takes_context=True)
def links_at(context: Context, spot: str, thing: Any = None) -> list[spots.Link]:
    """The links at a spot of the page, for its reader: `{% links_at "places.list" as links %}`."""
    return spots.links_at(spot, context.get("user"), thing)


@register.simple_tag(takes_context=True)
def panels_at(context: Context, spot: str, thing: Any = None) -> SafeString:
    """Draw the panels at a spot of the page."""
    request = context.get("request")
    drawn = [
        render_to_string(panel.template, panel.context(context.get("user"), thing), request)
        for panel in spots.panels_at(spot)
    ]
    return mark_safe("".join(drawn))

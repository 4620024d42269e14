"""What apps above add to a page (`core.spots`)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from core import spots

register = template.Library()

_COMMON = ("request", "user", "csrf_token", "csp_nonce", "theme")


@register.simple_tag(takes_context=True)
def links_at(context: Context, spot: str, thing: Any = None) -> list[spots.Link]:
    """The links at a spot of the page, for its reader: `{% links_at "places.list" as links %}`."""
    return spots.links_at(spot, context.get("user"), thing)


@register.simple_tag(takes_context=True)
def panels_at(context: Context, spot: str, thing: Any = None) -> SafeString:
    """Draw the panels at a spot of the page.

    A panel has its own words and what every page has of its reader: the context processors
    have run for the page and do not run again for each panel.
    """
    common = {name: context[name] for name in _COMMON if name in context}
    drawn = [
        get_template(panel.template).template.render(  # type: ignore[attr-defined]
            context.new(common | panel.context(context.get("user"), thing))
        )
        for panel in spots.panels_at(spot)
    ]
    return mark_safe("".join(drawn))

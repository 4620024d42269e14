"""The personas for the start page."""

from __future__ import annotations

from typing import Any

from django import template

from demo.story import personas

register = template.Library()


@register.inclusion_tag("demo/_persona_buttons.html", takes_context=True)
def persona_buttons(context: template.Context) -> dict[str, Any]:
    """One button for each persona that the story shows."""
    return {
        "personas": [one for one in personas() if one.shown],
        "csrf_token": context.get("csrf_token"),
    }

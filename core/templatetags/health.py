"""What a page promises, and whether it comes later than usual."""

from __future__ import annotations

from django import template

from core.health import is_late

register = template.Library()


@register.simple_tag
def late(name: str) -> bool:
    """`{% late "mail" as mail_is_late %}`."""
    return is_late(name)

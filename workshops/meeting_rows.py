"""Rows of a meeting's page, drawn from stencils: the overview is opened all day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.addresses import address
from core.stencils import stencil
from workshops.meeting_clock import Row
from workshops.meeting_counts import Part
from workshops.models import Material


def agenda_row(row: Row) -> SafeString:
    """An item with its clock time, length, who leads it, note and what was said."""
    item = row.item
    values = {
        "row.at": row.at,
        "row.title": item.title,
        "row.responsible": item.responsible,
        "row.note": linebreaksbr(item.note) if item.note else "",
        "row.outcome": linebreaksbr(item.outcome) if item.outcome else "",
        "row.length": _("%(minutes)s min") % {"minutes": item.minutes} if item.minutes else "",
    }
    return _drawn("workshops/meetings/_agenda_row.html", values)


def material_row(material: Material) -> SafeString:
    """A link, or a file with its size, and who is shown it."""
    is_link = bool(material.link)
    values = {
        "row.url": material.link
        or address("workshops:material", material.workshop_id, material.pk),
        "row.title": material.title,
        "row.size": filesizeformat(material.size) if material.size else "",
    }
    facts = {"row.is_link": is_link, "row.for_guests": material.for_guests}
    return _drawn("workshops/materials/_one.html", values, facts)


def bar_drawn(parts: Iterable[Part]) -> SafeString:
    """The parts of the bar; the words under it say the same."""
    return format_html_join(
        "",
        '<rect class="who-{}" x="{}" width="{}" height="14"/>',
        ((part.key, part.left, part.width) for part in parts),
    )


def bar_words(parts: Iterable[Part]) -> SafeString:
    """The bar in words, in the same order."""
    return format_html_join(
        "",
        '<li class="who-{}"><strong>{}</strong> {}</li>',
        ((part.key, part.count, part.label) for part in parts),
    )


def _drawn(
    template: str, values: Mapping[str, Any], facts: Mapping[str, Hashable] | None = None
) -> SafeString:
    """The stencil for the values that are there; what is empty is a fact of the drawing."""
    slots = tuple(name for name, value in values.items() if value)
    empty = tuple((name, "") for name, value in values.items() if not value)
    return stencil(template, slots, (*(facts or {}).items(), *empty)).fill(values)

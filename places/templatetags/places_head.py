"""The head and the tabs of every page of a participation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from core.dates import short_date
from core.navigation import address
from places.clock import months_used
from places.models import Participation, ParticipationStatus
from places.pages import first_pages, pages_of
from places.queries import method_language

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a participation, as templates/places/_tabs.html draws it."""

    label: str
    url: str
    current: bool


@register.simple_tag
def method_lang(participation: Participation) -> str:
    """The attribute for an element whose text comes from the method, when it is foreign here."""
    language = method_language(participation)
    return format_html(' lang="{}"', language) if language else ""


@register.simple_tag
def method_text(participation: Participation, text: str) -> str:
    """A text of the method inside a sentence of the page, in its own language."""
    lang = method_lang(participation)
    return format_html("<span{}>{}</span>", lang, text) if lang else conditional_escape(text)


@register.simple_tag
def clock_line(participation: Participation) -> str:
    """Month of the support and its last day, or what became of the place."""
    if participation.status != ParticipationStatus.ACTIVE:
        return str(participation.get_status_display())
    today = timezone.localdate()
    ends_on = participation.support_ends_on
    facts = {
        "month": months_used(total=participation.clock_months, ends_on=ends_on, on=today) or 1,
        "months": participation.clock_months,
        "day": short_date(ends_on),
    }
    if today > ends_on:
        return _("%(months)s months of support, ended %(day)s") % facts
    if participation.started_on > today:
        return _("Starts %(day)s") % {"day": short_date(participation.started_on)}
    return _("Month %(month)s of %(months)s, support until %(day)s") % facts


@register.inclusion_tag("places/_tabs.html")
def place_tabs(participation: Participation, tab: str) -> dict[str, Any]:
    """The pages of a participation; `tab` is the key of the one that is open.

    While a round at the gate waits for its decision, the gate stands first.
    """
    pk = participation.pk
    step = address("places:step", pk, max(1, participation.current_step))
    pages = [
        ("overview", _("Overview"), address("places:participation", pk)),
        ("steps", _("Steps"), step),
        ("gate", _("Gate"), address("places:gate", pk)),
        *(
            (section.key, section.label(participation), address(first.url_name, pk))
            for section, first in first_pages()
            if section.shown(participation)
        ),
        ("coaching", _("Coaching"), address("places:coaching", pk)),
        ("people", _("People and time"), address("places:people", pk)),
        ("history", _("History"), address("places:history", pk)),
    ]
    if participation.gate_state == "waiting":
        pages.sort(key=lambda page: page[0] != "gate")
    return {
        "pages": [
            Tab(label, url, key == tab)
            for key, label, url in pages
            if key != "gate" or participation.gate_after
        ]
    }


@register.inclusion_tag("places/_rooms.html", takes_context=True)
def place_rooms(
    context: template.Context, participation: Participation, section: str, page: str
) -> dict[str, Any]:
    """The pages of a section, in a row under the tabs; `page` is the key of the open one."""
    rooms = pages_of(section, context["request"].user, participation)
    return {
        "rooms": [
            Tab(
                one.label_of(participation),
                address(one.url_name, participation.pk),
                one.key == page,
            )
            for one in rooms
        ]
    }
